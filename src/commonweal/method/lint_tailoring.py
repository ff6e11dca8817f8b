"""What ``tailoring.yaml`` must keep to: it names what is there, and serves every objective."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from commonweal.documents.as_written import day, member, members, texts
from commonweal.documents.document import Document, Path_
from commonweal.method.folder import HEADER, PackFolder
from commonweal.method.known import Known
from commonweal.method.repeated import repeats
from commonweal.problems import Problem

PLACES = 4
"""Decimal places that a quantity may have (DESIGN 3.2), and so a target."""

LIMIT = 10_000_000_000
"""Quantities stay below ten billion (DESIGN 3.4), and so does a target."""

FIRST, LAST = 1990, 2100
"""The years in which a target may be reached: another is a slip."""


def tailoring_names_lead_somewhere(folder: PackFolder, known: Known) -> Iterator[Problem]:
    """There is a parent to tailor; measures, outcomes and objectives exist, and each stands once, as does a rank."""
    document = folder.tailoring
    if document is None:
        return
    if member(folder.header.content, "extends") is None:
        message = f"There is nothing to tailor: {HEADER} names no parent."
        yield document.problem("tailoring", (), message, f"Add extends to {HEADER}, or delete this file.")
    lists = (("objectives", "id"), ("measures", "measure"), ("measures", "rank"), ("weights", "outcome"))
    for name, key in lists:
        entries = members(member(document.content, name))
        yield from repeats((document, (name, number, key)) for number, _ in enumerate(entries))
    for number, entry in enumerate(members(member(document.content, "measures"))):
        measure = member(entry, "measure")
        if isinstance(measure, str) and measure not in known.measures:
            message = f"There is no measure '{measure}', neither in the parent nor here."
            yield document.problem("missing-measure", ("measures", number, "measure"), message, "Correct the id.")
    for number, entry in enumerate(members(member(document.content, "weights"))):
        outcome = member(entry, "outcome")
        if isinstance(outcome, str) and outcome not in known.outcomes:
            message = f"There is no outcome '{outcome}'."
            yield document.problem("missing-outcome", ("weights", number, "outcome"), message, "Correct the id.")
    listed = texts([member(entry, "measure") for entry in members(member(document.content, "measures"))])
    for own in folder.measures:
        name = member(own.content, "id")
        if isinstance(name, str) and name not in listed:
            message = f"The measure '{name}' is not named in {document.file}, so this edition would not have it."
            yield own.problem("unlisted-measure", ("id",), message, "Name it there, or delete this file.")


def chosen_measures_serve_objectives(folder: PackFolder, known: Known) -> Iterator[Problem]:
    """Every objective has a measure, every measure an objective, and there are no more measures than the cap."""
    document = folder.tailoring
    if document is None:
        return
    measures = members(member(document.content, "measures"))
    named = [member(entry, "id") for entry in members(member(document.content, "objectives"))]
    objectives = dict.fromkeys(name for name in named if isinstance(name, str))
    served: set[str] = set()
    for number, entry in enumerate(measures):
        given = texts(member(entry, "objectives"))
        served.update(given)
        for place, objective in enumerate(given):
            if objective not in objectives:
                message = f"There is no objective '{objective}'."
                path = ("measures", number, "objectives", place)
                yield document.problem("missing-objective", path, message, "Add it to objectives, or correct the id.")
        if objectives and not given:
            message = f"The measure '{member(entry, 'measure')}' serves no objective."
            yield document.problem("no-objective", ("measures", number), message, "Name the objectives that it serves.")
    for number, objective in enumerate(named):
        if isinstance(objective, str) and objective not in served:
            message = f"No measure serves the objective '{objective}'."
            remedy = "Name it at a measure, or take it away."
            yield document.problem("idle-objective", ("objectives", number, "id"), message, remedy)
    cap = member(document.content, "cap")
    if isinstance(cap, int) and len(measures) > cap:
        message = f"There are {len(measures)} measures, and the cap is {cap}."
        yield document.problem("cap", ("cap",), message, "Leave measures out, or raise the cap.")


def names_and_targets_stand(folder: PackFolder, known: Known) -> Iterator[Problem]:
    """No two measures go by one name; a target is a quantity that the measure can have."""
    document = folder.tailoring
    if document is None:
        return
    forms: dict[str, Mapping[str, Any]] = {measure.id: measure.model_dump() for measure in known.parents_measures}
    forms |= {own.content["id"]: own.content for own in folder.measures if isinstance(member(own.content, "id"), str)}
    first: dict[str, str] = {}
    for number, entry in enumerate(members(member(document.content, "measures"))):
        measure = member(entry, "measure")
        form = forms.get(measure, {}) if isinstance(measure, str) else {}
        name = member(entry, "name") or form.get("name")
        if isinstance(name, str) and isinstance(measure, str):
            other = first.setdefault(name.casefold(), measure)
            if other != measure:
                message = f"'{name}' is the name of two measures: '{other}' and '{measure}'."
                yield document.problem("repeated-name", ("measures", number), message, "Give one another name.")
        yield from wrong_target(document, ("measures", number), form, member(entry, "target"))


def wrong_target(document: Document, at: Path_, form: Mapping[str, Any], target: Any) -> Iterator[Problem]:
    """What is wrong with the target of the measure at ``at``, whose form is ``form``: its quantity, its day."""
    fault = _wrong_quantity(form, member(target, "quantity"))
    if fault:
        yield document.problem("target", (*at, "target", "quantity"), *fault)
    by = day(member(target, "by"))
    if by is not None and not FIRST <= by.year <= LAST:
        message = f"A target cannot be for {by}: it must lie between {FIRST} and {LAST}."
        yield document.problem("target", (*at, "target", "by"), message, "Correct the year.")


def _wrong_quantity(form: Mapping[str, Any], quantity: Any) -> tuple[str, str] | None:
    """Why a measure cannot reach this quantity, and the remedy; None when it can or when it is no number."""
    if isinstance(quantity, bool) or not isinstance(quantity, int | Decimal):
        return None
    if form.get("aggregation") == "none":
        return "This measure is told in words and has no quantity.", "Take the target away."
    if quantity >= LIMIT:
        return f"{quantity} is ten billion or more.", "Check the unit."
    exponent = Decimal(quantity).as_tuple().exponent
    if isinstance(exponent, int) and -exponent > PLACES and round(quantity, PLACES) != quantity:
        return f"{quantity} has more than {PLACES} decimal places.", "Round it."
    if form.get("unit") == "%" and quantity > 100:
        return f"{quantity} is more than the whole: the measure is counted in %.", "Write at most 100."
    return None
