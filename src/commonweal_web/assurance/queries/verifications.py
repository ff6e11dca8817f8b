"""What verifiers found, and what awaits them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import polars as pl
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.urls import reverse

from commonweal_web.assurance import permissions
from commonweal_web.assurance.asking import quantity_of
from commonweal_web.assurance.models import Finding, LookedAt, Verification
from commonweal_web.core.history import FORGOTTEN
from commonweal_web.core.scope import Scope
from commonweal_web.design.components import ASSURANCES, Cell, Column, Row, Table, Tag
from commonweal_web.design.words import pounds
from commonweal_web.ledger.models import Assurance, Entry, Stage, Standing, State
from commonweal_web.methods.packs import pack_of
from commonweal_web.partnerships.models import Partnership
from commonweal_web.statements.columns import Ledger, ledger_of, lines_of

PAGE_SIZE = 50

FINDINGS = {Finding.RIGHT: Tag("Right", "green"), Finding.WRONG: Tag("Not right", "red")}


@dataclass(frozen=True, slots=True)
class FoundRow:
    """What a verifier found of a version, as the entry page shows it."""

    verification: Verification
    who: str
    rests_on: str
    says: str
    note: str
    is_erased: bool
    tag: Tag
    erase_url: str = ""


def of_entry(scope: Scope, entry: Entry) -> list[FoundRow]:
    """What verifiers found of an entry, the latest first."""
    found = list(
        scope.verifications.filter(version__entry=entry)
        .select_related("version__edition", "version__entry__activity__partnership", "words")
        .order_by("-at", "id")
    )
    names = scope.names_of({each.verified_by_id for each in found})
    return [_found(scope, each, names) for each in found]


def _found(scope: Scope, each: Verification, names: dict[UUID, str]) -> FoundRow:
    said = quantity_of(each.version)
    says = f"Version {each.version.number}" + (f": {said}" if said else "")
    if each.right_quantity_e4 is not None:
        says += f"; {quantity_of(each.version, each.right_quantity_e4)} would be right"
    may_erase = each.verified_by_id == scope.user.pk or scope.is_lead_of(each.version.entry.activity.partnership)
    return FoundRow(
        each,
        names.get(each.verified_by_id, FORGOTTEN),
        ", ".join(LookedAt(value).label.partition(" (say")[0] for value in each.looked_at),
        says,
        each.words.note,
        each.words.erased_at is not None,
        FINDINGS[Finding(each.finding)],
        reverse("verification_erase", args=[each.pk]) if may_erase and each.words.note else "",
    )


def awaiting(scope: Scope, partnership: Partnership) -> QuerySet[Standing]:
    """What counts and nobody has verified, in periods that are open."""
    return scope.standings.filter(
        partnership=partnership, is_latest=True, stage=Stage.DELIVERED, state=State.APPROVED, period__closing=None
    ).exclude(assurance=Assurance.VERIFIED)


def awaiting_page(scope: Scope, partnership: Partnership, number: str | None) -> Page[UUID]:
    """A page of their ids, the most valuable first. For those who oversee the partnership: it looks at all of it."""
    closed = scope.periods.filter(partnership=partnership, closing__isnull=False).values_list("pk", flat=True)
    periods = tuple(sorted(map(str, closed)))
    ledger = ledger_of(partnership)
    ordered = ledger.answer(("awaiting verification", periods), lambda: _by_value(ledger, periods))
    return Paginator(ordered, PAGE_SIZE).get_page(number)


def _by_value(ledger: Ledger, closed: Sequence[str]) -> list[UUID]:
    if ledger.card is None:
        return []
    waiting = ledger.frame.filter(
        pl.col("is_latest"),
        pl.col("stage") == Stage.DELIVERED,
        pl.col("state") == State.APPROVED,
        pl.col("assurance") != Assurance.VERIFIED,
        ~pl.col("period_id").is_in(list(closed)),
    ).select("standing")
    lanes = [pl.col(f"{lane}_pence").abs() for lane in ledger.card.lanes if lane not in _NO_OUTPUT]
    worth = ledger.lines.select("standing", worth=pl.sum_horizontal(*lanes, pl.lit(0)))
    ordered = waiting.join(worth, on="standing", how="left").sort(
        pl.col("worth").fill_null(0), "standing", descending=[True, False]
    )
    return [UUID(key) for key in ordered["standing"]]


_NO_OUTPUT = ("input", "transfer")


def awaiting_table(scope: Scope, partnership: Partnership, keys: Sequence[UUID]) -> Table:
    """These entries with what they are worth and what makes them doubtful."""
    found = scope.standings.filter(pk__in=list(keys)).select_related(
        "version__edition",
        "version__period",
        "version__organisation",
        "version__entry__activity__owner",
        "version__entry__activity__deliverer",
        "version__entry__activity__partnership",
        "organisation",
    )
    standings = {standing.pk: standing for standing in found}
    worths = lines_of(partnership, list(keys))
    rows = []
    for key in keys:
        standing = standings[key]
        version, worth = standing.version, worths.get(key)
        may = permissions.may_verify(scope, version)
        about = f"{version.entry.activity.title}, to {version.period_end:%-d %B %Y}"
        rows.append(
            Row(
                [
                    Cell(f"Entry {version.entry.label}", reverse("entry", args=[standing.entry_id]), under=about),
                    standing.organisation.name,
                    Cell(pack_of(version.edition).measures[version.measure].name, under=quantity_of(version)),
                    pounds(worth.additional) if worth else "–",
                    pounds(worth.local) if worth else "–",
                    ASSURANCES[standing.assurance],
                    Tag("Open question", "amber") if standing.open_queries else "",
                    Cell("Verify", reverse("verification_new", args=[standing.entry_id]))
                    if may
                    else "For another verifier",
                ]
            )
        )
    columns = [
        Column("Entry"),
        Column("Claimed by"),
        Column("What"),
        Column("Additional social value", numeric=True),
        Column("Local economic value", numeric=True),
        Column("Proved"),
        Column("Doubt"),
        Column("Verify"),
    ]
    return Table(f"Awaiting verification in {partnership}", columns, rows, dense=True)
