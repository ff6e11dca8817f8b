"""Every refusal in one form: RFC 9457 problem details, with everything that is wrong, each by its JSON pointer."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from django.http import HttpResponse
from ninja.errors import ValidationError

from commonweal.problems import Problem
from commonweal_web.api.bodies import is_keepable, pointer_to
from commonweal_web.api.errors import ApiRefused
from commonweal_web.core.errors import NotAllowed, Refused

PROBLEM_TYPE = "application/problem+json"
KINDS = {
    "NotAllowed": "not-allowed",
    "Busy": "busy",
    "PeriodIsClosed": "period-closed",
    "NotAttested": "not-attested",
    "NotRight": "invalid",
    "NoMethod": "no-method",
}
"""The word for what actions refuse; any other is told as a conflict."""


def problem(
    status: int,
    kind: str,
    detail: str,
    errors: Sequence[Mapping[str, object]] = (),
    headers: Mapping[str, str] | None = None,
) -> HttpResponse:
    """A refusal as the API tells it. ``detail`` is a sentence for a person."""
    body: dict[str, object] = {
        "type": f"urn:commonweal:problem:{kind}",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
    }
    if errors:
        body["errors"] = list(errors)
    return HttpResponse(
        json.dumps(body, ensure_ascii=True), status=status, content_type=PROBLEM_TYPE, headers=dict(headers or {})
    )


def refused(refusal: Refused) -> HttpResponse:
    """What an action, or the API itself, refuses."""
    if isinstance(refusal, ApiRefused):
        headers = {401: {"WWW-Authenticate": "Bearer"}, 429: {"Retry-After": "60"}}.get(refusal.status, {})
        return problem(refusal.status, refusal.kind, str(refusal), refusal.errors, headers)
    kind = KINDS.get(type(refusal).__name__, "not-allowed" if isinstance(refusal, NotAllowed) else "conflict")
    status = 422 if kind in {"invalid", "not-attested"} else refusal.status
    headers = {"Retry-After": "5"} if status == HTTPStatus.SERVICE_UNAVAILABLE else {}
    return problem(status, kind, str(refusal), headers=headers)


def not_found() -> HttpResponse:
    """What is not there for this token: whether it is not there at all is nobody's business."""
    return problem(404, "not-found", "There is nothing at this address for you.")


def told_rows(problems: Sequence[Problem], *base: str, only: bool = False) -> list[dict[str, object]]:
    """Problems of rows, each by the pointer of its cell. ``only``: ``base`` is the one row itself."""
    return [_told_row(each, base, only) for each in problems]


def _told_row(each: Problem, base: Sequence[str], only: bool) -> dict[str, object]:
    row: tuple[str | int, ...] = () if only or each.row is None else (each.row - 1,)
    cell = (each.column,) if each.column and (only or each.row is not None) else ()
    told: dict[str, object] = {
        "pointer": pointer_to(*base, *row, *cell),
        "rule": each.rule,
        "severity": each.severity,
        "message": each.message,
        "remedy": each.remedy,
    }
    if each.value is not None:
        told["value"] = each.value
    if each.entries:
        told["entries"] = [entry for entry in each.entries if not entry.startswith("row ")]
    return told


def not_valid(fault: ValidationError) -> HttpResponse:
    """What does not fit the schema, all at once."""
    errors = [_told_fault(each) for each in fault.errors]
    return problem(422, "invalid", "Some of what you sent must be put right first. Nothing was saved.", errors)


def _told_fault(fault: Mapping[str, Any]) -> dict[str, object]:
    where, *steps = fault["loc"]
    told: dict[str, object] = {
        "rule": str(fault["type"]).replace("_", "-"),
        "severity": "error",
        "message": str(fault["msg"]).removeprefix("Value error, ").rstrip(".") + ".",
        "remedy": "See the schema of this address.",
    }
    if where == "body":
        # The first step is the name that our own code calls the body by.
        told["pointer"] = pointer_to(*(_clean(step) for step in steps[1:]))
    else:
        told["parameter"] = str(_clean(steps[-1])) if steps else str(where)
    return told


def _clean(step: str | int) -> str | int:
    return step if isinstance(step, int) or is_keepable(step) else step.encode("ascii", "replace").decode()
