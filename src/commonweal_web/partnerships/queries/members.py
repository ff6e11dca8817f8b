"""Who belongs to a partnership, and what is recorded of them."""

from __future__ import annotations

from datetime import date

from django.urls import reverse
from django.utils.formats import date_format

from commonweal_web.accounts.roles import Role
from commonweal_web.core.scope import Scope
from commonweal_web.design.components import Cell, Column, Link, SummaryRow, Table, Tag
from commonweal_web.partnerships.models import Capacity, Membership, Organisation, Partnership

STRUCK_OUT = Tag("Struck out", "grey")


def members_table(scope: Scope, partnership: Partnership) -> Table:
    """Every membership of this partnership that the scope finds, by name."""
    found = scope.memberships.filter(partnership=partnership).order_by("organisation__name", "first_day")
    return Table(
        caption=f"Members of {partnership}",
        columns=[Column("Organisation"), Column("As"), Column("From"), Column("Until"), Column("Membership")],
        rows=[
            [
                Cell(membership.organisation, reverse("organisation", args=[membership.organisation_id])),
                membership.get_capacity_display(),
                _day(membership.first_day),
                _until(membership),
                _details(membership),
            ]
            for membership in found
        ],
        dense=True,
    )


def memberships_table(scope: Scope, organisation: Organisation) -> Table:
    """Where this organisation belongs or belonged, as far as the scope goes."""
    found = scope.memberships.filter(organisation=organisation).order_by("first_day")
    return Table(
        caption="Memberships",
        columns=[Column("Partnership"), Column("As"), Column("From"), Column("Until"), Column("Membership")],
        rows=[
            [
                membership.partnership.name,
                membership.get_capacity_display(),
                _day(membership.first_day),
                _until(membership),
                _details(membership),
            ]
            for membership in found
        ],
        dense=True,
    )


def membership_rows(membership: Membership) -> list[SummaryRow]:
    """One membership, line by line."""
    organisation = Link(membership.organisation.name, reverse("organisation", args=[membership.organisation_id]))
    return [
        SummaryRow("Organisation", organisation),
        SummaryRow("Partnership", membership.partnership.name),
        SummaryRow("As", membership.get_capacity_display()),
        SummaryRow("First day", _day(membership.first_day)),
        SummaryRow("Last day", _until(membership) or "None recorded"),
        SummaryRow("Source", membership.source or "None recorded"),
    ]


def organisation_rows(organisation: Organisation) -> list[SummaryRow]:
    """What is recorded of an organisation, line by line."""
    recorded = {
        "Company number": organisation.company_number,
        "Charity number": organisation.charity_number,
        "Organisation identifier": organisation.org_id,
        "Size": organisation.get_size_display(),
        "Sector": organisation.sector,
        "Voluntary, community or social enterprise": "Yes" if organisation.is_vcse else "No",
        "Postcode": organisation.postcode,
    }
    return [SummaryRow(key, value or "Not recorded") for key, value in recorded.items()]


def capacities_to_admit(scope: Scope, partnership: Partnership) -> list[Capacity]:
    """As what this person may admit organisations: leads as anything, contract managers whoever delivers."""
    if scope.is_lead_of(partnership):
        return list(Capacity)
    managed = [grant.organisation_id for grant in scope.roles if grant.role == Role.CONTRACT_MANAGER]
    partners = scope.memberships.filter(partnership=partnership, organisation__in=managed, capacity=Capacity.PARTNER)
    may = any(_covers(membership, scope.on) for membership in partners)
    return [Capacity.SUPPLIER, Capacity.GRANT_HOLDER] if may else []


def _covers(membership: Membership, day: date) -> bool:
    last_day = _last_day(membership)
    return membership.first_day <= day and (last_day is None or day <= last_day)


def _last_day(membership: Membership) -> date | None:
    # The queryset of the scope brings it along.
    last_day: date | None = membership.last_day  # type: ignore[attr-defined]
    return last_day


def _until(membership: Membership) -> str | Tag:
    last_day = _last_day(membership)
    if last_day is None:
        return ""
    return STRUCK_OUT if last_day < membership.first_day else _day(last_day)


def _details(membership: Membership) -> Link:
    about = f"of {membership.organisation} in {membership.partnership}"
    return Link("Details", reverse("membership", args=[membership.pk]), about=about)


def _day(day: date) -> str:
    return date_format(day, "j F Y")
