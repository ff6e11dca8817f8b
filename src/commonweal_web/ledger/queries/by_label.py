"""Entries by label, a page at a time: by the number of the activity, and by their own on it.

The database would have to bring every entry together with its activity to put all of them in that order. Here the
activities are counted first, and only those that a page falls on are looked into.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from uuid import UUID

from django.db.models import Count, QuerySet

from commonweal_web.ledger.models import Activity, Standing


class ByLabel(Sequence[UUID]):
    """The ids of standings, in the order of their labels; slices are looked up when they are asked for."""

    def __init__(self, standings: QuerySet[Standing], activities: QuerySet[Activity], *, is_falling: bool) -> None:
        self._standings = standings
        self._serials = activities.order_by("-serial" if is_falling else "serial").values_list("pk", flat=True)
        self._sign = "-" if is_falling else ""

    @cached_property
    def _activities(self) -> list[tuple[UUID, int]]:
        """Each activity in its order, with how many of the standings are on it."""
        counts = dict(self._standings.order_by().values_list("activity").annotate(number=Count("pk")))
        return [(activity, counts[activity]) for activity in self._serials if activity in counts]

    def __len__(self) -> int:
        return sum(number for _, number in self._activities)

    def __getitem__(self, wanted: slice) -> list[UUID]:  # type: ignore[override]
        """One slice, as a paginator asks for it."""
        start, stop, _ = wanted.indices(len(self))
        before, passed, touched = 0, 0, []
        for activity, number in self._activities:
            if passed + number <= start:
                before = passed + number
            elif passed < stop:
                touched.append(activity)
            passed += number
        order = (f"{self._sign}{name}" for name in ("activity__serial", "entry__serial", "id"))
        found = self._standings.filter(activity__in=touched).order_by(*order).values_list("pk", flat=True)
        return list(found[start - before : stop - before])
