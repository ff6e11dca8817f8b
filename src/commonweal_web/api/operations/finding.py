"""What operations are about: found by the scope, or not there; and unchanged since it was read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated
from uuid import UUID

from django.http import Http404, QueryDict
from django.shortcuts import get_object_or_404
from django.utils.http import parse_etags
from ninja import Header
from pydantic import BaseModel

from commonweal_web.api.boundary import ApiRequest, etag_of
from commonweal_web.api.cursors import PAGING
from commonweal_web.api.errors import NoIfMatch, NotAsked
from commonweal_web.api.mounting import ExactJson
from commonweal_web.ledger.models import Activity, Standing
from commonweal_web.ledger.queries.entry import standing_of
from commonweal_web.ledger.queries.narrowing import NOT_FILTERS, WORDS, Narrowing
from commonweal_web.partnerships.models import Partnership

IfMatch = Annotated[
    str, Header("", alias="If-Match", description="The ETag of what you read, in quotes; needed.", max_length=1000)
]


def partnership(request: ApiRequest, partnership_id: UUID) -> Partnership:
    """The partnership."""
    return get_object_or_404(request.scope.partnerships, pk=partnership_id)


def activity(request: ApiRequest, activity_id: UUID) -> Activity:
    """The activity."""
    return get_object_or_404(request.scope.activities, pk=activity_id)


def standing(request: ApiRequest, entry_id: UUID) -> Standing:
    """How the entry stands now."""
    found = standing_of(request.scope, entry_id)
    if found is None:
        raise Http404
    return found


def is_as_read(request: ApiRequest, tell: Callable[[], BaseModel]) -> Callable[[], bool]:
    """Asks whether something is still what the If-Match header of the request names."""
    tags = parse_etags(request.headers.get("If-Match", ""))
    if not tags or tags == ["*"]:
        raise NoIfMatch
    return lambda: tag_of(tell()) in tags


def tag_of(answer: BaseModel) -> str:
    """The ETag with which an answer is read."""
    return etag_of(ExactJson().render(None, answer.model_dump(), response_status=200).encode())


def filters(request: ApiRequest) -> QueryDict:
    """What narrows a list; not how it is cut into pages."""
    asked = request.GET.copy()
    for name in PAGING:
        asked.pop(name, None)
    return asked


def require_known(asked: QueryDict, narrowing: Narrowing) -> None:
    """Refuse a filter that the list does not have: a program must not take a whole list for a part."""
    pages = [name for name in NOT_FILTERS - {WORDS} if name in asked]
    faults = [
        {
            "parameter": name,
            "rule": "filter",
            "severity": "error",
            "message": f"This list cannot be narrowed by {name}, or not by that value.",
            "remedy": "See the filters of this address; values are ids and words of this partnership.",
        }
        for name in (*narrowing.ignored, *pages)
    ]
    if faults:
        raise NotAsked(errors=faults)
