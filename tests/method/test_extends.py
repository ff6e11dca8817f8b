"""A pack may extend another: it inherits everything, its own wins by id, and its digest depends on the parent."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from commonweal.method import Pack, load_pack, read_pack
from commonweal.problems import Problem
from tests.conftest import WritePack

CHILD = {"id": "child", "edition": "1", "extends": "test-pack@1"}
OWN_INDEX = "year,index\n2023,96\n2024,100\n"


@pytest.fixture
def parent(write_pack: WritePack, tmp_path: Path) -> Path:
    """The parent, in the folder test-pack/1."""
    return write_pack(
        tmp_path / "test-pack" / "1",
        proxies={"job": {}, "help": {"values": [{"lane": "local", "amount": 5, "price_year": "nominal"}]}},
        measures={"work.job": {"code": "W01", "proxies": ["job"]}, "work.help": {"code": "W02", "proxies": ["help"]}},
    )


def child(folder: Path, files: dict[str, str] | None = None, **header: Any) -> Path:
    """A pack of a header alone, and the files that a test gives it."""
    stated = {
        "title": "A tailored pack",
        "licence": "CC-BY-4.0",
        "redistributable": "true",
        "price_base": 2024,
        "discounting": "{schedule: green-book, first_year: undiscounted}",
        "ranges": "{A: 0.10, B: 0.25, C: 0.50, D: 0.50}",
        **CHILD,
        **header,
    }
    written = {"pack.yaml": "\n".join(f"{key}: {value}" for key, value in stated.items()), **(files or {})}
    for name, text in written.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def proxy(name: str = "job", source: str = "test-source", amount: int = 2000) -> dict[str, str]:
    text = f"""\
