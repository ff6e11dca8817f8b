"""Requests to recipients, and what was said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from commonweal_web.assurance.asking import agrees, quantity_of
from commonweal_web.assurance.models import Confirmation, ConfirmationRequest, Verdict
from commonweal_web.core.scope import Scope
from commonweal_web.design.components import Cell, Column, Link, Table, Tag
from commonweal_web.ledger.models import Entry, Standing
from commonweal_web.partnerships.models import Partnership

ERASED = "Details erased"


def found_requests(scope: Scope) -> QuerySet[ConfirmationRequest]:
    """The requests that this person sees, with whom was asked."""
    return (
        scope.confirmation_requests.select_related("partnership", "organisation", "recipient", "requested_by")
        .prefetch_related("lines__entry__activity__owner", "lines__entry__activity__deliverer")
        .order_by("-requested_at", "id")
    )


def requests_of(scope: Scope, entry: Entry) -> list[RequestRow]:
    """The requests about one entry, the latest first."""
    found = scope.confirmation_requests.filter(lines__entry=entry).select_related("recipient")
    return [RequestRow(request) for request in found.order_by("-requested_at", "id")]


def status_of(request: ConfirmationRequest) -> Tag:
    """Where a request stands, in a word."""
    if request.answered_at:
        return Tag("Answered", "green")
    if request.revoked_at:
        return Tag("Taken back", "grey")
    if request.expires_at <= timezone.now():
        return Tag("Too old", "amber")
    return Tag("Awaits an answer", "blue")


@dataclass(frozen=True, slots=True)
class RequestRow:
    """A request as lists show it."""

    request: ConfirmationRequest

    @property
    def whom(self) -> str:
        """The name of the recipient, unless it was erased."""
        return self.request.recipient.name or ERASED

    @property
    def url(self) -> str:
        """Where it is."""
        return reverse("confirmation", args=[self.request.pk])

    @property
    def status(self) -> Tag:
        """Where it stands."""
        return status_of(self.request)


@dataclass(frozen=True, slots=True)
class SaidRow:
    """What a recipient said of a version, as the entry page shows it."""

    confirmation: Confirmation
    sentence: str
    whom: str
    remark: str
    is_erased: bool
    way: str
    """By which link they answered, which says how far it is their own word."""
    accept: Link | None = None
    """How the sender takes the recipient's number over, or has it hold."""


def said_of(scope: Scope, standing: Standing, *, may_act: bool = False) -> list[SaidRow]:
    """What recipients said of an entry, the latest first."""
    found = scope.confirmations.filter(version__entry=standing.entry_id).select_related(
        "version__edition", "words", "request__recipient", "version__entry__activity", "link"
    )
    return [_said(each, standing, may_act=may_act) for each in found.order_by("-at", "id")]


def _said(confirmation: Confirmation, standing: Standing, *, may_act: bool) -> SaidRow:
    version = confirmation.version
    ours, theirs = quantity_of(version), quantity_of(version, confirmation.quantity_e4)
    sentence = {
        Verdict.RIGHT: f"It is right: {ours}." if ours else "It is right.",
        Verdict.DIFFERENT: f"It was {theirs}, not {ours}.",
        Verdict.NEVER: f"It did not happen ({ours})." if ours else "It did not happen.",
        Verdict.UNKNOWN: "They cannot say whether it is right.",
    }[Verdict(confirmation.verdict)]
    accept = None
    if may_act and standing.is_latest and confirmation.verdict == Verdict.DIFFERENT:
        where = reverse("recipients_number", args=[confirmation.pk])
        if agrees(confirmation, standing):
            accept = Link("Have their confirmation hold for the correction", where)
        elif standing.version_id == version.pk and not standing.is_confirmed:
            accept = Link(f"Accept the recipient's number: {theirs}", where)
    words, recipient = confirmation.words, confirmation.request.recipient
    way = "by a link handed over in person" if confirmation.link.was_shown else "by a link in an email"
    whom = recipient.name or ERASED
    return SaidRow(confirmation, sentence, whom, words.remark, words.erased_at is not None, way, accept)


def requests_table(requests: Sequence[ConfirmationRequest], partnership: Partnership) -> Table:
    """Requests as a table."""
    rows = [
        (
            Cell(RequestRow(request).whom, RequestRow(request).url),
            request.organisation.name,
            ", ".join(line.entry.label for line in request.lines.all()),
            timezone.localtime(request.requested_at).strftime("%-d %B %Y"),
            status_of(request),
        )
        for request in requests
    ]
    columns = [Column("Recipient"), Column("Claimed by"), Column("Entries"), Column("Asked on"), Column("State")]
    return Table(f"Recipients asked by {partnership}", columns, rows, dense=True)
