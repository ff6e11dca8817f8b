"""Measures stand in the order in which they answer to needs; the rule is one that a person can redo by hand."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from commonweal.method import Objective
from commonweal.needs.tailoring.relevance import Candidate, Wishes, chosen_of, propose
from tests.needs.anyshire_choices import OPEN, OUTCOMES, needs, needs_record
from tests.needs.record_of_anyshire import priority

SCORE = st.none() | st.integers(0, 1000).map(lambda tenths: tenths / 10)
SCORES = st.fixed_dictionaries(dict.fromkeys(OUTCOMES, SCORE))
WITH_MEASURES = sorted({measure.outcome for measure in OPEN.measures.values()})
OBJECTIVES = st.lists(
    st.lists(st.sampled_from(WITH_MEASURES), min_size=1, max_size=4, unique=True), min_size=1, max_size=6
).map(lambda listed: [(Objective(id=f"o{n}", name=f"Objective {n}"), outcomes) for n, outcomes in enumerate(listed)])
MEASURES = st.sampled_from(sorted(OPEN.measures))


def objective(name: str, *outcomes: str) -> tuple[Objective, tuple[str, ...]]:
    return Objective(id=name, name=name.capitalize()), outcomes


def ids(candidates: list[Candidate]) -> list[str]:
    return [candidate.measure.id for candidate in candidates]


def test_the_second_measure_of_an_outcome_answers_to_half_its_need() -> None:
    scores = {"good-work": 60.0, "secure-homes": 31.0, "wellbeing": 20.1}
    found = propose(OPEN, needs(scores), [], 6)
    assert [(one.measure.id, one.place, one.relevance) for one in chosen_of(found)] == [
        ("work.disabled-or-long-term-sick-into-work", 1, Fraction(60)),
        ("community.bed-and-breakfast-week-avoided", 1, Fraction(31)),
        ("work.lone-parent-into-work", 2, Fraction(30)),
        ("cross-cutting.life-satisfaction-gained", 1, Fraction(201, 10)),
        ("work.unemployed-into-work", 3, Fraction(20)),
        ("community.complex-eviction-avoided", 2, Fraction(31, 2)),
    ]


def test_in_line_core_comes_before_extended_priced_before_counted_and_by_grade() -> None:
    line = [one for one in propose(OPEN, needs({"healthier-lives": 50.0}), [], 107) if one.relevance is not None]
    assert [one.place for one in line] == list(range(1, len(line) + 1))
    tiers = [one.measure.tier for one in line]
    assert tiers == sorted(tiers), "core before extended"
    grades = [OPEN.proxies[one.measure.proxies[0]].grade for one in line if one.measure.tier == "core"]
    assert grades == sorted(grades)
    assert len(set(grades)) > 1
    skills = [one for one in propose(OPEN, needs({"skills": 50.0}), [], 107) if one.relevance is not None]
    counted = [not one.measure.proxies for one in skills]
    assert counted == sorted(counted)
    assert len(set(counted)) == 2, "priced before counted"


def test_one_that_is_asked_for_stands_first_in_its_line_and_the_others_behind_it() -> None:
    wishes = Wishes(asked={"work.person-into-job": ()})
    found = propose(OPEN, needs({"good-work": 60.0}), [], 2, wishes=wishes)
    assert ids(chosen_of(found)) == ["work.person-into-job", "work.disabled-or-long-term-sick-into-work"]
    assert [one.chosen for one in chosen_of(found)] == ["asked", "relevance"]
    assert [one.place for one in chosen_of(found)] == [1, 2]


def test_an_objective_without_a_score_has_its_best_measure_all_the_same() -> None:
    found = propose(
        OPEN, needs({"good-work": 60.0}), [objective("planet", "net-zero"), objective("work", "good-work")], 3
    )
    assert [(one.measure.id, one.chosen) for one in chosen_of(found)] == [
        ("work.disabled-or-long-term-sick-into-work", "objective"),
        ("work.lone-parent-into-work", "relevance"),
        ("planet.electricity-saved", "objective"),
    ]


def test_what_has_no_score_never_only_fills_up() -> None:
    found = propose(OPEN, needs({"secure-homes": 10.0}), [], 107)
    assert {one.measure.outcome for one in chosen_of(found)} == {"secure-homes"}


def test_every_measure_that_is_left_out_has_a_reason() -> None:
    wishes = Wishes(refused={"work.unemployed-into-work": "Another partnership counts it."})
    objectives = [objective("work", "good-work", "net-zero")]
    found = propose(OPEN, needs({"good-work": 60.0}), objectives, 1, wishes=wishes)
    reasons = {one.measure.id: one.left_out for one in found}
    assert len(found) == len(OPEN.measures)
    assert reasons["work.unemployed-into-work"] == "Another partnership counts it."
    assert reasons["work.lone-parent-into-work"] == "More relevant measures fill the cap of 1."
    assert reasons["community.robbery-avoided"] == "No objective stands for its outcome."
    assert reasons["planet.trees-planted"] == "No objective stands for its outcome."
    assert reasons["planet.gas-saved"] == "No open indicator speaks for its outcome yet."
    assert [one.measure.id for one in found if one.left_out is None] == ids(chosen_of(found))


def test_the_reason_is_the_finding_and_the_heaviest_indicator() -> None:
    two = priority("good-work")["because"][0]
    heavier = {**two, "indicator": "made-up-2025.crime", "weight": 3, "sentence": "Crime is worse than in most places."}
    scored = priority("good-work", rank=2, because=[two, heavier])
    record = needs_record(priorities=[priority("skills", rank=1, score=90.0), scored])
    found = propose(OPEN, needs({}, priorities=record["priorities"]), [], 107)
    standing = next(one.standing for one in found if one.measure.outcome == "good-work")
    assert standing.sentence == (
        "More people in good work ranks 2 of 2 among the needs of Anyshire. Crime is worse than in most places."
    )
    assert [reason.indicator for reason in standing.because] == ["made-up-2025.crime", "made-up-2025.income"]


def test_local_evidence_counts_where_it_is_asked_to_and_says_so() -> None:
    local = {
        "outcome": "skills",
        "name": "Skills",
        "theme": "work",
        "score": 95.0,
        "rank": 1,
        "official_score": 40.0,
        "official_rank": 2,
        "because": [
            {
                "kind": "local",
                "title": "A survey",
                "weight": 1,
                "points": 95.0,
                "reason": "Employers told us so",
                "source": "Anyshire Council",
                "date": "2026-02-01",
            }
        ],
        "times": 1.5,
        "reason": "Skills come first (The board, 2026-03-01)",
    }
    evidence = {"title": "What we heard", "digest": "c" * 64, "entries": [], "priorities": [local]}
    record = needs({"good-work": 60.0, "skills": 40.0}, local_evidence=evidence)
    official = chosen_of(propose(OPEN, record, [], 1))
    heard = chosen_of(propose(OPEN, record, [], 1, view="local-evidence"))
    assert [one.measure.outcome for one in (*official, *heard)] == ["good-work", "skills"]
    assert heard[0].standing.sentence == (
        "Skills for growth ranks 1 of 1 among the needs of Anyshire with local evidence counted in (its rank by "
        "official figures is 2). A survey (Anyshire Council, 2026-02-01): Employers told us so."
    )
    assert [(reason.named, reason.sentence) for reason in heard[0].standing.because[:2]] == [
        ("A survey", "A survey (Anyshire Council, 2026-02-01): Employers told us so."),
        ("What we heard", "Skills come first (The board, 2026-03-01)."),
    ]
    unranked = {**local, "official_score": None, "official_rank": None}
    again = needs({"good-work": 60.0}, local_evidence={**evidence, "priorities": [unranked]})
    first = chosen_of(propose(OPEN, again, [], 1, view="local-evidence"))[0]
    assert "counted in (official figures give it no rank). A survey" in first.standing.sentence


@given(scores=SCORES, objectives=OBJECTIVES, cap=st.integers(1, 30))
def test_the_order_is_total_and_always_the_same(
    scores: dict[str, float | None], objectives: list[tuple[Objective, list[str]]], cap: int
) -> None:
    found = propose(OPEN, needs(scores), objectives, cap)
    orders = [one.order for one in found]
    assert orders == sorted(orders)
    assert len(set(orders)) == len(orders) == len(OPEN.measures)
    assert propose(OPEN, needs(dict(reversed(scores.items()))), objectives, cap) == found


@given(scores=SCORES, objectives=OBJECTIVES, cap=st.integers(6, 30), asked=st.sets(MEASURES, max_size=5))
def test_every_objective_has_a_measure_and_there_are_never_more_than_the_cap(
    scores: dict[str, float | None], objectives: list[tuple[Objective, list[str]]], cap: int, asked: set[str]
) -> None:
    wishes = Wishes(asked=dict.fromkeys(asked, ()))
    chosen = chosen_of(propose(OPEN, needs(scores), objectives, cap, wishes=wishes))
    served = {name for one in chosen for name in one.objectives}
    assert served == {given.id for given, _ in objectives}
    assert asked <= set(ids(chosen))
    assert len(chosen) <= max(cap, len(asked) + len(objectives))
    assert sum(one.chosen == "relevance" for one in chosen) <= max(0, cap - len(asked))
    if len(asked) + len(objectives) <= cap:
        assert len(chosen) <= cap


@given(scores=SCORES, refused=st.sets(MEASURES, max_size=20))
def test_what_is_refused_is_never_chosen(scores: dict[str, float | None], refused: set[str]) -> None:
    wishes = Wishes(refused=dict.fromkeys(refused, "No."))
    everything = [(Objective(id="all", name="All"), WITH_MEASURES)]
    chosen = chosen_of(propose(OPEN, needs(scores), everything, 107, wishes=wishes))
    assert refused.isdisjoint(ids(chosen))


@given(scores=SCORES, outcome=st.sampled_from(WITH_MEASURES))
def test_a_greater_need_never_lowers_a_measure(scores: dict[str, float | None], outcome: str) -> None:
    before = ids(propose(OPEN, needs(scores), [], 1))
    after = ids(propose(OPEN, needs({**scores, outcome: 100.0}), [], 1))
    for measure in OPEN.measures.values():
        if measure.outcome == outcome:
            assert after.index(measure.id) <= before.index(measure.id)
