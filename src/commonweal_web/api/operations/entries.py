"""Entries: listed, read with everything that is known of them, sent and corrected."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from django.http import HttpResponse
from ninja import Query, Router, Status

from commonweal_web.api import actions, asked, telling, told
from commonweal_web.api.boundary import ApiRequest
from commonweal_web.api.cursors import page_of
from commonweal_web.api.errors import NotAsked
from commonweal_web.api.operations import finding
from commonweal_web.api.operations.activities import Cursor, Limit
from commonweal_web.api.operations.finding import IfMatch
from commonweal_web.api.refusals import told_rows
from commonweal_web.ledger import actions as ledger
from commonweal_web.ledger.checking import Checking, check
from commonweal_web.ledger.errors import NotAttested
from commonweal_web.ledger.models import Door, Standing
from commonweal_web.ledger.queries.finding import find_entries
from commonweal_web.partnerships.models import Partnership

router = Router(tags=["Entries"])
ORDER = ("pk",)
NAME = "the request"
FILTERS = [
    {
        "name": name,
        "in": "query",
        "required": False,
        "description": description,
        "schema": {"type": "array", "items": {"type": "string"}},
        "style": "form",
        "explode": True,
    }
    for name, description in (
        ("period", "The id of a period: the entries that its figures rest on."),
        ("stage", "target, commitment, forecast, delivered."),
        ("state", "sent, approved, returned, withdrawn. Only approved entries count."),
        ("assurance", "claimed, documented, confirmed, verified."),
        ("channel", "A channel."),
        ("partner", "The id of the partner in whose figure it counts."),
        ("organisation", "The id of who claims it."),
        ("measure", "The id of a measure."),
        ("theme", "The id of a theme."),
        ("outcome", "The id of an outcome."),
        ("objective", "The id of an objective of the method."),
        ("activity", "The id of an activity."),
        ("month", "The month of the last day, as 2025-09."),
        ("due", "soon, past or open: where the due date of a promise is."),
        ("awaits", "me: what awaits my approval."),
        ("q", "Words, or a label such as 17/3."),
    )
]
CheckOnly = Annotated[
    bool, Query(False, alias="check", description="Only say what would come of it, and save nothing.")
]


@router.get(
    "/partnerships/{uuid:partnership_id}/entries",
    response=told.Page[told.Entry],
    operation_id="entries",
    openapi_extra={"parameters": FILTERS},
)
def entries(
    request: ApiRequest, partnership_id: UUID, cursor: Cursor = "", limit: Limit = 100
) -> told.Page[told.Entry]:
    """The entries that the token's maker sees, by id, each as it stands and with what it is worth."""
    found, asked_for = finding.partnership(request, partnership_id), finding.filters(request)
    listed = find_entries(request.scope, found, asked_for)
    finding.require_known(asked_for, listed.narrowing)
    standings = listed.standings.select_related("activity", "entry", "organisation", "version__words")
    page, further = page_of(request, standings, ORDER, cursor, limit)
    rows = listed.rows([standing.pk for standing in page])
    told_entries = [telling.entry(standing, row) for standing, row in zip(page, rows, strict=True)]
    return told.Page(results=told_entries, next=further)


@router.get("/entries/{uuid:entry_id}", response=told.EntryWhole, operation_id="entry")
def entry(request: ApiRequest, entry_id: UUID) -> told.EntryWhole:
    """One entry: its versions, what became of them, and the workings of its value."""
    return telling.entry_whole(request.scope, finding.standing(request, entry_id))


@router.post(
    "/partnerships/{uuid:partnership_id}/entries",
    response={200: told.Checked, 201: told.Sent},
    operation_id="send_entries",
)
def send_entries(
    request: ApiRequest, partnership_id: UUID, body: asked.NewEntries, check_only: CheckOnly = False
) -> Status[told.Checked] | Status[told.Sent]:
    """Send entries and corrections, 1 to 1000 at once: all of them are recorded, or none."""
    partnership = finding.partnership(request, partnership_id)
    checking = check(request.scope, partnership, [row.as_row() for row in body.entries], name=NAME)
    errors, advice = (
        [told.Advice.model_validate(each) for each in told_rows(some, "entries")]
        for some in (checking.errors, checking.advice)
    )
    if check_only:
        would = not errors and body.only_for_this and body.answers_or_adds
        return Status(200, told.Checked(would_be_saved=would, errors=errors, advice=advice))
    _require_sound(checking, body, "entries")
    standings = _send(request, partnership, checking, body)
    return Status(201, told.Sent(entries=telling.sent(standings), advice=advice))


@router.post("/entries/{uuid:entry_id}/versions", response={201: told.EntryWhole}, operation_id="correct_entry")
def correct_entry(
    request: ApiRequest, response: HttpResponse, entry_id: UUID, body: asked.NewVersion, if_match: IfMatch = ""
) -> Status[told.EntryWhole]:
    """Correct an entry: say whole what it says from now on, and why. What it said before stays in the ledger."""
    standing = finding.standing(request, entry_id)
    partnership = standing.activity.partnership

    def act() -> None:
        row = body.entry.as_row()
        row |= {"entry": standing.entry.label, "activity": str(standing.entry.activity.serial), "reason": body.reason}
        row["organisation"] = row["organisation"] or standing.organisation.name
        checking = check(request.scope, partnership, [row], name=NAME)
        _require_sound(checking, body, "entry", only=True)
        _send(request, partnership, checking, body)

    actions.act_if_unchanged(
        by=request.scope,
        partnership=partnership,
        is_unchanged=finding.is_as_read(request, lambda: entry(request, entry_id)),
        act=act,
    )
    answer = entry(request, entry_id)
    response["ETag"] = finding.tag_of(answer)
    return Status(201, answer)


def _require_sound(checking: Checking, body: asked.Attested, *base: str, only: bool = False) -> None:
    if checking.errors:
        raise NotAsked(errors=told_rows(checking.problems, *base, only=only))
    if not (body.only_for_this and body.answers_or_adds):
        raise NotAttested


def _send(request: ApiRequest, partnership: Partnership, checking: Checking, body: asked.Attested) -> list[Standing]:
    return ledger.send_entries(
        by=request.scope,
        partnership=partnership,
        lines=checking.lines,
        door=Door.API,
        only_for_this=body.only_for_this,
        answers_or_adds=body.answers_or_adds,
    )
