"""Choosing the method of a period."""

from __future__ import annotations

from commonweal.method import MethodNotFound, PackError, find, load_pack
from commonweal_web.accounts.roles import Role
from commonweal_web.core.acting import atomic_action
from commonweal_web.core.errors import NotAllowed
from commonweal_web.core.events import record_event
from commonweal_web.core.scope import Scope
from commonweal_web.methods import verbs
from commonweal_web.methods.errors import MethodRefused
from commonweal_web.methods.models import Edition, PeriodMethod
from commonweal_web.methods.packs import files_of
from commonweal_web.partnerships.models import Period, PeriodClosing

__all__ = ["choose_method"]


@atomic_action
def choose_method(*, by: Scope, period: Period, reference: str, reason: str = "") -> PeriodMethod:
    """Have a period valued by the method that ``reference`` names: a folder, ``id`` or ``id@edition``.

    The edition is kept whole. Leads and method stewards do this, while the period is open.
    """
    if not by.holds(Role.LEAD, Role.STEWARD, within=period.partnership):
        raise NotAllowed(f"Only a lead or method steward of {period.partnership} chooses its method.")
    if PeriodClosing.objects.filter(period=period).exists():
        raise MethodRefused(f"{period.name} is closed and keeps its method.")
    edition = _kept(reference)
    earlier = PeriodMethod.objects.filter(period=period).order_by("-number").first()
    chosen = PeriodMethod.objects.create(period=period, edition=edition, number=earlier.number + 1 if earlier else 1)
    record_event(
        verbs.METHOD_CHOSEN,
        period,
        by=by,
        partnership=period.partnership,
        reason=reason,
        period=period.name,
        edition=str(edition),
        digest=edition.digest[:12],
    )
    return chosen


def _kept(reference: str) -> Edition:
    try:
        folder = find(reference)
        pack = load_pack(folder)
    except (MethodNotFound, PackError) as fault:
        raise MethodRefused(f"{fault}.") from fault
    kept = Edition.objects.filter(digest=pack.digest).first()
    return kept or Edition.objects.create(
        pack=pack.header.id,
        edition=pack.header.edition,
        title=pack.header.title,
        digest=pack.digest,
        files=files_of(folder),
    )
