"""The counting rules: every worked case, and what holds for all of them."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from commonweal.entries.rules import COUNTING_RULES, check_rules, suspects
from commonweal.entries.rules.findings import MOST_NAMED, number, written
from commonweal.method import Pack, load_pack
from commonweal.method.rule_names import RULES, UNIVERSAL_RULES, rule_problem
from commonweal.money import QUANTITY_PLACES, fixed_half_up
from commonweal.problems import Problem
from tests.entries.rule_cases import EVERY_RULE, entries_frame, pack_with, worked_cases
from tests.minimal_pack import write_pack

CASES = worked_cases()


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Pack:
    return load_pack(write_pack(tmp_path_factory.mktemp("pack")))


@pytest.fixture
def small_shares(monkeypatch: pytest.MonkeyPatch) -> None:
    """Screening in shares of three rows, as happens with very many entries."""
    monkeypatch.setattr(suspects, "ROWS_AT_ONCE", 3)


@pytest.fixture
def open_screens(monkeypatch: pytest.MonkeyPatch) -> None:
    """Screens that let every group through, as hashes that meet would: rules must look again, exactly."""
    screened = suspects.suspects

    def everything(
        frame: pl.LazyFrame, keys: Sequence[str], screen: pl.Expr, columns: Sequence[str]
    ) -> Iterator[pl.DataFrame]:
        return screened(frame, keys, pl.len() > 0, columns)

    rules = [module for name, module in sys.modules.items() if name.startswith("commonweal.entries.rules.")]
    screening = [module for module in rules if getattr(module, "suspects", None) is screened]
    for module in screening:
        monkeypatch.setattr(module, "suspects", everything)


def _checked(case: dict[str, Any], pack: Pack) -> list[Problem]:
    own = pack_with(pack, case["measures"])
    frame = entries_frame(case["entries"], own)
    return [problem for problem in check_rules(frame, own, case.get("offices")) if problem.rule == case["rule"]]


@pytest.mark.parametrize("case", CASES, ids=[f"{case['rule']}: {case['case']}" for case in CASES])
def test_worked_case(case: dict[str, Any], pack: Pack) -> None:
    rows = {written["entry"]: row for row, written in enumerate(case["entries"], start=2)}
    found = _checked(case, pack)
    told = [(problem.severity, list(problem.entries)) for problem in found]
    key = str
    assert sorted(told, key=key) == sorted(((each["severity"], each["entries"]) for each in case["expect"]), key=key)
    for problem in found:
        if problem.entries:
            assert problem.file == "entries.csv"
            assert problem.row == min(rows[entry] for entry in problem.entries)
        assert re.match(r"[A-Z].*\.$", problem.message)
        assert re.match(r"[A-Z].*\.$", problem.remedy)
    for each in case["expect"]:
        problem = next(
            problem for problem in found if list(problem.entries) == each["entries"] and _fits(problem, each)
        )
        assert problem.column == each.get("column", problem.column)
        assert problem.value == each.get("value", problem.value)
    if "quantity" in case:
        own = pack_with(pack, case["measures"])
        total = entries_frame(case["entries"], own).collect()["quantity_e4"].sum()
        assert total == fixed_half_up(Decimal(case["quantity"]), QUANTITY_PLACES)


def _fits(problem: Problem, expected: dict[str, Any]) -> bool:
    text = f"{problem.message} {problem.remedy}"
    return problem.severity == expected["severity"] and str(expected.get("says", "")) in text


@pytest.mark.usefixtures("small_shares")
@pytest.mark.parametrize("case", [case for case in CASES if case["expect"]], ids=lambda case: case["case"])
def test_very_many_entries_are_screened_in_shares(case: dict[str, Any], pack: Pack) -> None:
    told = [(problem.severity, list(problem.entries)) for problem in _checked(case, pack)]
    expected = [(each["severity"], each["entries"]) for each in case["expect"]]
    assert sorted(told, key=str) == sorted(expected, key=str)


@pytest.mark.usefixtures("open_screens")
@pytest.mark.parametrize("case", CASES, ids=[f"{case['rule']}: {case['case']}" for case in CASES])
def test_a_rule_does_not_rest_on_its_screen(case: dict[str, Any], pack: Pack) -> None:
    told = [(problem.severity, list(problem.entries)) for problem in _checked(case, pack)]
    expected = [(each["severity"], each["entries"]) for each in case["expect"]]
    assert sorted(told, key=str) == sorted(expected, key=str)


def test_every_rule_has_passing_and_failing_cases() -> None:
    failing = {case["rule"] for case in CASES if case["expect"]}
    passing = {case["rule"] for case in CASES if not case["expect"]}
    assert failing == passing == set(COUNTING_RULES)


def test_every_name_has_a_rule() -> None:
    assert {*RULES, *UNIVERSAL_RULES} == set(COUNTING_RULES)
    assert not set(RULES) & set(UNIVERSAL_RULES)


def test_cases_use_rules_as_packs_may_write_them() -> None:
    for case in CASES:
        for measure in case["measures"].values():
            for rule in measure.get("rules", []):
                assert rule_problem(rule, case["measures"], measure.get("inputs", [])) is None, case["case"]


def test_every_rule_is_on_its_page(repo_root: Path) -> None:
    page = (repo_root / "docs" / "method" / "counting-rules.md").read_text(encoding="utf-8")
    sections = dict(re.findall(r"^## `([a-z0-9-]+)`\n(.*?)(?=^## |\Z)", page, flags=re.M | re.S))
    assert set(sections) == set(COUNTING_RULES)
    for name, section in sections.items():
        for word in ("**Says.**", "**Why.**", "**Source.**", "**Severity.**", "**To satisfy it.**"):
            assert word in section, f"{name} has no {word}"
        severities = {each["severity"] for case in CASES if case["rule"] == name for each in case["expect"]}
        stated = re.findall(r"error|warning", section.split("**Severity.**")[1].split("\n\n")[0].lower())
        assert severities == set(stated), name


def test_a_warning_names_a_thousand_entries_at_most_and_an_error_all(pack: Pack) -> None:
    own = pack_with(pack, {"work.talk": {}})
    office = [{"entry": f"A{row:05}", "place": "DH1 5UL", "outcome_ref": "fair"} for row in range(MOST_NAMED + 5)]
    shares, places = check_rules(entries_frame(office, own), own, {"Org": "DH1 5UL"})[::-1]
    assert (shares.rule, len(shares.entries)) == ("shares-of-one-outcome", MOST_NAMED + 5)
    assert (places.rule, len(places.entries)) == ("head-office-places", MOST_NAMED)
    assert "Entries A00000, A00001, A00002 and 1,002 more" in places.message


def test_an_empty_frame_has_no_findings(pack: Pack) -> None:
    own = pack_with(pack, EVERY_RULE)
    assert check_rules(entries_frame([], own), own) == []


def test_entries_and_numbers_as_messages_write_them() -> None:
    assert written([{"entry": "A"}, {"entry": "B"}, {"entry": "A"}]) == "Entries A and B"
    assert written([{"entry": name} for name in "ABC"]) == "Entries A, B and C"
    assert written([{"entry": name} for name in "ABCD"]) == "Entries A, B, C and 1 more"
    assert number(125_000) == "12.5"


def test_findings_stand_in_the_order_of_the_file(pack: Pack) -> None:
    own = pack_with(pack, EVERY_RULE)
    rows = [{"entry": name, "measure": "economy.sme", "outcome_ref": name[0]} for name in ("b1", "a1", "b2", "a2")]
    found = check_rules(entries_frame(rows, own), own)
    assert [(problem.row, problem.entries) for problem in found] == [(2, ("b1", "b2")), (3, ("a1", "a2"))]


def test_findings_stand_in_the_order_of_the_sheets(pack: Pack) -> None:
    own = pack_with(pack, EVERY_RULE)
    rows = [{"entry": name, "measure": "economy.sme", "outcome_ref": name[0]} for name in ("b1", "a1", "b2", "a2")]
    frame = entries_frame(rows, own).with_columns(source_sheet=pl.Series(["Two", "One", "Two", "One"]))
    assert [problem.sheet for problem in check_rules(frame, own)] == ["One", "Two"]


def test_presenters_are_spoken_of_only_where_they_are_given(pack: Pack) -> None:
    own = pack_with(pack, EVERY_RULE)
    wrong = {"entry": "A", "measure": "work.talk", "quantity": 2, "input.hours": 2, "input.attendees": 8}
    (without,) = check_rules(entries_frame([wrong], own), own)
    (given,) = check_rules(entries_frame([{**wrong, "input.presenters": 1}], own), own)
    assert (without.rule, given.rule) == ("hours-times-attendees", "hours-times-attendees")
    assert "presenters" not in without.remedy
    assert "presenters" in given.remedy


def test_an_entry_without_an_id_is_found_but_not_named(pack: Pack) -> None:
    own = pack_with(pack, EVERY_RULE)
    rows = [{"entry": name, "measure": "work.talk", "outcome_ref": "fair"} for name in (None, "B")]
    (found,) = check_rules(entries_frame(rows, own), own)
    assert (found.row, found.entries) == (2, ("B",))


def test_a_finding_names_its_entries_in_the_order_of_the_file(pack: Pack) -> None:
    own = pack_with(pack, EVERY_RULE)
    rows = [{"entry": name, "measure": "work.talk", "outcome_ref": "fair"} for name in ("b", "c", "a")]
    frame = entries_frame(rows, own)
    (found,) = check_rules(frame.reverse(), own)
    assert (found.row, found.entries) == (2, ("b", "c", "a"))
    (nowhere,) = check_rules(frame.with_columns(source_row=None), own)
    assert nowhere.entries == ("a", "b", "c"), "by id where nobody knows the row"