id: {name}
title: Its own
source: {source}
where: Table 2
status: derived
grade: C
values: [{{lane: economic, amount: {amount}, price_year: 2024}}]
"""
    return {f"proxies/{name}.yaml": text}


def measure(name: str, *lines: str, outcome: str = "good-work") -> dict[str, str]:
    """A measure that is only counted."""
    keys = [f"id: {name}", "name: N", f"outcome: {outcome}", "definition: D", "unit: each", "aggregation: sum", *lines]
    return {f"measures/{name}.yaml": "\n".join(keys)}


def themes(*outcomes: str, theme: str = "work") -> dict[str, str]:
    listed = ", ".join(f"{{id: {outcome}, name: O}}" for outcome in outcomes)
    return {"themes.yaml": f"[{{id: {theme}, name: Another name, outcomes: [{listed}]}}]"}


def source(licence: str = "All rights reserved", redistributable: str = "false", name: str = "ours") -> dict[str, str]:
    text = f"{name}: {{title: T, publisher: P, url: u, accessed: 2026-01-31, licence: {licence}, "
    return {"sources.yaml": f"{text}redistributable: {redistributable}}}"}


def problems_of(folder: Path) -> list[Problem]:
    return read_pack(folder)[1]


def test_a_child_inherits_everything(parent: Path, tmp_path: Path) -> None:
    pack, elder = load_pack(child(tmp_path / "child")), load_pack(parent)
    assert pack.name == "child@1"
    assert pack.parent == elder
    for part in ("themes", "sources", "schedules", "proxies", "measures", "deflator", "outcomes"):
        assert getattr(pack, part) == getattr(elder, part), part
    assert problems_of(tmp_path / "child") == [], "what is inherited is neither idle nor missing"


def test_the_childs_own_wins_by_id(parent: Path, tmp_path: Path) -> None:
    files = {
        **proxy(),
        **measure("work.new", "proxies: [job]", "additionality: {}"),
        "indices/gdp-deflator.csv": OWN_INDEX,
    }
    pack = load_pack(child(tmp_path / "child", files))
    assert pack.proxies["job"].grade == "C"
    assert set(pack.measures) == {"work.job", "work.help", "work.new"}
    assert list(pack.deflator) == [2023, 2024], "an index is replaced whole"
    assert load_pack(parent).proxies["job"].grade == "B"


def test_a_child_may_name_what_only_the_parent_has(parent: Path, tmp_path: Path) -> None:
    files = {**proxy("own"), **measure("work.own", "proxies: [own, job]", "rules: [{not-beside: [work.help]}]")}
    found = problems_of(child(tmp_path / "child", files))
    assert [(problem.rule, problem.severity) for problem in found] == [("additionality", "warning")]


def test_the_digest_depends_on_the_parent(parent: Path, tmp_path: Path) -> None:
    folder = child(tmp_path / "child")
    before = load_pack(folder).digest
    file = parent / "proxies" / "job.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("amount: 1000", "amount: 1001"), encoding="utf-8")
    assert load_pack(folder).digest != before
    assert load_pack(folder).digest != load_pack(parent).digest


@pytest.mark.parametrize(
    ("files", "rule", "file", "part"),
    [
        (proxy("idle"), "idle-proxy", "proxies/idle.yaml", "No measure uses the proxy 'idle'"),
        (
            measure("work.other", "code: w01"),
            "repeated-id",
            "measures/work.other.yaml",
            "the measure work.job of the parent",
        ),
        (
            themes("other"),
            "missing-outcome",
            "themes.yaml",
            "The outcome 'good-work', towards which the inherited measure",
        ),
        (
            themes("good-work", theme="new"),
            "repeated-id",
            "themes.yaml",
            "it stands first in another theme of the parent",
        ),
    ],
)
def test_what_a_child_may_not_break(
    parent: Path, tmp_path: Path, files: dict[str, str], rule: str, file: str, part: str
) -> None:
    found = problems_of(child(tmp_path / "child", files))
    assert {(problem.rule, problem.file, problem.severity) for problem in found} == {(rule, file, "error")}
    assert all(part in problem.message for problem in found)


def test_a_price_base_is_a_year_of_the_inherited_index(parent: Path, tmp_path: Path) -> None:
    (problem,) = problems_of(child(tmp_path / "child", price_base=2030))
    assert problem.message == "The price base 2030 is not in the index, which runs to 2024."


def test_an_index_of_its_own_covers_what_is_inherited(parent: Path, tmp_path: Path) -> None:
    index = {"indices/gdp-deflator.csv": "year,index\n2022,90\n2023,96\n"}
    (problem,) = problems_of(child(tmp_path / "child", index, price_base=2023))
    assert (problem.file, problem.message) == ("indices/gdp-deflator.csv", "Inherited values need the index of 2024.")


@pytest.mark.parametrize(
    "files",
    [
        themes("good-work", "other"),
        measure("work.job", "code: W01") | measure("work.more", "code: W03"),
        {**themes("other"), **measure("work.job", outcome="other"), **measure("work.help", outcome="other")},
        source("OGL-3.0", "true", name="test-source"),
    ],
)
def test_what_a_child_may_replace(parent: Path, tmp_path: Path, files: dict[str, str]) -> None:
    pack, problems = read_pack(child(tmp_path / "child", files))
    assert pack is not None
    assert problems == []
    for found in pack.measures.values():
        assert found.outcome in {outcome.id for outcome in pack.theme_of(found).outcomes}


def test_a_replaced_measure_no_longer_uses_its_proxy(parent: Path, tmp_path: Path) -> None:
    found = problems_of(child(tmp_path / "child", {**proxy("job"), **measure("work.job")}))
    assert [(problem.rule, problem.file) for problem in found] == [("idle-proxy", "proxies/job.yaml")]


class TestWhatMayNotBePassedOn:
    def restricted(self, folder: Path) -> frozenset[str]:
        pack, problems = read_pack(folder)
        assert pack is not None, problems
        assert {name for name in pack.measures if pack.is_restricted(pack.measures[name])} == {
            f"work.{proxy}" for proxy in pack.restricted
        }
        return pack.restricted

    def test_an_open_pack_restricts_nothing(self, parent: Path, tmp_path: Path) -> None:
        assert self.restricted(child(tmp_path / "child")) == frozenset()

    def test_a_proxy_from_a_closed_source_is_restricted(self, parent: Path, tmp_path: Path) -> None:
        files = {**proxy(source="ours"), **source()}
        assert self.restricted(child(tmp_path / "child", files)) == {"job"}

    def test_a_private_pack_restricts_its_own_and_not_what_is_open(self, parent: Path, tmp_path: Path) -> None:
        assert self.restricted(child(tmp_path / "child", proxy(), redistributable="false")) == {"job"}

    def test_a_restriction_is_inherited(self, parent: Path, tmp_path: Path) -> None:
        child(tmp_path / "child" / "1", {**proxy(source="ours"), **source()})
        assert self.restricted(child(tmp_path / "grandchild", id="grandchild", extends="child@1")) == {"job"}

    def test_a_restriction_ends_with_the_value_it_stood_on(self, parent: Path, tmp_path: Path) -> None:
        child(tmp_path / "child" / "1", {**proxy(source="ours"), **source()})
        assert self.restricted(child(tmp_path / "next", proxy(), id="next", extends="child@1")) == frozenset()

    def test_a_child_cannot_open_its_parents_source(self, parent: Path, tmp_path: Path) -> None:
        child(tmp_path / "child" / "1", {**proxy(source="ours"), **source()})
        opened = child(tmp_path / "next", source("CC0-1.0", "true"), id="next", extends="child@1")
        assert self.restricted(opened) == {"job"}

    def test_a_child_can_close_its_parents_source(self, parent: Path, tmp_path: Path) -> None:
        closed = child(tmp_path / "child", source(name="test-source"))
        assert self.restricted(closed) == {"job", "help"}


class TestFindingTheParent:
    @pytest.mark.parametrize("place", ["test-pack/1", "test-pack@1", "child/test-pack/1", "child/test-pack@1"])
    def test_it_lies_beside_or_one_floor_up(self, write_pack: WritePack, tmp_path: Path, place: str) -> None:
        write_pack(tmp_path / place)
        assert load_pack(child(tmp_path / "child" / "1")).parent is not None

    def test_an_older_edition_lies_beside(self, write_pack: WritePack, tmp_path: Path) -> None:
        write_pack(tmp_path / "test-pack" / "1")
        newer = child(tmp_path / "test-pack" / "2", id="test-pack", edition='"2"', extends="test-pack@1")
        assert load_pack(newer).parent is not None

    def test_it_may_be_a_shipped_pack(self, tmp_path: Path) -> None:
        pack = load_pack(child(tmp_path / "ours", extends="commonweal-open@2026.1"))
        assert pack.parent is not None
        assert pack.measure("W01") == pack.parent.measure("w01")

    def test_the_working_directory_does_not_matter(
        self, parent: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, write_pack: WritePack
    ) -> None:
        folder = child(tmp_path / "child")
        digest = load_pack(folder).digest
        write_pack(folder / "elsewhere" / "test-pack@1", header={"title": "Another pack of that name"})
        monkeypatch.chdir(folder / "elsewhere")
        assert read_pack(Path("../../child"))[0] is None, "files inside a pack are strangers to it"
        write_pack(tmp_path / "cwd" / "test-pack@1", header={"title": "Another pack of that name"})
        monkeypatch.chdir(tmp_path / "cwd")
        assert load_pack(child(tmp_path / "fresh")).digest == digest

    def test_a_pack_may_be_read_from_inside_its_folder(
        self, parent: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(child(tmp_path / "child"))
        assert load_pack(".").parent is not None

    def test_a_parent_that_is_nowhere(self, tmp_path: Path) -> None:
        (problem,) = problems_of(child(tmp_path / "child", extends="unheard-of@3"))
        assert (problem.rule, problem.file, problem.column) == ("extends", "pack.yaml", "extends")
        assert "There is no method 'unheard-of@3'" in problem.message
        assert not problem.message.endswith("..")

    def test_an_orphan_is_told_its_own_faults_and_not_what_it_misses(self, tmp_path: Path) -> None:
        files = {**proxy(), **measure("work.x", "proxies: [job, other]", outcome="nowhere")}
        files["proxies/job.yaml"] = files["proxies/job.yaml"].replace(", price_year: 2024", "")
        found = problems_of(child(tmp_path / "child", files, extends="unheard-of@3"))
        assert [problem.rule for problem in found] == ["extends", "price-year-missing"]

    def test_a_parent_with_faults(self, write_pack: WritePack, tmp_path: Path) -> None:
        write_pack(tmp_path / "test-pack" / "1", measures={"work.x": {"outcome": "nowhere"}})
        (problem,) = problems_of(child(tmp_path / "child"))
        assert "cannot be used; it has 1 error(s): measures/work/x.yaml" in problem.message
        assert not problem.message.endswith("..")

    def test_a_parent_that_is_not_what_its_folder_says(self, write_pack: WritePack, tmp_path: Path) -> None:
        write_pack(tmp_path / "test-pack" / "1", header={"edition": "7"})
        (problem,) = problems_of(child(tmp_path / "child"))
        assert problem.message == "The pack in 1 is not test-pack@1 but test-pack@7."

    def test_another_pack_of_the_same_edition_is_not_the_parent(self, write_pack: WritePack, tmp_path: Path) -> None:
        write_pack(tmp_path / "1")
        (problem,) = problems_of(child(tmp_path / "child"))
        assert "There is no method 'test-pack@1'" in problem.message

    @pytest.mark.parametrize("length", [1, 2, 5])
    def test_packs_that_extend_each_other_in_a_circle(self, tmp_path: Path, length: int) -> None:
        for number in range(length):
            child(tmp_path / f"p{number}" / "1", id=f"p{number}", extends=f"p{(number + 1) % length}@1")
        (problem,) = problems_of(tmp_path / "p0" / "1")
        assert (problem.rule, problem.file) == ("extends", "pack.yaml")
        assert "A pack cannot extend itself" in problem.message

    def test_a_long_line_of_packs(self, write_pack: WritePack, tmp_path: Path) -> None:
        write_pack(tmp_path / "p0" / "1", header={"id": "p0"})
        for number in range(1, 30):
            child(tmp_path / f"p{number}" / "1", id=f"p{number}", extends=f"p{number - 1}@1")
        pack: Pack | None = load_pack(tmp_path / "p29" / "1")
        names = []
        while pack is not None:
            names.append(pack.name)
            pack = pack.parent
        assert names == [f"p{number}@1" for number in range(29, -1, -1)]
