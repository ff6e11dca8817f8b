"""Activities, entries and what was said of them, as far as somebody sees them."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Exists, OuterRef, Q, QuerySet

from commonweal_web.core.scope.members import Members
from commonweal_web.ledger.models import Activity, Entry, EntryVersion, EntryWords, Standing, State
from commonweal_web.methods.models import Edition, PeriodMethod
from commonweal_web.partnerships.models import Partnership, Period

USUAL_FROM = 5_000
"""How many of the latest entries say what is usual."""


class Records(Members):
    """Finds what the ledger holds."""

    @property
    def period_methods(self) -> QuerySet[PeriodMethod]:
        """Which edition values which of their periods."""
        return PeriodMethod.objects.filter(period__in=self.periods.values("pk"))

    @property
    def editions(self) -> QuerySet[Edition]:
        """The editions that value, or once valued, a period of their partnerships."""
        return Edition.objects.filter(uses__in=self.period_methods).distinct()

    @property
    def activities(self) -> QuerySet[Activity]:
        """All of what they oversee; what an organisation of theirs owns or delivers."""
        return Activity.objects.filter(
            Q(partnership__in=self._overseen) | Q(owner__in=self._own) | Q(deliverer__in=self._own)
        ).select_related("partnership", "owner", "deliverer")

    @property
    def standings(self) -> QuerySet[Standing]:
        """How the entries stand that they oversee, that count for an organisation of theirs, or that it claims."""
        return Standing.objects.filter(
            Q(partnership__in=self._overseen) | Q(partner__in=self._own) | Q(organisation__in=self._own)
        )

    @property
    def entries(self) -> QuerySet[Entry]:
        """The entries behind ``standings``."""
        return Entry.objects.filter(Exists(self.standings.filter(entry=OuterRef("pk"))))

    @property
    def versions(self) -> QuerySet[EntryVersion]:
        """What was said of those entries; of one that changed hands, what it said while it was theirs."""
        return EntryVersion.objects.filter(
            Q(entry__activity__partnership__in=self._overseen)
            | Q(partner__in=self._own)
            | Q(organisation__in=self._own)
        )

    def saying(self, word: str) -> Q:
        """Narrows ``standings`` to those with a word in recipient, description, reference or their sender's own id.

        Each is a list of its own rather than a join, which would bring every entry together with its words first.
        """
        said = EntryWords.objects.filter(Q(recipient__icontains=word) | Q(description__icontains=word))
        referred = EntryVersion.objects.exclude(reference="").filter(reference__icontains=word).order_by()
        called = Entry.objects.exclude(own_id="").filter(own_id__iexact=word)
        return (
            Q(version__in=said.values("pk")) | Q(version__in=referred.values("pk")) | Q(entry__in=called.values("pk"))
        )

    def usual_quantities(self, partnership: Partnership, measures: Collection[str]) -> list[tuple[str, str, int, int]]:
        """Measure, stage, quantity and activity's value of what counts in their partnership; never whose it is."""
        counted = Standing.objects.filter(
            partnership=partnership,
            partnership__in=self.partnerships,
            measure__in=measures,
            is_latest=True,
            state=State.APPROVED,
            version__quantity_e4__gt=0,
        )
        columns = ("measure", "stage", "version__quantity_e4", "activity__value_pence")
        return list(counted.order_by("-point").values_list(*columns)[:USUAL_FROM])

    @property
    def periods(self) -> QuerySet[Period]:
        """The periods of their partnerships, and of those that they reported to: who left still reports its last."""
        return Period.objects.filter(self._reported_to).select_related("partnership", "closing")

    @property
    def _reported_to(self) -> Q:
        return Q(partnership__in=self.partnerships) | Q(partnership__in=self.activities.values("partnership"))
