"""Activities: listed, read, recorded and corrected."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from django.http import HttpResponse
from ninja import Query, Router, Status

from commonweal_web.api import actions, asked, telling, told
from commonweal_web.api.boundary import ApiRequest
from commonweal_web.api.cursors import MOST, USUAL, page_of
from commonweal_web.api.errors import NotAsked
from commonweal_web.api.operations import finding
from commonweal_web.api.operations.finding import IfMatch
from commonweal_web.ledger import actions as ledger
from commonweal_web.ledger.details import ActivityDetails
from commonweal_web.ledger.queries.finding_activities import find_activities
from commonweal_web.partnerships.models import Organisation, Partnership

router = Router(tags=["Activities"])
ORDER = ("serial", "pk")
FILTERS = [
    {"name": name, "in": "query", "required": False, "description": description, "schema": {"type": "string"}}
    for name, description in (
        ("q", "Words of the title, reference or description, or a number."),
        ("running", "now, ended or later."),
        ("channel", "A channel."),
        ("kind", "A kind of activity."),
        ("partner", "The id of its owner."),
        ("organisation", "The id of its deliverer."),
    )
]
Cursor = Annotated[str, Query("", max_length=1000, description="As in the 'next' of the page before.")]
Limit = Annotated[int, Query(USUAL, ge=1, le=MOST)]


@router.get(
    "/partnerships/{uuid:partnership_id}/activities",
    response=told.Page[told.Activity],
    operation_id="activities",
    openapi_extra={"parameters": FILTERS},
)
def activities(
    request: ApiRequest, partnership_id: UUID, cursor: Cursor = "", limit: Limit = USUAL
) -> told.Page[told.Activity]:
    """The activities that the token's maker sees, by number."""
    found, asked_for = finding.partnership(request, partnership_id), finding.filters(request)
    listed = find_activities(request.scope, found, asked_for)
    finding.require_known(asked_for, listed.narrowing)
    rows, further = page_of(request, listed.activities, ORDER, cursor, limit)
    return told.Page(results=[telling.activity(each) for each in rows], next=further)


@router.get("/activities/{uuid:activity_id}", response=told.Activity, operation_id="activity")
def activity(request: ApiRequest, activity_id: UUID) -> told.Activity:
    """One activity."""
    return telling.activity(finding.activity(request, activity_id))


@router.post(
    "/partnerships/{uuid:partnership_id}/activities",
    response={201: told.Activity},
    operation_id="record_activity",
)
def record_activity(
    request: ApiRequest, response: HttpResponse, partnership_id: UUID, body: asked.ActivityDetails
) -> Status[told.Activity]:
    """Record an activity that a partner owns."""
    partnership = finding.partnership(request, partnership_id)
    details = _details(request, partnership, body)
    recorded = ledger.record_activity(by=request.scope, partnership=partnership, details=details)
    answer = telling.activity(recorded)
    response["ETag"] = finding.tag_of(answer)
    return Status(201, answer)


@router.post("/activities/{uuid:activity_id}/corrections", response=told.Activity, operation_id="correct_activity")
def correct_activity(
    request: ApiRequest,
    response: HttpResponse,
    activity_id: UUID,
    body: asked.ActivityCorrection,
    if_match: IfMatch = "",
) -> told.Activity:
    """Correct what an activity says of itself, whole. Entries keep the owner and channel that they were sent with."""
    found = finding.activity(request, activity_id)
    details = _details(request, found.partnership, body.activity, "activity")

    def act() -> None:
        ledger.correct_activity(by=request.scope, activity=found, details=details, reason=body.reason)

    actions.act_if_unchanged(
        by=request.scope,
        partnership=found.partnership,
        is_unchanged=finding.is_as_read(request, lambda: activity(request, activity_id)),
        act=act,
    )
    answer = activity(request, activity_id)
    response["ETag"] = finding.tag_of(answer)
    return answer


def _details(request: ApiRequest, partnership: Partnership, body: asked.ActivityDetails, *base: str) -> ActivityDetails:
    members = request.scope.possible_deliverers(partnership)
    seen = request.scope.organisations
    sides: dict[str, Organisation] = {}
    faults = []
    for side in ("owner", "deliverer"):
        key = getattr(body, side)
        found = members.filter(pk=key).first() or seen.filter(pk=key).first()
        if found is None:
            faults.append(_nobody("/" + "/".join((*base, side))))
        else:
            sides[side] = found
    if faults:
        raise NotAsked(errors=faults)
    plain = body.model_dump(exclude={"owner", "deliverer", "kind", "channel"})
    return ActivityDetails(
        kind=body.kind.value,
        channel=body.channel.value,
        owner=sides["owner"],
        deliverer=sides["deliverer"],
        **plain,
    )


def _nobody(pointer: str) -> dict[str, object]:
    return {
        "pointer": pointer,
        "rule": "not-found",
        "severity": "error",
        "message": "There is no such organisation for you.",
        "remedy": "Take an id from the partnership's organisations.",
    }
