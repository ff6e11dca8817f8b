"""Links and local evidence: what ships is sound, and what people write is judged whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from commonweal.method import Pack, load_method, load_pack
from commonweal.needs.priorities.evidence import read_evidence
from commonweal.needs.priorities.links import Links, read_links, shipped_links
from commonweal.places.registry import registry
from tests.conftest import WritePack

GOOD = """\
title: Our links
outcomes:
  - outcome: good-work
    indicators:
      - {indicator: iod2025.employment, weight: 3, why: It counts people out of work.}
      - {indicator: our.survey, weight: 1, why: We asked.}
"""


@pytest.fixture(scope="module")
def method() -> Pack:
    return load_method("commonweal-open")


@pytest.fixture(scope="module")
def shipped(method: Pack) -> Links:
    links = shipped_links(method)
    assert links is not None
    return links


def test_shipped_links_name_outcomes_of_the_method_and_indicators_of_the_registry_once(
    shipped: Links, method: Pack
) -> None:
    known = {indicator.id for source in registry().values() for indicator in source.indicators}
    outcomes = [links.outcome for links in shipped.outcomes]
    assert set(outcomes) <= set(method.outcomes)
    assert len(outcomes) == len(set(outcomes))
    for links in shipped.outcomes:
        names = [link.indicator for link in links.indicators]
        assert set(names) <= known
        assert len(names) == len(set(names))


def test_no_composite_speaks_for_an_outcome(shipped: Links) -> None:
    linked = {link.indicator for links in shipped.outcomes for link in links.indicators}
    assert not {name for name in linked if name.startswith(("iod2025.imd", "ons-health-index.overall"))}


def test_where_only_a_broad_domain_speaks_a_caution_stands_beside_it(shipped: Links) -> None:
    for links in shipped.outcomes:
        names = {link.indicator for link in links.indicators}
        if {"iod2025.income", "iod2025.education"} & names:
            assert links.caution


def test_a_tailored_method_inherits_the_links_of_the_one_that_it_extends(shipped: Links, tmp_path: Path) -> None:
    (tmp_path / "pack.yaml").write_text(
        "{id: ours, edition: '1', title: Ours, licence: CC-BY-4.0, redistributable: true, price_base: 2024, "
        "discounting: {schedule: green-book, first_year: undiscounted}, ranges: {A: 0.1, B: 0.25, C: 0.5, D: 0.5}, "
        "extends: commonweal-open@2026.1}",
        encoding="utf-8",
    )
    assert shipped_links(load_pack(tmp_path)) == shipped


def test_a_method_without_shipped_links_has_none(write_pack: WritePack, tmp_path: Path) -> None:
    assert shipped_links(load_pack(write_pack(tmp_path / "alone"))) is None


def test_links_of_ones_own_may_name_indicators_that_are_held(method: Pack, tmp_path: Path) -> None:
    file = tmp_path / "links.yaml"
    file.write_text(GOOD, encoding="utf-8")
    links, problems = read_links(file, method, {"our.survey"})
    assert problems == []
    assert links is not None
    assert [link.weight for link in links.outcomes[0].indicators] == [3, 1]


def test_the_digest_knows_content_and_not_order(method: Pack, tmp_path: Path) -> None:
    lines = GOOD.splitlines()
    digests = []
    for number, text in enumerate(
        (GOOD, "\n".join([*lines[1:4], lines[5], lines[4], lines[0]]), GOOD.replace("weight: 1", "weight: 2"))
    ):
        file = tmp_path / f"{number}.yaml"
        file.write_text(text, encoding="utf-8")
        links, _ = read_links(file, method, {"our.survey"})
        assert links is not None
        digests.append(links.digest)
    assert digests[0] == digests[1] != digests[2]


def test_every_fault_of_links_is_told_at_once_with_its_line(method: Pack, tmp_path: Path) -> None:
    file = tmp_path / "links.yaml"
    file.write_text(
        GOOD.replace("outcome: good-work", "outcome: god-work")
        + "      - {indicator: our.survey, weight: 1, why: Again.}\n"
        + "  - outcome: skills\n    indicators: [{indicator: no.such, weight: 1, why: Because.}]\n"
        + "  - outcome: skills\n    indicators: [{indicator: iod2025.education, weight: 1, why: Because.}]\n",
        encoding="utf-8",
    )
    links, problems = read_links(file, method, {"our.survey"})
    assert links is None
    assert [(problem.rule, problem.row) for problem in problems] == [
        ("unknown-outcome", 3),
        ("repeated-indicator", 7),
        ("unknown-indicator", 9),
        ("repeated-outcome", 10),
    ]


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("weight: 3", "weight: 4", "wrong-value"),
        ("weight: 3", "weight: 2.5", "wrong-value"),
        (", why: We asked.", "", "missing-key"),
        ("title: Our links", "titel: Our links", "unknown-key"),
        ("title: Our links", "title: Our links\ntitle: Again", "repeated-key"),
        ("outcomes:", "outcomes: [", "yaml-syntax"),
    ],
)
def test_links_are_read_strictly(method: Pack, tmp_path: Path, old: str, new: str, rule: str) -> None:
    file = tmp_path / "links.yaml"
    file.write_text(GOOD.replace(old, new), encoding="utf-8")
    links, problems = read_links(file, method, {"our.survey"})
    assert links is None
    assert rule in {problem.rule for problem in problems}


EVIDENCE = """\
title: What we heard
evidence:
  - kind: indicator
    outcome: connected-communities
    points: 85
    weight: 2
    title: Residents' survey, winter 2025
    source: Anyshire Council
    date: 2026-02-01
    reason: One in three said that they often feel lonely.
  - {kind: weight, outcome: good-work, times: 1.5, reason: Jobs first, who: The board, date: 2026-03-01}
