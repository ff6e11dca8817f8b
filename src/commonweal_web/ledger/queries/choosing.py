"""Which entries were chosen in the list, by their tick boxes or as all that match, and what can be done to them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from django.db.models import QuerySet
from django.http import QueryDict
from django.urls import reverse

from commonweal_web.core.scope import Scope
from commonweal_web.design.components import Cell, Column, Row, Table
from commonweal_web.ledger.models import Standing
from commonweal_web.ledger.queries.entry_rows import HEADINGS
from commonweal_web.ledger.queries.finding import EntryList, find_entries
from commonweal_web.ledger.together import AT_ONCE, Deed, Sorted, Undone, sort_out
from commonweal_web.partnerships.models import Partnership

LISTED = 50
"""Entries that are named on the page; the reasons are counted for all."""

VERBS = {Deed.APPROVE: "Approve", Deed.SEND_BACK: "Send back", Deed.WITHDRAW: "Withdraw"}
DONE = {
    Deed.APPROVE: ("is approved, and counts from now on.", "are approved, and count from now on."),
    Deed.SEND_BACK: ("was sent back with your reason.", "were sent back with your reason."),
    Deed.WITHDRAW: ("is withdrawn, and counts no more.", "are withdrawn, and count no more."),
}
MEANS = {
    Deed.APPROVE: "They count in the figures from now on, under your name.",
    Deed.SEND_BACK: "They do not count. Whoever sent them finds them under My work, with your reason.",
    Deed.WITHDRAW: "They count no more. They stay in the ledger, with your reason.",
}


@dataclass(frozen=True)
class Chosen:
    """What was chosen in the list."""

    found: EntryList
    deed: Deed
    ids: list[UUID]
    is_all: bool

    @property
    def partnership(self) -> Partnership:
        """Of which partnership."""
        return self.found.partnership

    @property
    def list_query(self) -> str:
        """The list that they were chosen from."""
        return self.found.narrowing.query

    @property
    def back(self) -> str:
        """Its address."""
        return f"{reverse('entries', args=[self.partnership.pk])}?{self.list_query}"

    @cached_property
    def standings(self) -> list[Standing]:
        """The chosen entries that this person finds."""
        chosen: QuerySet[Standing] = self.found.sorted
        if not self.is_all:
            chosen = self.found.scope.standings.filter(partnership=self.partnership, pk__in=self.ids)
        return list(chosen.select_related("entry__activity", "organisation", "period__closing")[:AT_ONCE])

    @cached_property
    def sorted(self) -> Sorted:
        """Those to which it can be done, and the others."""
        return sort_out(self.found.scope, self.deed, self.standings)

    @property
    def left_over(self) -> int:
        """How many match beyond what can be done at once."""
        return max(0, self.found.count - AT_ONCE) if self.is_all else 0

    @property
    def able(self) -> int:
        """How many it can be done to."""
        return len(self.sorted.able)

    @property
    def title(self) -> str:
        """What the page asks."""
        return f"{VERBS[self.deed]} {counted(self.able)}" if self.able else f"{VERBS[self.deed]} entries"

    @property
    def button(self) -> str:
        """What the button says."""
        return f"{VERBS[self.deed]} {counted(self.able)}"

    @property
    def means(self) -> str:
        """What will happen."""
        return MEANS[self.deed]

    @property
    def reasons(self) -> list[tuple[str, int]]:
        """Why it cannot be done to the others, with how many; the most first."""
        return Counter(undone.why for undone in self.sorted.undone).most_common()

    @property
    def able_table(self) -> Table:
        """The entries that it will be done to."""
        rows = [row.as_row().cells for row in self.found.rows([each.pk for each in self.sorted.able[:LISTED]])]
        headings = [Column(heading, numeric=numeric) for heading, _, numeric in HEADINGS]
        return Table(_caption("It will be done to these", self.able), headings, rows, dense=True)

    @property
    def undone_table(self) -> Table:
        """The entries that it cannot be done to, each with why."""
        undone = self.sorted.undone
        headings = [Column("Entry"), Column("Claimed by"), Column("Why not")]
        return Table(
            _caption("It cannot be done to these", len(undone)),
            headings,
            [_row(each) for each in undone[:LISTED]],
            dense=True,
        )

    def told(self, done: int) -> str:
        """What is said when it is done."""
        one, several = DONE[self.deed]
        return f"{counted(done)} {one if done == 1 else several}"

    def is_stale(self, posted: QueryDict) -> bool:
        """Whether there are other entries now than those that the page spoke of when it was confirmed."""
        return bool(posted) and posted.get("able") != str(self.able)


def choose(scope: Scope, partnership: Partnership, asked: QueryDict) -> Chosen:
    """What an address chooses; what it does not name rightly is not chosen."""
    given = asked.copy()
    deed = given.pop("do", [""])[-1]
    is_all = given.pop("all", [""])[-1] == "yes"
    ids = [UUID(value) for value in given.pop("chosen", []) if _is_id(str(value))]
    found = find_entries(scope, partnership, given)
    return Chosen(found, Deed(deed) if deed in set(Deed) else Deed.APPROVE, ids, is_all)


def counted(number: int) -> str:
    """``1 entry``, ``1,200 entries``."""
    return f"{number:,} {'entry' if number == 1 else 'entries'}"


def _row(undone: Undone) -> Row:
    entry = undone.standing.entry
    lead = Cell(entry.label, reverse("entry", args=[entry.pk]), under=entry.activity.title)
    return Row((lead, undone.standing.organisation.name, undone.why))


def _caption(words: str, number: int) -> str:
    return words if number <= LISTED else f"{words}: the first {LISTED} of {number:,}"


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
