"""What is decided about an entry: approving it, sending it back, withdrawing it. Each names what was read."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.http import HttpResponse
from ninja import Router

from commonweal_web.api import actions, asked, telling, told
from commonweal_web.api.boundary import ApiRequest
from commonweal_web.api.operations import finding
from commonweal_web.api.operations.finding import IfMatch
from commonweal_web.ledger import actions as ledger
from commonweal_web.ledger.models import Standing
from commonweal_web.partnerships.models import Partnership

router = Router(tags=["Decisions"])
Act = Callable[[Partnership, Standing], None]


@router.post("/entries/{uuid:entry_id}/approval", response=told.EntryWhole, operation_id="approve_entry")
def approve(
    request: ApiRequest, response: HttpResponse, entry_id: UUID, body: asked.Nothing, if_match: IfMatch = ""
) -> told.EntryWhole:
    """Have an entry count. Never one's own to approve, unless there is nobody else."""

    def act(partnership: Partnership, standing: Standing) -> None:
        ledger.approve(by=request.scope, partnership=partnership, standings=[standing])

    return _decide(request, response, entry_id, act)


@router.post("/entries/{uuid:entry_id}/return", response=told.EntryWhole, operation_id="send_entry_back")
def send_back(
    request: ApiRequest, response: HttpResponse, entry_id: UUID, body: asked.Reason, if_match: IfMatch = ""
) -> told.EntryWhole:
    """Return an entry to whoever sent it, with what to put right."""

    def act(partnership: Partnership, standing: Standing) -> None:
        ledger.send_back(by=request.scope, partnership=partnership, standings=[standing], reason=body.reason)

    return _decide(request, response, entry_id, act)


@router.post("/entries/{uuid:entry_id}/withdrawal", response=told.EntryWhole, operation_id="withdraw_entry")
def withdraw(
    request: ApiRequest, response: HttpResponse, entry_id: UUID, body: asked.Reason, if_match: IfMatch = ""
) -> told.EntryWhole:
    """Take an entry out of the figures. It stays in the ledger with the reason."""

    def act(partnership: Partnership, standing: Standing) -> None:
        ledger.withdraw(by=request.scope, partnership=partnership, standings=[standing], reason=body.reason)

    return _decide(request, response, entry_id, act)


def _decide(request: ApiRequest, response: HttpResponse, entry_id: UUID, act: Act) -> told.EntryWhole:
    standing = finding.standing(request, entry_id)
    partnership = standing.activity.partnership

    def tell() -> told.EntryWhole:
        return telling.entry_whole(request.scope, finding.standing(request, entry_id))

    actions.act_if_unchanged(
        by=request.scope,
        partnership=partnership,
        is_unchanged=finding.is_as_read(request, tell),
        act=lambda: act(partnership, standing),
    )
    answer = tell()
    response["ETag"] = finding.tag_of(answer)
    return answer
