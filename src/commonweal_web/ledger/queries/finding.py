"""The entries of a partnership as an officer finds them: narrowed, searched, sorted, a page at a time, and valued.

When a period is chosen, the list holds what that period's figures rest on: of an entry that was corrected after the
period closed, the version that the closed period keeps. Without one it holds every entry as it stands now.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import QueryDict

from commonweal.method import Measure, Pack
from commonweal_web.core.scope import Scope
from commonweal_web.ledger.models import Activity, Standing
from commonweal_web.ledger.queries.by_label import ByLabel
from commonweal_web.ledger.queries.entry_filters import entry_filters
from commonweal_web.ledger.queries.entry_rows import COLUMNS, EntryRow, frame_for_value
from commonweal_web.ledger.queries.narrowing import Narrowing, read
from commonweal_web.ledger.queries.searching import entries_with
from commonweal_web.ledger.queries.values import worths
from commonweal_web.methods.packs import pack_of
from commonweal_web.partnerships.models import Partnership

PAGE_SIZE = 50
AT_ONCE = 2_000
"""Rows that are read and valued together when all of them are written out."""

SORTS = {
    "changed": ("point",),
    "entry": ("activity__serial", "entry__serial"),
    "measure": ("measure",),
    "organisation": ("organisation__name",),
    "ends": ("period_end",),
}
USUAL = "-changed"
"""The latest change first."""


@dataclass(frozen=True)
class EntryList:
    """The list as one address asks for it, for one person."""

    scope: Scope
    partnership: Partnership
    narrowing: Narrowing
    packs: Mapping[UUID, Pack]
    """By the id of the edition, the newest first."""

    @property
    def standings(self) -> QuerySet[Standing]:
        """All that match, in no order."""
        found = self.scope.standings.filter(self.narrowing.question, partnership=self.partnership)
        if "period" not in self.narrowing.chosen:
            found = found.filter(is_latest=True)
        if self.narrowing.words:
            names = {measure.id: measure.name for pack in self.packs.values() for measure in pack.measures.values()}
            found = found.filter(entries_with(self.scope, self.narrowing.words, self._activities, names))
        return found

    @property
    def sorted(self) -> QuerySet[Standing]:
        """All that match, in the order that was asked for."""
        sort = self.narrowing.sort or USUAL
        sign = "-" if sort.startswith("-") else ""
        return self.standings.order_by(*(sign + name for name in (*SORTS[sort.removeprefix("-")], "id")))

    @cached_property
    def count(self) -> int:
        """How many match."""
        return self.standings.count()

    def page(self, number: str | None) -> Page[UUID]:
        """The ids of one page; a page that there is not is the nearest that there is."""
        ids: Sequence[UUID] | QuerySet[Standing, UUID] = self.sorted.values_list("pk", flat=True)
        if self.narrowing.sort.removeprefix("-") == "entry":
            ids = ByLabel(self.standings, self._activities, is_falling=self.narrowing.sort.startswith("-"))
        paginator = Paginator(ids, PAGE_SIZE)
        paginator.count = self.count
        return paginator.get_page(number)

    def rows(self, ids: Sequence[UUID]) -> list[EntryRow]:
        """These entries, in this order, each with what it is worth."""
        found = self.scope.standings.filter(pk__in=ids).order_by().values_list(*COLUMNS.values())
        there = {row[0]: dict(zip(COLUMNS, row, strict=True)) for row in found}
        cells = [there[key] for key in ids if key in there]
        worth = worths(frame_for_value(cells), self.packs)
        return [EntryRow(row, self._measure(row), worth.get(str(row["standing"]))) for row in cells]

    def _measure(self, row: Mapping[str, Any]) -> Measure:
        return self.packs[row["edition_id"]].measures[row["measure"]]

    def all_rows(self) -> Iterator[list[EntryRow]]:
        """All that match, some thousands at a time."""
        ids = self.sorted.values_list("pk", flat=True).iterator(chunk_size=AT_ONCE)
        while some := list(islice(ids, AT_ONCE)):
            yield self.rows(some)

    @property
    def _activities(self) -> QuerySet[Activity]:
        return self.scope.activities.filter(partnership=self.partnership)


def find_entries(scope: Scope, partnership: Partnership, asked: QueryDict) -> EntryList:
    """The entries that an address asks for, of a partnership that the scope found."""
    periods = list(scope.periods.filter(partnership=partnership).order_by("first_day"))
    packs = packs_of(scope, partnership)
    filters = entry_filters(scope, partnership, asked, periods, packs)
    return EntryList(scope, partnership, read(asked, filters, list(SORTS)), packs)


def packs_of(scope: Scope, partnership: Partnership) -> dict[UUID, Pack]:
    """Every edition that ever valued a period of the partnership, by its id, the newest choice first."""
    uses = scope.period_methods.filter(period__partnership=partnership).select_related("edition")
    newest = uses.order_by("-period__first_day", "-number").defer("edition__files")
    return {use.edition_id: pack_of(use.edition) for use in newest}
