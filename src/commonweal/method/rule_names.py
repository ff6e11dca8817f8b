"""The counting rules that a measure may name, and what each takes. The rules themselves are in ``entries.rules``."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from types import MappingProxyType
from typing import Any, Literal

RuleForm = Literal["plain", "group", "measures"]
"""What follows a rule's name: nothing, the word of a group, or a list of measure ids."""

RULES: Mapping[str, RuleForm] = MappingProxyType(
    {
        "fte-years": "plain",
        "first-12-months": "plain",
        "one-disadvantage-type": "plain",
        "exclusive": "group",
        "allowed-with": "measures",
        "hours-times-attendees": "plain",
        "one-heading": "group",
        "cumulative": "plain",
        "not-beside": "measures",
    }
)

UNIVERSAL_RULES = ("inputs-agree", "shares-of-one-outcome", "head-office-places")
"""Rules that hold for every entry: no measure names them."""

INPUTS_NEEDED: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {"fte-years": ("fte", "years"), "hours-times-attendees": ("hours", "attendees")}
)
"""Inputs without which a rule would see nothing."""


def rule_problem(rule: Any, measures: Collection[str], inputs: Collection[str] | None = None) -> tuple[str, str] | None:
    """What is wrong with a rule as a measure writes it, and the remedy; None when it is right.

    ``measures`` are the ids of the pack; ``inputs`` are those of the measure that writes the rule (None leaves
    them unchecked).
    """
    if isinstance(rule, str):
        name, argument = rule, None
    elif isinstance(rule, dict) and len(rule) == 1:
        name, argument = next(iter(rule.items()))
    else:
        return "This is not a rule.", "Write its name, or {name: what it takes}."
    form = RULES.get(name)
    if form is None:
        if name in UNIVERSAL_RULES:
            return f"The rule '{name}' holds for every measure.", "Leave it out here."
        return f"There is no counting rule '{name}'.", f"Use one of: {', '.join(RULES)}."
    if form == "plain" and isinstance(rule, dict):
        return f"The rule '{name}' takes nothing.", f"Write just {name}."
    if form == "group" and not (isinstance(argument, str) and argument):
        return f"The rule '{name}' needs the name of a group.", f"Write {{{name}: employment}}, say."
    if form == "measures":
        if not isinstance(argument, list) or not argument:
            return f"The rule '{name}' needs a list of measure ids.", f"Write {{{name}: [work.local-job]}}, say."
        strangers = [str(name) for name in argument if not isinstance(name, str) or name not in measures]
        if strangers:
            return f"The rule '{name}' names no measure of this pack: {', '.join(strangers)}.", "Correct the ids."
    return None if inputs is None else _inputs_problem(name, inputs)


def _inputs_problem(name: str, inputs: Collection[str]) -> tuple[str, str] | None:
    missing = [needed for needed in INPUTS_NEEDED.get(name, ()) if needed not in inputs]
    if missing:
        return f"The rule '{name}' needs the inputs it checks: {', '.join(missing)}.", "Add them to the inputs."
    # The quantity is the product of every input, so presenters must not be one of them.
    if name == "hours-times-attendees" and "presenters" in inputs:
        return f"The rule '{name}' never counts presenters.", "Take presenters out of the inputs."
    return None
