"""Turning documents into forms, with every fault of shape as a plain sentence on its line."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from commonweal.documents.document import Document, Path_
from commonweal.documents.scalars import PATTERNS_IN_WORDS
from commonweal.problems import Problem

FormT = TypeVar("FormT", bound=BaseModel)

LONGEST_SHOWN = 60
"""Characters of a wrong value that a remedy repeats."""

_MEANT = {
    "bool_type": "it must be true or false",
    "date_type": "it must be a date, written 2026-01-31",
    "dict_type": "it must be keys and values",
    "finite_number": "it must be a plain number",
    "greater_than": "it must be more than {gt}",
    "greater_than_equal": "it must be at least {ge}",
    "int_type": "it must be a whole number",
    "invalid_key": "it must be a word",
    "is_instance_of": "it must be a number, written like 1200 or 0.5",
    "less_than_equal": "it must be at most {le}",
    "list_type": "it must be a list",
    "literal_error": "it must be {expected}",
    "model_type": "it must be keys and values",
    "string_too_short": "it must not be empty",
    "string_type": "it must be text",
    "too_short": "it must not be empty",
}
"""pydantic's kinds of error in plain words; what is not here is told in pydantic's own."""


def shape(form: type[FormT], document: Document, content: Any, at: Path_ = ()) -> tuple[FormT | None, list[Problem]]:
    """Read ``content``, which stands at ``at`` in ``document``, as ``form``.

    Returns the form, or None when its shape is wrong, and every fault found.
    """
    if not isinstance(content, dict):
        message = f"Here should be keys and values: {', '.join(form.model_fields)}."
        return None, [document.problem("shape", at, message, "Write it as the documentation of packs shows.")]
    try:
        return form.model_validate(content), []
    except ValidationError as error:
        faults = [_problem(form, document, detail, at) for detail in error.errors(include_url=False)]
        # A value that may be of several kinds fails once for each of them.
        return None, list({(fault.rule, fault.column): fault for fault in reversed(faults)}.values())[::-1]


def _problem(form: type[BaseModel], document: Document, detail: ErrorDetails, at: Path_) -> Problem:
    path = _as_written(document, at, detail)
    name = next((step for step in reversed(path) if isinstance(step, str)), None)
    if detail["type"] == "extra_forbidden":
        return document.problem("unknown-key", path, f"The key '{name}' is not known here.", _home(form, path, at))
    if detail["type"] == "missing":
        return document.problem("missing-key", path, f"The key '{name}' is missing.", f"Add '{name}'.")
    subject = "This" if name is None else f"'{name}'" if path[-1] == name else f"A member of '{name}'"
    return document.problem(
        "wrong-value", path, f"{subject} is not right: {_reason(detail)}.", _remedy(detail["input"])
    )


def _reason(detail: ErrorDetails) -> str:
    context = detail.get("ctx", {})
    if detail["type"] == "string_pattern_mismatch":
        return PATTERNS_IN_WORDS[context["pattern"]]
    if detail["type"] in _MEANT:
        return _MEANT[detail["type"]].format(**context)
    return detail["msg"].removeprefix("Value error, ")


def _remedy(given: Any) -> str:
    if not isinstance(given, str | int | Decimal | date):
        return "Correct it."
    written = str(given).lower() if isinstance(given, bool) else str(given)
    return f"It says '{written if len(written) <= LONGEST_SHOWN else f'{written[:LONGEST_SHOWN]}…'}'; correct it."


def _as_written(document: Document, at: Path_, detail: ErrorDetails) -> Path_:
    """The path of an error in the file: pydantic adds steps of its own, and a missing key stands nowhere."""
    path = at
    for step in detail["loc"]:
        if (*path, step) in document.lines:
            path = (*path, step)
    return (*path, detail["loc"][-1]) if detail["type"] == "missing" else path


def _home(form: type[BaseModel], path: Path_, at: Path_) -> str:
    """Where a key that stands in the wrong place belongs, or which key it may be a slip for."""
    name = str(path[-1])
    here = ".".join(step for step in path[len(at) : -1] if isinstance(step, str))
    homes = dict(_keys(form))
    under = homes.get(name)
    if under is not None and under != here:
        return f"It belongs under '{under}'." if under else f"It belongs beside '{next(iter(form.model_fields))}'."
    near = get_close_matches(name, [key for key, place in _keys(form) if place == here and key != name], n=1)
    return f"Did you mean '{near[0]}'?" if near else "Remove it."


def _keys(form: type[BaseModel], under: str = "") -> Iterator[tuple[str, str]]:
    """Every key of a form and of the forms inside it, with the keys under which it stands; the outermost last."""
    for name, field in form.model_fields.items():
        for inner in _forms_in(field.annotation):
            yield from _keys(inner, f"{under}.{name}" if under else name)
    yield from ((name, under) for name in form.model_fields)


def _forms_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in get_args(annotation):
        yield from _forms_in(part)
