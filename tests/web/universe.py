"""The universe of the platform's tests. It is made by actions alone, so that nothing in it could not be.

Northshire Pound (Northshire, E06000047)          Southshire Pound (Southshire, E06000054)
  ├─ Alice      lead (runs the installation)        └─ Oscar     lead
  ├─ Victor     verifier
  ├─ Wendy      viewer
  ├─ Northshire Council, partner since 1 April 2024
  │    ├─ Bob     contributor
  │    ├─ Ann     approver
  │    └─ Cora    contract manager
  ├─ Northshire College, partner since 1 April 2025
  │    └─ Colin   contributor
  ├─ Old Library Trust, partner until 31 March 2025
  │    └─ Olive   contributor
  └─ Bright Builders, supplier since 1 May 2024
       └─ Dora    deliverer
                                                  Charlie has an account and no role: an outsider.

    The period 2024/25 is closed, 2025/26 is open; both are valued by the shipped open method. Roles began on
    1 April 2024, those of the leads today.

    1 Leisure centre       the council's contract with Bright Builders
        1/1  Dora claims apprentice weeks         delivered, awaits approval (by Ann or Cora)
        1/2  Cora promises volunteer hours        commitment, awaits approval (by Ann)
    2 Staff volunteering   the council's own programme
        2/1  Bob claims volunteer hours           delivered, approved by Ann
    3 Open days            the college's own programme, Colin's alone: what he sends counts at once
        3/1  Colin claims volunteer hours         delivered, approved by sending
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from commonweal_web.accounts import actions as accounts
from commonweal_web.accounts.models import RoleGrant, User
from commonweal_web.accounts.roles import Role
from commonweal_web.core.scope import Scope
from commonweal_web.ledger import actions as ledger
from commonweal_web.ledger.checking import check
from commonweal_web.ledger.details import ActivityDetails
from commonweal_web.ledger.models import Activity, Door, Standing
from commonweal_web.methods import actions as methods
from commonweal_web.partnerships import actions as partnerships
from commonweal_web.partnerships.models import Capacity, Membership, Objective, Organisation, Partnership, Period

PASSWORD = "three words do well"


@dataclass
class Universe:
    """Everybody and everything by name."""

    alice: User
    bob: User
    ann: User
    cora: User
    colin: User
    olive: User
    dora: User
    victor: User
    wendy: User
    oscar: User
    charlie: User
    north: Partnership
    south: Partnership
    council: Organisation
    college: Organisation
    library: Organisation
    builders: Organisation
    council_membership: Membership
    bobs_role: RoleGrant
    jobs: Objective
    last_year: Period
    year: Period
    leisure: Activity
    volunteering: Activity
    open_days: Activity
    apprentices: Standing
    """1/1, which awaits approval."""
    promise: Standing
    """1/2"""
    hours: Standing
    """2/1, which counts."""
    open_day_hours: Standing
    """3/1"""


def open_account(name: str, *, is_operator: bool = False) -> User:
    """An account for a person of this name."""
    return accounts.open_account(
        email=f"{name.lower()}@example.org", name=name, password=PASSWORD, is_operator=is_operator
    )


def send(user: User, partnership: Partnership, *rows: dict[str, str], door: Door = Door.FORM) -> list[Standing]:
    """What this person sends by a door, checked and attested; nothing may be wrong with it."""
    scope = Scope.of(user)
    checked = check(scope, partnership, rows, name="the form")
    assert not checked.errors, checked.errors
    return ledger.send_entries(
        by=scope,
        partnership=partnership,
        lines=checked.lines,
        door=door,
        only_for_this=True,
        answers_or_adds=True,
    )


HOURS = "community.volunteering-hours"
APPRENTICE_WEEKS = "work.apprenticeship-weeks"


def make_universe() -> Universe:
    """See the picture above."""
    alice, oscar = open_account("Alice", is_operator=True), open_account("Oscar", is_operator=True)
    others = {
        name: open_account(name.capitalize())
        for name in ("bob", "ann", "cora", "colin", "olive", "dora", "victor", "wendy", "charlie")
    }
    north = partnerships.found_partnership(
        by=Scope.of(alice), name="Northshire Pound", place_code="E06000047", place_name="Northshire"
    )
    south = partnerships.found_partnership(
        by=Scope.of(oscar), name="Southshire Pound", place_code="E06000054", place_name="Southshire"
    )
    lead = Scope.of(alice)
    council = partnerships.record_organisation(by=lead, name="Northshire Council", org_id="GB-LAE-NOR")
    college = partnerships.record_organisation(by=lead, name="Northshire College", postcode="NO1 1AA")
    library = partnerships.record_organisation(
        by=lead, name="Old Library Trust", charity_number="1234567", is_vcse=True
    )
    builders = partnerships.record_organisation(by=lead, name="Bright Builders", company_number="01234567")

    def admit(organisation: Organisation, capacity: Capacity, first_day: date) -> Membership:
        return partnerships.admit(
            by=lead, partnership=north, organisation=organisation, capacity=capacity, first_day=first_day
        )

    council_membership = admit(council, Capacity.PARTNER, date(2024, 4, 1))
    admit(college, Capacity.PARTNER, date(2025, 4, 1))
    library_membership = admit(library, Capacity.PARTNER, date(2024, 4, 1))
    admit(builders, Capacity.SUPPLIER, date(2024, 5, 1))

    roles: list[tuple[str, Role, Organisation | Partnership]] = [
        ("bob", Role.CONTRIBUTOR, council),
        ("ann", Role.APPROVER, council),
        ("cora", Role.CONTRACT_MANAGER, council),
        ("colin", Role.CONTRIBUTOR, college),
        ("olive", Role.CONTRIBUTOR, library),
        ("dora", Role.DELIVERER, builders),
        ("victor", Role.VERIFIER, north),
        ("wendy", Role.VIEWER, north),
    ]
    grants = {
        name: accounts.give_role(by=lead, user=others[name], role=role, place=place, begins=date(2024, 4, 1))
        for name, role, place in roles
    }
    partnerships.end_membership(
        by=lead, membership=library_membership, last_day=date(2025, 3, 31), reason="The trust was wound up."
    )
    last_year = partnerships.open_period(
        by=lead, partnership=north, name="2024/25", first_day=date(2024, 4, 1), last_day=date(2025, 3, 31)
    )
    methods.choose_method(by=lead, period=last_year, reference="commonweal-open@2026.1")
    partnerships.close_period(by=lead, period=last_year)
    year = partnerships.open_period(
        by=lead, partnership=north, name="2025/26", first_day=date(2025, 4, 1), last_day=date(2026, 3, 31)
    )
    methods.choose_method(by=lead, period=year, reference="commonweal-open@2026.1")

    def record(
        name: str,
        *,
        kind: str,
        title: str,
        channel: str,
        owner: Organisation,
        deliverer: Organisation,
        value_pence: int | None = None,
    ) -> Activity:
        return ledger.record_activity(
            by=Scope.of(others[name]),
            partnership=north,
            details=ActivityDetails(
                kind=kind,
                title=title,
                channel=channel,
                owner=owner,
                deliverer=deliverer,
                first_day=date(2025, 4, 1),
                value_pence=value_pence,
            ),
        )

    leisure = record(
        "cora",
        kind="contract",
        title="Leisure centre",
        channel="procurement",
        owner=council,
        deliverer=builders,
        value_pence=250_000_000,
    )
    volunteering = record(
        "bob", kind="programme", title="Staff volunteering", channel="operations", owner=council, deliverer=council
    )
    open_days = record(
        "colin", kind="programme", title="Open days", channel="operations", owner=college, deliverer=college
    )
    delivered = {"stage": "delivered", "period_end": "2025-09-30"}
    (apprentices,) = send(
        others["dora"], north, {"activity": "1", "measure": APPRENTICE_WEEKS, "quantity": "26", **delivered}
    )
    (promise,) = send(
        others["cora"],
        north,
        {
            "activity": "1",
            "organisation": "Northshire Council",
            "measure": HOURS,
            "quantity": "40",
            "stage": "commitment",
            "period_end": "2026-03-31",
            "due": "2025-12-31",
            "recipient": "Northshire Foodbank",
        },
    )
    (hours,) = send(others["bob"], north, {"activity": "2", "measure": HOURS, "quantity": "120.5", **delivered})
    ledger.approve(by=Scope.of(others["ann"]), partnership=north, standings=[hours])
    (open_day_hours,) = send(others["colin"], north, {"activity": "3", "measure": HOURS, "quantity": "30", **delivered})
    return Universe(
        alice=alice,
        oscar=oscar,
        **others,
        north=north,
        south=south,
        council=council,
        college=college,
        library=library,
        builders=builders,
        council_membership=council_membership,
        jobs=partnerships.add_objective(by=lead, partnership=north, name="More jobs for local people"),
        last_year=last_year,
        bobs_role=grants["bob"],
        year=year,
        leisure=leisure,
        volunteering=volunteering,
        open_days=open_days,
        apprentices=apprentices,
        promise=promise,
        hours=Standing.objects.get(pk=hours.pk),
        open_day_hours=open_day_hours,
    )
