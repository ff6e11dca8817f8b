"""Who holds which role, who is invited, and who may be chosen, through the scope of who asks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Min, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from commonweal_web.accounts.models import Invitation, RoleGrant, User
from commonweal_web.accounts.places import place_of
from commonweal_web.core.history import FORGOTTEN
from commonweal_web.core.scope import Scope
from commonweal_web.design.components import Cell, Column, Link, SummaryRow, Table, Tag
from commonweal_web.partnerships.models import Organisation, Partnership


@dataclass(frozen=True, slots=True)
class People:
    """Who holds roles, who held them, and who is invited."""

    holding: Table
    held: Table
    invited: Table


def people_of_partnership(scope: Scope, partnership: Partnership) -> People:
    """Those of the partnership itself and of its members, as far as they are theirs to keep."""
    members = scope.memberships.filter(partnership=partnership).values("organisation")
    return _people(scope, Q(partnership=partnership) | Q(organisation__in=members))


def people_of_organisation(scope: Scope, organisation: Organisation) -> People:
    """Those of one organisation."""
    return _people(scope, Q(organisation=organisation))


def keeps_roles_in(scope: Scope, place: Partnership | Organisation) -> bool:
    """Whether roles of this place, or of an organisation in it, are theirs to give."""
    if isinstance(place, Organisation):
        return scope.keeps_roles_of(place)
    return scope.is_lead_of(place) or bool(places_to_give_in(scope, place))


def places_to_give_in(scope: Scope, partnership: Partnership) -> list[Partnership | Organisation]:
    """Where within a partnership roles are theirs to give: in itself, and in members of today."""
    today = scope.memberships.on(scope.on).filter(partnership=partnership).order_by("organisation__name")
    led = scope.is_lead_of(partnership)
    members = [membership.organisation for membership in today if led or scope.approves_for(membership.organisation)]
    return [partnership, *members] if led else [*members]


def people_to_choose(scope: Scope) -> list[tuple[str, str]]:
    """The accounts that this person may give a role, by name."""
    names = scope.names_of(set(scope.people.filter(is_active=True).values_list("pk", flat=True)))
    return sorted(((str(account), name) for account, name in names.items()), key=lambda one: one[1].casefold())


def account_rows(user: User, name: str) -> list[SummaryRow]:
    """What an account holds, and where each of it is changed."""

    def change(address: str, about: str) -> list[Link]:
        return [Link("Change", reverse(address), about=about)]

    return [
        SummaryRow("Name", name, change("rename", "your name")),
        SummaryRow("Email address", user.email, change("account_email", "your email address")),
        SummaryRow("Password", "Not shown", change("account_change_password", "your password")),
        SummaryRow("Second step", "When you sign in", change("mfa_index", "the second step when you sign in")),
    ]


def invitation_rows(invitation: Invitation) -> list[SummaryRow]:
    """What was offered to whom, and until when."""
    return [
        SummaryRow("Email address", invitation.email),
        SummaryRow("Role", invitation.get_role_display()),
        SummaryRow("For", str(place_of(invitation))),
        SummaryRow("The link works until", _expiry(invitation.expires_at)),
    ]


def _people(scope: Scope, where: Q) -> People:
    grants = list(scope.role_grants.filter(where).annotate(ends=Min("endings__ends")).order_by("begins"))
    names = {account: name.casefold() for account, name in scope.names_of({g.user_id for g in grants}).items()}
    shown = scope.names_of({grant.user_id for grant in grants})
    grants.sort(key=lambda grant: (str(place_of(grant)).casefold(), names.get(grant.user_id, "")))
    ended = [grant for grant in grants if _has_ended(grant, scope.on)]
    held_now = [grant for grant in grants if not _has_ended(grant, scope.on)]
    columns = [Column("Name"), Column("Role"), Column("For"), Column("Since"), Column("Until")]
    erasing = [Column("Personal details")] if scope.user.is_operator else []

    def cells(grant: RoleGrant) -> list[object]:
        until = _ends(grant)
        return [
            shown.get(grant.user_id, FORGOTTEN.capitalize()),
            grant.get_role_display(),
            str(place_of(grant)),
            _day(grant.begins),
            _day(until) if until else "",
        ]

    return People(
        holding=Table(
            "People and their roles",
            [*columns, Column("Change"), *erasing],
            [[*cells(grant), *_changes(scope, grant, shown.get(grant.user_id, ""))] for grant in held_now],
            dense=True,
        ),
        held=Table("Roles that have ended", columns, [cells(grant) for grant in ended], dense=True),
        invited=_invited(scope.invitations.filter(where)),
    )


def _invited(invitations: QuerySet[Invitation]) -> Table:
    waiting = invitations.filter(accepted_at=None, revoked_at=None).order_by("expires_at")
    columns = [Column("Email address"), Column("Role"), Column("For"), Column("Works until"), Column("Change")]
    return Table(
        "Invitations that nobody has accepted yet",
        columns,
        [
            [
                invitation.email,
                invitation.get_role_display(),
                str(place_of(invitation)),
                _expiry(invitation.expires_at),
                Link("Change", reverse("sent_invitation", args=[invitation.pk]), about=f"for {invitation.email}"),
            ]
            for invitation in waiting
        ],
        dense=True,
    )


def _expiry(at: datetime) -> Cell | Tag:
    if at <= timezone.now():
        return Tag("Expired", "amber")
    return Cell(_day(timezone.localtime(at).date()))


def _changes(scope: Scope, grant: RoleGrant, name: str) -> list[Link | str]:
    about = f"the role of {name} as {grant.get_role_display().lower()} for {place_of(grant)}"
    end = Link("End", reverse("end_role", args=[grant.pk]), about=about)
    if not scope.user.is_operator:
        return [end]
    erase = Link("Erase", reverse("erase_person", args=[grant.user_id]), about=f"the personal details of {name}")
    return [end, erase if name else ""]


def _has_ended(grant: RoleGrant, day: date) -> bool:
    ends = _ends(grant)
    return ends is not None and ends <= day


def _ends(grant: RoleGrant) -> date | None:
    ends: date | None = grant.ends  # type: ignore[attr-defined]
    return ends


def _day(day: date) -> str:
    return date_format(day, "j F Y")
