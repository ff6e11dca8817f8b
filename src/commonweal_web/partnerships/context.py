"""What the frame of every page shows of the partnership that its reader is in: its name, and the ways within it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject

from commonweal_web.accounts.roles import Role
from commonweal_web.core.middleware import LAST_PARTNERSHIP
from commonweal_web.core.scope import OVERSEERS, Scope
from commonweal_web.design.components import Link
from commonweal_web.partnerships.models import Partnership

SENDERS = frozenset({Role.CONTRIBUTOR, Role.APPROVER, Role.CONTRACT_MANAGER, Role.DELIVERER})
"""Who sends entries."""


def _everyone(scope: Scope, partnership: Partnership) -> bool:
    return True


def _sees_entries(scope: Scope, partnership: Partnership) -> bool:
    return bool(scope.may_speak_for) or scope.holds(*OVERSEERS, within=partnership)


def _oversees(scope: Scope, partnership: Partnership) -> bool:
    return scope.holds(*OVERSEERS, within=partnership)


def _sends_entries(scope: Scope, partnership: Partnership) -> bool:
    return any(grant.role in SENDERS for grant in scope.roles)


def _keeps_roles(scope: Scope, partnership: Partnership) -> bool:
    return scope.is_lead_of(partnership) or any(grant.role == Role.APPROVER for grant in scope.roles)


@dataclass(frozen=True, slots=True)
class Destination:
    """A way in the menu: its words, the name of its address, and who may go there."""

    text: str
    name: str
    open_to: Callable[[Scope, Partnership], bool] = _everyone


DESTINATIONS = (
    Destination("Dashboard", "dashboard"),
    Destination("My work", "my_work", _sees_entries),
    Destination("Activities", "activities", _sees_entries),
    Destination("Entries", "entries", _sees_entries),
    Destination("Upload a workbook", "workbook", _sends_entries),
    Destination("Evidence", "evidence", _sees_entries),
    Destination("Questions", "queries", _oversees),
    Destination("Verification", "verifications", _oversees),
    Destination("Members", "members"),
    Destination("People", "people", _keeps_roles),
    Destination("Periods", "periods"),
    Destination("About", "partnership"),
)


def frame(request: HttpRequest) -> dict[str, object]:
    """The partnership of the page and its menu. Nothing is looked up before a page draws its frame."""
    scope: Scope | None = getattr(request, "scope", None)
    if scope is None:
        return {}

    @cache
    def here() -> Partnership | None:
        return partnership_of(request, scope)

    def menu() -> list[Link]:
        partnership = here()
        return navigation(request, scope, partnership) if partnership else []

    def is_made_up() -> bool:
        partnership = here()
        return settings.DEMONSTRATION or (partnership is not None and partnership.is_demonstration)

    return {
        "partnership": SimpleLazyObject(here),
        "navigation": SimpleLazyObject(menu),
        "demonstration": SimpleLazyObject(is_made_up),
    }


def partnership_of(request: HttpRequest, scope: Scope) -> Partnership | None:
    """The one in the address, else the one they were in last, else the only one they take part in."""
    named = request.resolver_match.kwargs.get("partnership_id") if request.resolver_match else None
    theirs = {str(partnership.pk): partnership for partnership in scope.partnerships}
    only = next(iter(theirs.values())) if len(theirs) == 1 else None
    return theirs.get(str(named)) or theirs.get(request.session.get(LAST_PARTNERSHIP, "")) or only


def navigation(request: HttpRequest, scope: Scope, partnership: Partnership) -> list[Link]:
    """The ways that there are for them in this partnership; the longest that leads to this page is marked."""
    ways = [
        (destination.text, address)
        for destination in DESTINATIONS
        if destination.open_to(scope, partnership)
        for address in [address_of(destination.name, partnership)]
        if address
    ]
    around = max((address for _, address in ways if request.path.startswith(address)), key=len, default="")
    return [Link(text, address, current=address == around) for text, address in ways]


def address_of(name: str, partnership: Partnership) -> str:
    """Where the page of this name is, in this partnership or for all of them; nothing where there is none."""
    for given in ({"partnership_id": partnership.pk}, {}):
        try:
            return reverse(name, kwargs=given)
        except NoReverseMatch:
            continue
    return ""
