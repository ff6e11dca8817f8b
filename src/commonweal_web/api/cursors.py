"""Pages of a list by cursor: where the last page ended, so that nothing is missed or told twice while others write."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar
from urllib.parse import urlencode

from django.core import signing
from django.db.models import Model, Q, QuerySet

from commonweal_web.api.boundary import ApiRequest
from commonweal_web.api.errors import NotAsked

SALT = "commonweal.api.cursor"
USUAL, MOST = 100, 500
PAGING = frozenset({"cursor", "limit"})
Row = TypeVar("Row", bound=Model)


def page_of(
    request: ApiRequest, rows: QuerySet[Row], order: Sequence[str], cursor: str, limit: int
) -> tuple[list[Row], str | None]:
    """One page in the order of fields that never change, and the address of the next one if there is more."""
    if cursor:
        rows = rows.filter(_behind(order, _place(cursor, len(order))))
    found = list(rows.order_by(*order)[: limit + 1])
    if len(found) <= limit:
        return found, None
    last = found[limit - 1]
    place = [_said(_along(last, name)) for name in order]
    kept = [(name, value) for name, values in request.GET.lists() if name != "cursor" for value in values]
    query = urlencode([*kept, ("cursor", signing.dumps(place, salt=SALT))])
    return found[:limit], request.build_absolute_uri(f"{request.path}?{query}")


def _behind(order: Sequence[str], place: Sequence[object]) -> Q:
    asked = Q()
    for index, name in enumerate(order):
        same = Q(**dict(zip(order[:index], place, strict=False)))
        asked |= same & Q(**{f"{name}__gt": place[index]})
    return asked


def _place(cursor: str, length: int) -> list[object]:
    try:
        found = signing.loads(cursor, salt=SALT)
    except signing.BadSignature:
        found = None
    if not isinstance(found, list) or len(found) != length:
        fault = {
            "parameter": "cursor",
            "rule": "cursor",
            "severity": "error",
            "message": "This is no cursor of this list.",
            "remedy": "Take the 'next' address of the page before as it is.",
        }
        raise NotAsked(errors=[fault])
    return found


def _along(row: object, path: str) -> object:
    for name in path.split("__"):
        row = getattr(row, name)
    return row


def _said(value: object) -> object:
    return value if isinstance(value, int) else str(value)
