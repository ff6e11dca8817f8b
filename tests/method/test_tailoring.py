"""A tailored pack keeps some of its parent's measures, in the partnership's order and words, and says why."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from commonweal.method import Pack, load_method, load_pack, read_pack
from commonweal.valuation.compare import changes, rate_changes
from tests.method.tailored_pack import CASES, HEADER, RECORD, RIGHT, parent, tailored

OWN_MEASURE = """\
id: work.own
name: Something of our own
outcome: good-work
definition: D
unit: each
aggregation: sum
proxies: [basis]
additionality: {}
"""
LISTED = "  - {measure: work.own, rank: 3, objectives: [jobs], why: Ours.}\ncap: 3"
JOB_PROXY = """\
id: job
title: A local value
source: test-source
where: Table 9
status: seen-primary
grade: A
values:
  - {lane: economic, amount: 1200, price_year: 2024, place: E06000047}
  - {lane: economic, amount: 1000, price_year: 2024}
"""


@pytest.fixture
def pack(tmp_path: Path) -> Pack:
    return load_pack(tailored(tmp_path))


def rules(folder: Path) -> list[tuple[str, str | None]]:
    return [(problem.rule, problem.file) for problem in read_pack(folder)[1]]


class TestWhatItHolds:
    def test_the_measures_it_names_by_rank_and_no_others(self, pack: Pack) -> None:
        assert list(pack.measures) == ["work.help", "work.job"]

    def test_only_what_they_rest_on(self, pack: Pack) -> None:
        assert set(pack.proxies) == {"job", "basis", "help"}, "basis moves with job when ranges are drawn"
        assert set(pack.sources) == {"test-source", "of-help", "of-rates"}
        assert set(pack.schedules) == {"slow"}, "the pack itself discounts at one rate"

    def test_a_schedule_and_a_source_go_with_the_measure(self, tmp_path: Path) -> None:
        help_entry = RIGHT[RIGHT.index("  - measure: work.help") : RIGHT.index("cap: 2")]
        text = RIGHT.replace(help_entry, "").replace(RIGHT.splitlines(keepends=True)[2], "")
        pack = load_pack(tailored(tmp_path, text))
        assert (list(pack.measures), set(pack.proxies)) == (["work.job"], {"job", "basis"})
        assert (set(pack.sources), set(pack.schedules)) == ({"test-source"}, set())

    def test_the_parent_has_all_of_it_still(self, pack: Pack) -> None:
        assert pack.parent is not None
        assert {"work.base", "work.told"} <= pack.parent.measures.keys()
        assert pack.ancestor_with("W03") is pack.parent
        assert pack.measure("W03") is None
        assert pack.ancestor_with("W99") is None

    def test_what_is_left_out_is_neither_idle_nor_missing(self, tmp_path: Path) -> None:
        assert read_pack(tailored(tmp_path))[1] == []

    def test_a_measure_of_its_own_may_use_any_proxy_of_the_parent(self, tmp_path: Path) -> None:
        folder = tailored(tmp_path, RIGHT.replace("cap: 2", LISTED), {"measures/own.yaml": OWN_MEASURE})
        pack, problems = read_pack(folder)
        assert pack is not None, problems
        assert list(pack.measures) == ["work.help", "work.job", "work.own"]

    def test_a_local_value_takes_the_place_of_the_parents(self, tmp_path: Path) -> None:
        pack = load_pack(tailored(tmp_path, files={"proxies/job.yaml": JOB_PROXY}))
        assert pack.proxies["job"].grade == "A"
        assert pack.parent is not None
        assert pack.parent.proxies["job"].grade == "B"
        moved = rate_changes(pack.parent, pack, 2026)
        assert [(change.measure, change.place) for change in moved] == [("work.job", "E06000047")]

    def test_a_local_value_has_no_lane_that_the_parents_has_not(self, tmp_path: Path) -> None:
        text = JOB_PROXY.replace("lane: economic, amount: 1200", "lane: local, amount: 1200")
        (problem,) = read_pack(tailored(tmp_path, files={"proxies/job.yaml": text}))[1]
        assert (
            "The parent's 'job' has values of the lane economic, and this one is of the lane local" in problem.message
        )
        assert (problem.rule, problem.file, problem.column) == ("lane", "proxies/job.yaml", "values.0.lane")

    def test_a_grandchild_inherits_what_was_kept(self, tmp_path: Path) -> None:
        tailored(tmp_path).rename(tmp_path / "tailored@1")
        grandchild = tmp_path / "grandchild"
        grandchild.mkdir()
        (grandchild / "pack.yaml").write_text(HEADER.replace("tailored", "third").replace("test-pack@1", "tailored@1"))
        pack = load_pack(grandchild)
        assert list(pack.measures) == ["work.help", "work.job"]
        assert pack.tailoring is None


class TestWords:
    def test_a_measure_goes_by_its_local_name(self, pack: Pack) -> None:
        assert pack.measures["work.job"].name == "Somebody hired"
        assert pack.measures["work.help"].name == "Somebody helped"

    def test_what_the_parent_calls_it_is_found(self, pack: Pack) -> None:
        assert pack.elder_name(pack.measures["work.job"]) == "Person into a job"
        assert pack.elder_name(pack.measures["work.help"]) is None

    def test_what_counts_is_the_parents_definition(self, pack: Pack) -> None:
        assert pack.parent is not None
        assert pack.measures["work.job"].definition == pack.parent.measures["work.job"].definition
        chosen = pack.chosen(pack.measures["work.job"])
        assert chosen is not None
        assert chosen.description == "A person from here who got a job."

    def test_objectives_stand_in_the_partnerships_order(self, pack: Pack) -> None:
        assert [objective.id for objective in pack.objectives_of(pack.measures["work.help"])] == ["jobs", "care"]

    def test_an_untailored_pack_says_nothing_of_the_kind(self) -> None:
        pack = load_method("commonweal-open@2026.1")
        measure = next(iter(pack.measures.values()))
        assert (pack.tailoring, pack.chosen(measure), pack.objectives_of(measure)) == (None, None, [])
        assert (pack.elder_name(measure), pack.ancestor_with(measure.id)) == (None, None)

    def test_a_target_is_a_quantity_and_a_day(self, pack: Pack) -> None:
        chosen = pack.chosen(pack.measures["work.job"])
        assert chosen is not None
        assert chosen.target is not None
        assert (chosen.target.quantity, chosen.target.by) == (Decimal(20), date(2027, 3, 31))


@pytest.mark.parametrize("case", CASES["faults"], ids=lambda case: f"{case['rule']}: {case['instead'].strip()[:50]}")
def test_a_fault_is_told_on_its_line(tmp_path: Path, case: dict[str, Any]) -> None:
    text = RIGHT
    for written, instead in ((case["written"], case["instead"]), case.get("swap", ("", ""))):
        written = written.replace("DIGEST", RIGHT.split("digest: ")[1][:64])
        assert written in text
        text = text.replace(written, instead, 1) if written else text
    found = read_pack(tailored(tmp_path, text))[1]
    told = [problem for problem in found if problem.rule == case["rule"] and problem.column == case["key"]]
    assert [case["says"] in problem.message for problem in told] == [True], found
    assert {problem.rule for problem in found} <= {case["rule"], *case.get("also", ["idle-objective"])}
    (problem,) = told
    assert (problem.file, problem.severity) == ("tailoring.yaml", "error")
    assert problem.remedy.endswith(".")


def test_faults_are_told_all_at_once(tmp_path: Path) -> None:
    text = RIGHT.replace("work.help", "work.hepl").replace("cap: 2", "cap: 1").replace("good-work", "bad-work")
    found = read_pack(tailored(tmp_path, text.replace("    why: Work is short here.\n", "")))[1]
    assert [problem.rule for problem in found] == ["missing-key", "missing-measure", "cap", "missing-outcome"]


def test_a_measure_of_its_own_that_is_not_named_is_told(tmp_path: Path) -> None:
    assert rules(tailored(tmp_path, files={"measures/own.yaml": OWN_MEASURE})) == [
        ("unlisted-measure", "measures/own.yaml")
    ]


def test_a_proxy_that_nothing_kept_uses_is_idle(tmp_path: Path) -> None:
    proxy = JOB_PROXY.replace("id: job", "id: basis")
    assert rules(tailored(tmp_path, files={"proxies/basis.yaml": proxy})) == [("idle-proxy", "proxies/basis.yaml")]


def test_a_code_of_a_measure_that_is_left_out_is_not_given_to_another(tmp_path: Path) -> None:
    own = {"measures/own.yaml": f"{OWN_MEASURE}code: w03\n"}
    assert rules(tailored(tmp_path, RIGHT.replace("cap: 2", LISTED), own)) == [("repeated-id", "measures/own.yaml")]


def test_a_pack_without_a_parent_has_nothing_to_tailor(tmp_path: Path) -> None:
    folder = parent(tmp_path)
    (folder / "tailoring.yaml").write_text("measures: [{measure: work.job, rank: 1, why: W}]\n", encoding="utf-8")
    assert ("tailoring", "tailoring.yaml") in rules(folder)


def test_an_orphan_is_told_what_does_not_need_its_parent(tmp_path: Path) -> None:
    folder = tailored(tmp_path, RIGHT.replace("cap: 2", "cap: 1"), {"pack.yaml": HEADER.replace("test-pack", "lost")})
    assert [rule for rule, _ in rules(folder)] == ["extends", "cap"]


@pytest.mark.parametrize("junk", ["", "- a\n", "word\n", "measures: 5\n", "measures: [5, {measure: [x]}]\nneeds: 3\n"])
def test_it_may_hold_rubbish(tmp_path: Path, junk: str) -> None:
    pack, problems = read_pack(tailored(tmp_path, junk))
    assert pack is None
    assert all(problem.file for problem in problems)


@pytest.mark.parametrize("needs", ["not JSON", "[" * 200_000])
def test_a_needs_file_may_not_be_json(tmp_path: Path, needs: str) -> None:
    text = RIGHT.replace(RIGHT.split("digest: ")[1][:64], hashlib.sha256(needs.encode()).hexdigest())
    (problem,) = read_pack(tailored(tmp_path, text, {"needs.json": needs}))[1]
    assert problem.message == "The needs file needs.json is not JSON."


@pytest.mark.parametrize("needs", ["[1]", "{}", '{"area": 3, "indicators": {}, "priorities": [[]], "links": "b"}'])
def test_a_needs_file_may_hold_rubbish(tmp_path: Path, needs: str) -> None:
    text = RIGHT.replace(RIGHT.split("digest: ")[1][:64], hashlib.sha256(needs.encode()).hexdigest())
    found = read_pack(tailored(tmp_path, text, {"needs.json": needs}))[1]
    assert {problem.column for problem in found} == {
        "needs.area",
        "needs.name",
        "needs.compare",
        "needs.links",
        "measures.0.because.0.indicator",
    }
    assert all("nothing of the kind" in problem.message or "no indicator" in problem.message for problem in found)


@pytest.mark.parametrize(
    ("edition", "told"),
    [
        ("2", "The needs were analysed for test-pack@2, not for test-pack@1."),
        ("1", "The needs were analysed for other content of test-pack@1: its digest there is another."),
    ],
)
def test_needs_of_another_method_are_told(tmp_path: Path, edition: str, told: str) -> None:
    needs = json.dumps({**RECORD, "method": {"id": "test-pack", "edition": edition, "digest": "c" * 64}})
    text = RIGHT.replace(RIGHT.split("digest: ")[1][:64], hashlib.sha256(needs.encode()).hexdigest())
    (problem,) = read_pack(tailored(tmp_path, text, {"needs.json": needs}))[1]
    assert (problem.message, problem.column) == (told, "needs.record")


def test_a_weight_from_the_score_with_local_evidence_stands(tmp_path: Path) -> None:
    local = {"priorities": [{"outcome": "good-work", "score": 120}]}
    needs = json.dumps({**RECORD, "local_evidence": local})
    text = RIGHT.replace(RIGHT.split("digest: ")[1][:64], hashlib.sha256(needs.encode()).hexdigest())
    text = text.replace("weight: 1.5, why: Half as much again as in the middle place.", "weight: 2.4, why: WHY")
    text = text.replace("WHY", "Good work scores 120.0 of 100 among the needs; 50 is the middle and weighs 1.")
    assert read_pack(tailored(tmp_path, text, {"needs.json": needs}))[1] == []


class TestDigest:
    def test_it_covers_the_tailoring(self, tmp_path: Path, pack: Pack) -> None:
        other = load_pack(tailored(tmp_path / "other", RIGHT.replace("quantity: 20", "quantity: 21")))
        assert other.digest != pack.digest

    def test_it_covers_the_needs_file(self, tmp_path: Path, pack: Pack) -> None:
        """By the digest that stands in the tailoring, which the check holds against the file."""
        needs = json.dumps({**RECORD, "more": 1})
        text = RIGHT.replace(RIGHT.split("digest: ")[1][:64], hashlib.sha256(needs.encode()).hexdigest())
        assert load_pack(tailored(tmp_path / "other", text, {"needs.json": needs})).digest != pack.digest

    def test_the_order_of_measures_and_of_keys_does_not_matter(self, tmp_path: Path, pack: Pack) -> None:
        job, helped = RIGHT.index("  - measure: work.job"), RIGHT.index("  - measure: work.help")
        end = RIGHT.index("cap: 2")
        text = RIGHT[:job] + RIGHT[helped:end] + RIGHT[job:helped] + RIGHT[end:]
        rank, objectives = "    rank: 1\n", "    objectives: [care, jobs]\n"
        text = text.replace(rank + objectives, objectives + rank)
        assert text != RIGHT
        assert load_pack(tailored(tmp_path / "other", text)).digest == pack.digest

    def test_the_shipped_method_is_what_it_was(self) -> None:
        assert load_method("commonweal-open@2026.1").digest.startswith("64e92561")


class TestDifference:
    def sentences(self, pack: Pack) -> list[str]:
        assert pack.parent is not None
        return [change.sentence for change in changes(pack.parent, pack) if change.kind != "pack"]

    def test_it_tells_what_is_left_out_renamed_aimed_at_and_for_which_objectives(self, pack: Pack) -> None:
        assert self.sentences(pack) == [
            "measures: work.base is left out",
            "measures: work.job: name was Person into a job, is now Somebody hired",
            "measures: work.share is left out",
            "measures: work.told is left out",
            "objectives: care is new",
            "objectives: jobs is new",
            "weights: good-work is new",
            "measures: work.help: objectives was nothing, is now [care; jobs]",
            "measures: work.help: small_suppliers was nothing, is now yes",
            "measures: work.job: objectives was nothing, is now [jobs]",
            "measures: work.job: description was nothing, is now A person from here who got a job.",
            ("measures: work.job: target was nothing, is now quantity 20, by 2027-03-31, note Agreed in June"),
        ]

    def test_no_rate_moves_by_leaving_out(self, pack: Pack) -> None:
        assert pack.parent is not None
        moved = rate_changes(pack.parent, pack, 2026)
        assert {change.measure for change in moved} <= set(pack.measures)

    def test_between_two_editions_only_what_changed(self, tmp_path: Path, pack: Pack) -> None:
        text = RIGHT.replace("quantity: 20", "quantity: 25").replace("More jobs", "More good jobs")
        other = load_pack(tailored(tmp_path / "other", text))
        assert [change.sentence for change in changes(pack, other)] == [
            "objectives: jobs: name was More jobs, is now More good jobs",
            (
                "measures: work.job: target was quantity 20, by 2027-03-31, note Agreed in June, "
                "is now quantity 25, by 2027-03-31, note Agreed in June"
            ),
        ]

    def test_another_view_rank_reason_and_cap_are_told(self, tmp_path: Path, pack: Pack) -> None:
        text = RIGHT.replace("cap: 2", "cap: 3").replace("rank: 2", "rank: 3").replace("Work is short here", "New")
        other = load_pack(tailored(tmp_path / "other", text))
        assert [change.sentence for change in changes(pack, other)] == [
            "tailoring: cap: cap was 2, is now 3",
            "measures: work.job: rank was 2, is now 3",
            "measures: work.job: why was Work is short here., is now New.",
        ]
        view = pack.tailoring.needs.model_copy(update={"view": "local-evidence"})  # type: ignore[union-attr]
        heard = replace(pack, tailoring=pack.tailoring.model_copy(update={"needs": view}))  # type: ignore[union-attr]
        assert [change.sentence for change in changes(pack, heard)] == [
            "tailoring: needs: view was official-figures, is now local-evidence"
        ]

    def test_attributions_are_inherited_and_not_lost(self, tmp_path: Path) -> None:
        parent_text = "Contains words of the parent."
        folder = tailored(tmp_path)
        file = tmp_path / "test-pack@1" / "pack.yaml"
        file.write_text(f"{file.read_text(encoding='utf-8')}attribution: {parent_text}\n", encoding="utf-8")
        pack = load_pack(folder)
        assert pack.parent is not None
        assert pack.attribution == parent_text
        assert not [change for change in changes(pack.parent, pack) if change.field == "attribution"]