"""


def test_local_evidence_is_read(method: Pack, tmp_path: Path) -> None:
    file = tmp_path / "evidence.yaml"
    file.write_text(EVIDENCE, encoding="utf-8")
    evidence, problems = read_evidence(file, method)
    assert problems == []
    assert evidence is not None
    assert [entry.points for entry in evidence.indicators] == [85]
    assert evidence.weights["good-work"].who == "The board"


def test_a_kind_that_does_not_exist_is_one_fault_and_hides_no_other(method: Pack, tmp_path: Path) -> None:
    file = tmp_path / "evidence.yaml"
    slips = EVIDENCE.replace("kind: indicator", "kind: survey").replace("outcome: good-work", "outcome: good-wrok")
    file.write_text(slips, encoding="utf-8")
    evidence, problems = read_evidence(file, method)
    assert evidence is None
    assert [(problem.column, problem.message) for problem in problems] == [
        ("evidence.0.kind", "There is no evidence of the kind 'survey'."),
        ("evidence.1.outcome", "The method commonweal-open@2026.1 has no outcome 'good-wrok'."),
    ]
    file.write_text(slips.replace("connected-communities", "friendship"), encoding="utf-8")
    assert [problem.column for problem in read_evidence(file, method)[1]] == [
        "evidence.0.kind",
        "evidence.0.outcome",
        "evidence.1.outcome",
    ]


TWICE = "  - {kind: weight, outcome: good-work, times: 2, reason: Twice, who: Us, date: 2026-03-01}"


@pytest.mark.parametrize(
    ("old", "new", "rule", "line"),
    [
        ("points: 85", "points: 101", "wrong-value", 5),
        ("points: 85", "points: -1", "wrong-value", 5),
        ("times: 1.5", "times: 4", "wrong-value", 11),
        ("times: 1.5", "times: 0.4", "wrong-value", 11),
        (", reason: Jobs first", "", "missing-key", 11),
        (", who: The board", "", "missing-key", 11),
        ("    source: Anyshire Council\n", "", "missing-key", 3),
        ("outcome: good-work", "outcome: better-work", "unknown-outcome", 11),
        ("kind: indicator", "kind: rumour", "wrong-value", 3),
        ("date: 2026-02-01", "date: last winter", "wrong-value", 9),
        (
            "title: What we heard\nevidence:",
            f"title: What we heard\nevidence:\n{TWICE}",
            "repeated-weight",
            12,
        ),
    ],
)
def test_local_evidence_is_read_strictly(
    method: Pack, tmp_path: Path, old: str, new: str, rule: str, line: int
) -> None:
    file = tmp_path / "evidence.yaml"
    file.write_text(EVIDENCE.replace(old, new), encoding="utf-8")
    evidence, problems = read_evidence(file, method)
    assert evidence is None
    assert (rule, line) in [(problem.rule, problem.row) for problem in problems]
