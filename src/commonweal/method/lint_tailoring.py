"""What ``tailoring.yaml`` must keep to: it names what is there, serves every objective, and rests on its needs file."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Collection, Iterator, Mapping
from decimal import Decimal
from typing import Any

from commonweal.documents.as_written import member, members, texts
from commonweal.documents.document import Document
from commonweal.documents.scalars import RECORD_PATTERN, SHA256_PATTERN
from commonweal.method.folder import HEADER, PackFolder
from commonweal.method.known import Known
from commonweal.method.repeated import repeats
from commonweal.problems import Problem

PLACES = 4
"""Decimal places that a quantity may have (DESIGN 3.2), and so a target."""


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
        fault = target_fault(form, member(member(entry, "target"), "quantity"))
        if fault:
            yield document.problem("target", ("measures", number, "target", "quantity"), *fault)


def target_fault(form: Mapping[str, Any], quantity: Any) -> tuple[str, str] | None:
    """Why a measure cannot reach this quantity, and the remedy; None when it can or when it is no number."""
    if isinstance(quantity, bool) or not isinstance(quantity, int | Decimal):
        return None
    if form.get("aggregation") == "none":
        return "This measure is told in words and has no quantity.", "Take the target away."
    exponent = Decimal(quantity).as_tuple().exponent
    if isinstance(exponent, int) and -exponent > PLACES and round(quantity, PLACES) != quantity:
        return f"{quantity} has more than {PLACES} decimal places.", "Round it."
    if form.get("unit") == "%" and quantity > 100:
        return f"{quantity} is more than the whole: the measure is counted in %.", "Write at most 100."
    return None


def needs_are_what_they_were(folder: PackFolder, known: Known) -> Iterator[Problem]:
    """The needs file is there and unchanged, and holds the indicators that are named."""
    document = folder.tailoring
    if document is None:
        return
    needs = member(document.content, "needs")
    record, digest = member(needs, "record"), member(needs, "digest")
    if not (_is(RECORD_PATTERN, record) and _is(SHA256_PATTERN, digest)):
        return
    file = folder.path / record
    at = ("needs", "record")
    if not file.is_file():
        message = f"The needs file {record} is missing."
        yield document.problem("needs-record", at, message, "Put it beside this file, or take 'needs' away.")
        return
    content = file.read_bytes()
    if hashlib.sha256(content).hexdigest() != digest:
        message = f"The needs file {record} is not the one on which this choice rests: its digest is another."
        yield document.problem("needs-record", at, message, "Put the old file back, or tailor the method again.")
        return
    try:
        indicators = texts([member(found, "id") for found in members(member(json.loads(content), "indicators"))])
    except ValueError:
        yield document.problem("needs-record", at, f"The needs file {record} is not JSON.", "Tailor the method again.")
        return
    yield from _unknown_indicators(document, indicators, record)


def _is(pattern: str, written: Any) -> bool:
    return isinstance(written, str) and re.fullmatch(pattern, written) is not None


def _unknown_indicators(document: Document, indicators: Collection[str], record: str) -> Iterator[Problem]:
    for number, entry in enumerate(members(member(document.content, "measures"))):
        for place, reason in enumerate(members(member(entry, "because"))):
            indicator = member(reason, "indicator")
            if isinstance(indicator, str) and indicator not in indicators:
                message = f"The needs file {record} has no indicator '{indicator}'."
                path = ("measures", number, "because", place, "indicator")
                yield document.problem("missing-indicator", path, message, "Correct the id.")
