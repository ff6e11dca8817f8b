"""How a measure may write its rules."""

from __future__ import annotations

from typing import Any

import pytest

from commonweal.method.rule_names import rule_problem


@pytest.mark.parametrize(
    ("rule", "inputs", "part"),
    [
        ("fte-year", [], "There is no counting rule 'fte-year'"),
        ("inputs-agree", [], "holds for every measure"),
        (["fte-years"], [], "This is not a rule"),
        ({"exclusive": "a", "one-heading": "b"}, [], "This is not a rule"),
        ({"cumulative": None}, [], "takes nothing"),
        ({"cumulative": "yes"}, [], "takes nothing"),
        ("exclusive", [], "needs the name of a group"),
        ({"exclusive": ""}, [], "needs the name of a group"),
        ({"one-heading": ["a"]}, [], "needs the name of a group"),
        ("not-beside", [], "needs a list of measure ids"),
        ({"allowed-with": []}, [], "needs a list of measure ids"),
        ({"allowed-with": ["work.a", "work.z"]}, [], "names no measure of this pack: work.z."),
        ("fte-years", ["people"], "needs the inputs it checks: fte, years"),
        ("hours-times-attendees", ["hours"], "needs the inputs it checks: attendees"),
        ("hours-times-attendees", ["hours", "attendees", "presenters"], "never counts presenters"),
    ],
)
def test_a_rule_that_no_pack_may_write(rule: Any, inputs: list[str], part: str) -> None:
    problem = rule_problem(rule, ["work.a"], inputs)
    assert problem is not None
    assert part in problem[0]
    assert problem[1].endswith(".")


@pytest.mark.parametrize(
    ("rule", "inputs"),
    [
        ("cumulative", []),
        ({"exclusive": "employment"}, []),
        ({"allowed-with": ["work.a"]}, []),
        ("hours-times-attendees", ["hours", "attendees", "sessions"]),
        ("fte-years", None),
    ],
)
def test_a_rule_that_packs_may_write(rule: Any, inputs: list[str] | None) -> None:
    assert rule_problem(rule, ["work.a"], inputs) is None
