"""Questions and their answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Prefetch, QuerySet
from django.urls import reverse
from django.utils import timezone

from commonweal_web.assurance import permissions
from commonweal_web.assurance.asking import quantity_of
from commonweal_web.assurance.models import Query, Verdict
from commonweal_web.core.history import FORGOTTEN
from commonweal_web.core.scope import Scope
from commonweal_web.design.components import Cell, Column, Table, Tag
from commonweal_web.ledger.models import Entry
from commonweal_web.partnerships.models import Partnership

RECIPIENT = "The recipient"


@dataclass(frozen=True, slots=True)
class Said:
    """One message of a thread."""

    who: str
    at: datetime
    text: str
    is_erased: bool = False
    erase_url: str = ""


@dataclass(frozen=True, slots=True)
class Thread:
    """A question with everything said about it."""

    query: Query
    said: Sequence[Said]
    settled: str = ""
    """Who settled it, and when."""

    @property
    def url(self) -> str:
        """Where it is."""
        return reverse("query", args=[self.query.pk])

    @property
    def status(self) -> Tag:
        """Where it stands, in a word."""
        return Tag("Settled", "green") if self.settled else Tag("Open", "amber")

    @property
    def asked(self) -> Said:
        """What it began with."""
        return self.said[0]


def found_queries(scope: Scope) -> QuerySet[Query]:
    """The questions that this person sees, with all that a thread shows."""
    return scope.queries.select_related(
        "entry__activity__partnership",
        "version__edition",
        "version__organisation",
        "version__period",
        "version__entry__activity__owner",
        "version__entry__activity__deliverer",
        "version__entry__activity__partnership",
        "version__sending",
        "confirmation__words",
        "confirmation__version__edition",
        "verification__words",
        "verification__version__edition",
        "closing",
    ).prefetch_related(Prefetch("messages", scope.messages.select_related("words")))


def of_entry(scope: Scope, entry: Entry) -> list[Thread]:
    """The questions about one entry, the latest first."""
    return threads(scope, list(found_queries(scope).filter(entry=entry).order_by("-at", "id")))


def threads(scope: Scope, queries: Sequence[Query]) -> list[Thread]:
    """These questions, with the names of those who wrote."""
    accounts = {
        account
        for query in queries
        for account in (
            query.raised_by_id,
            *(message.written_by_id for message in query.messages.all()),
            query.closing.closed_by_id if hasattr(query, "closing") else None,
        )
        if account
    }
    names = scope.names_of(accounts)
    return [_thread(scope, query, names) for query in queries]


def thread(scope: Scope, query: Query) -> Thread:
    """One question."""
    (found,) = threads(scope, [query])
    return found


def _thread(scope: Scope, query: Query, names: dict[UUID, str]) -> Thread:
    said = [first for first in [_first(query, names)] if first]
    for message in query.messages.all():
        may_erase = not message.words.erased_at and message.written_by_id == scope.user.pk
        may_erase = may_erase or (not message.words.erased_at and permissions.may_erase_message(scope, message))
        said.append(
            Said(
                _name(message.written_by_id, names),
                message.at,
                message.words.text,
                message.words.erased_at is not None,
                reverse("message_erase", args=[query.pk, message.pk]) if may_erase else "",
            )
        )
    settled = ""
    if hasattr(query, "closing"):
        day = timezone.localtime(query.closing.at).strftime("%-d %B %Y")
        settled = f"Settled by {_name(query.closing.closed_by_id, names)} on {day}."
    return Thread(query, said, settled)


def _first(query: Query, names: dict[UUID, str]) -> Said | None:
    """What a recipient's answer or a verification says, which is what such a question begins with."""
    if query.confirmation is not None:
        confirmation = query.confirmation
        ours, theirs = quantity_of(query.version), quantity_of(query.version, confirmation.quantity_e4)
        says = "It did not happen." if confirmation.verdict == Verdict.NEVER else f"It was {theirs}, not {ours}."
        remark = confirmation.words.remark
        return Said(RECIPIENT, query.at, f"{says}\n\n{remark}".strip(), confirmation.words.erased_at is not None)
    if query.verification is not None:
        verification = query.verification
        says = "This is not right."
        if verification.right_quantity_e4 is not None:
            says = f"This is not right: {quantity_of(query.version, verification.right_quantity_e4)} would be."
        words = verification.words
        return Said(
            _name(query.raised_by_id, names), query.at, f"{says}\n\n{words.note}".strip(), words.erased_at is not None
        )
    return None


def _name(account: UUID | None, names: dict[UUID, str]) -> str:
    return names.get(account, FORGOTTEN) if account else RECIPIENT


def queries_table(found: Sequence[Thread], partnership: Partnership) -> Table:
    """Questions as a table."""
    rows = [
        (
            Cell(f"Entry {thread.query.entry.label}", thread.url, under=_begin(thread.asked.text)),
            thread.query.version.organisation.name,
            thread.asked.who,
            timezone.localtime(thread.query.at).strftime("%-d %B %Y"),
            f"{len(thread.said) - 1}",
            thread.status,
        )
        for thread in found
    ]
    columns = [
        Column("About"),
        Column("Claimed by"),
        Column("Asked by"),
        Column("Asked on"),
        Column("Answers", numeric=True),
        Column("State"),
    ]
    return Table(f"Questions in {partnership}", columns, rows, dense=True)


def _begin(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 100 else f"{line[:99]}…"
