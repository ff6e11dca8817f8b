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

    The period 2024/25 is closed, 2025/26 is open. Roles began on 1 April 2024, those of the leads today.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from commonweal_web.accounts import actions as accounts
from commonweal_web.accounts.models import RoleGrant, User
from commonweal_web.accounts.roles import Role
from commonweal_web.core.scope import Scope
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


def open_account(name: str, *, is_operator: bool = False) -> User:
    """An account for a person of this name."""
    return accounts.open_account(
        email=f"{name.lower()}@example.org", name=name, password=PASSWORD, is_operator=is_operator
    )


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
    partnerships.close_period(by=lead, period=last_year)
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
        year=partnerships.open_period(
            by=lead, partnership=north, name="2025/26", first_day=date(2025, 4, 1), last_day=date(2026, 3, 31)
        ),
    )
