"""Choices are a small YAML file; everything wrong with it is told at once, each fault on its line with what to do."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from commonweal.documents import Document, read_document
from commonweal.needs.tailoring.choices import choices_of
from commonweal.needs.tailoring.faults import choice_faults
from commonweal.needs.tailoring.files import prepare
from commonweal.needs.tailoring.tailor import ChoicesError, tailor
from commonweal.problems import Problem
from tests.needs.anyshire_choices import OPEN, choices, needs, needs_record
from tests.needs.record_of_anyshire import indicator

CASES = read_document(Path(__file__).parents[1] / "cases" / "choices.yaml", "choices.yaml").content
RIGHT: str = CASES["right"]
NEEDS = needs()


def write(folder: Path, text: str = RIGHT, record: dict[str, Any] | None = None) -> Path:
    (folder / "needs.json").write_text(json.dumps(record or needs_record()), encoding="utf-8")
    (folder / "choices.yaml").write_text(text, encoding="utf-8")
    return folder / "choices.yaml"


def problems_of(file: Path) -> list[Problem]:
    """What the command would tell: all that is wrong before the choice, else what the choice itself shows."""
    prepared, problems = prepare(file, file.parent)
    if prepared is None:
        return problems
    try:
        tailor(prepared.choices, prepared.parent, prepared.record)
    except ChoicesError as error:
        return list(error.problems)
    return problems


def test_what_is_right_has_no_faults(tmp_path: Path) -> None:
    assert problems_of(write(tmp_path)) == []


@pytest.mark.parametrize("case", CASES["faults"], ids=lambda case: f"{case['rule']}: {case['instead'][:50]}")
def test_a_fault_is_told_on_its_line(tmp_path: Path, case: dict[str, Any]) -> None:
    assert case["written"] in RIGHT
    found = problems_of(write(tmp_path, RIGHT.replace(case["written"], case["instead"], 1)))
    told = [problem for problem in found if case["says"] in f"{problem.message} {problem.remedy}"]
    assert [(problem.rule, problem.file, problem.row) for problem in told] == [
        (case["rule"], "choices.yaml", case["line"])
    ], found
    assert told[0].is_error
    assert told[0].remedy.endswith((".", "?"))


def test_faults_of_every_kind_are_told_at_once(tmp_path: Path) -> None:
    text = RIGHT
    for written, instead in {
        "title: A method": "titel: A method",
        "measure: work.unemployed-into-work": "measure: work.unheard-of",
        "[good-work, skills]": "[no-such-outcome]",
        "price_year: 2024": "price_year: 1066",
        "needs: needs.json": "needs: lost.json",
    }.items():
        text = text.replace(written, instead)
    found = problems_of(write(tmp_path, text))
    assert {problem.rule for problem in found} == {
        "unknown-key",
        "missing-key",
        "needs-record",
        "missing-outcome",
        "missing-measure",
        "price-year",
    }
    assert [problem.row for problem in found] == sorted(problem.row or 0 for problem in found)


def test_needs_of_another_method_are_refused(tmp_path: Path) -> None:
    other = {"id": "other", "edition": "3", "digest": "a" * 64}
    (problem,) = problems_of(write(tmp_path, record=needs_record(method=other)))
    assert problem.message == "The needs were analysed for other@3, not for commonweal-open@2026.1."


def test_needs_of_other_content_of_the_same_edition_are_refused(tmp_path: Path) -> None:
    other = {"id": "commonweal-open", "edition": "2026.1", "digest": "a" * 64}
    (problem,) = problems_of(write(tmp_path, record=needs_record(method=other)))
    assert "other content of commonweal-open@2026.1: its digest there is another." in problem.message


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"sentence": "Income is no matter."}, "says something else of it"),
        ({"id": "made-up-2025.other"}, "no such indi"),
    ],
)
def test_needs_that_contradict_themselves_are_refused(tmp_path: Path, changed: dict[str, Any], told: str) -> None:
    """They would else be told in a file that is not written yet."""
    indicators = [indicator("income", benchmark_source=None, **changed), indicator("crime", benchmark_source=None)]
    found = problems_of(write(tmp_path, record=needs_record(indicators=indicators)))
    assert {(problem.file, problem.column) for problem in found} == {("choices.yaml", "needs")}
    assert told in found[0].message


def test_needs_without_priorities_are_refused(tmp_path: Path) -> None:
    (problem,) = problems_of(write(tmp_path, record=needs_record(method=None, links=None, priorities=[])))
    assert problem.message == "The needs analysis has no priorities: it was made without a method."


@pytest.mark.parametrize("junk", ["", "- a\n", "word\n", "measures: [5, {measure: [x]}]\n", "objectives: {id: 3}\n"])
def test_choices_may_hold_rubbish(tmp_path: Path, junk: str) -> None:
    prepared, problems = prepare(write(tmp_path, junk), tmp_path)
    assert prepared is None
    assert all(problem.is_error and problem.file == "choices.yaml" for problem in problems)
    assert problems


@pytest.mark.parametrize(
    "key", ["objectives", "measures", "sources", "proxies", "weights", "needs", "extends", "cap", "id", "view"]
)
@pytest.mark.parametrize("rubbish", ["3", "[]", "[[x]]", "{x: [y]}", "[{id: [x], measure: {}, outcomes: 5}]", "''"])
def test_any_key_may_hold_rubbish(tmp_path: Path, key: str, rubbish: str) -> None:
    kept = ("id", "edition", "title", "licence", "redistributable", "extends", "needs")
    lines = [line for line in RIGHT.splitlines() if line.startswith(kept) and not line.startswith(key)]
    document = read_document(write(tmp_path, "\n".join([*lines, f"{key}: {rubbish}", ""])), "choices.yaml")
    found = [*choices_of(document)[1], *choice_faults(document, OPEN, NEEDS)]
    assert all(problem.message and problem.remedy for problem in found)


def test_choices_that_were_made_elsewhere_are_judged_by_the_same_rules() -> None:
    wrong = choices(measures=[{"measure": "work.unheard-of"}])
    with pytest.raises(ChoicesError) as refused:
        tailor(wrong, OPEN, needs())
    assert [problem.rule for problem in refused.value.problems] == ["missing-measure"]
    assert refused.value.problems[0].column == "measures.0.measure"
    assert "There is no measure 'work.unheard-of'." in str(refused.value)


def test_reading_says_the_faults_of_shape_and_only_those(tmp_path: Path) -> None:
    file = write(tmp_path, RIGHT.replace("good-work, skills", "no-such-outcome"))
    found, problems = choices_of(read_document(file, file.name))
    assert problems == []
    assert found is not None
    assert found.wish("economy.vcse-spend") is not None
    assert found.wish("work.unheard-of") is None


def test_without_the_parent_or_the_needs_what_can_be_judged_is_judged() -> None:
    content = {"measures": [{"measure": "a"}, {"measure": "a"}], "objectives": [{"id": "x"}]}
    assert [problem.rule for problem in choice_faults(Document("c", content), None, None)] == ["repeated-id"]
    assert choices_of(Document("c", content))[0] is None
