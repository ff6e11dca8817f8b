"""A role and an invitation are for one place: a partnership or an organisation."""

from __future__ import annotations

from typing import TypedDict

from commonweal_web.accounts.models import Invitation, RoleGrant
from commonweal_web.partnerships.models import Organisation, Partnership


class PlaceFields(TypedDict):
    """The two columns of which one is filled."""

    partnership: Partnership | None
    organisation: Organisation | None


def place_fields(place: Partnership | Organisation) -> PlaceFields:
    """``place`` as the columns of a role or an invitation."""
    if isinstance(place, Partnership):
        return {"partnership": place, "organisation": None}
    return {"partnership": None, "organisation": place}


def place_of(held: RoleGrant | Invitation) -> Partnership | Organisation:
    """What a role or an invitation is for."""
    place = held.partnership or held.organisation
    if place is None:
        raise ValueError(f"{held.pk} is for neither a partnership nor an organisation")
    return place


def partnership_of(place: Partnership | Organisation) -> Partnership | None:
    """The partnership whose event this is; an organisation's own events belong to none."""
    return place if isinstance(place, Partnership) else None
