"""Fill an installation with a partnership of any number of entries, and say where its pages are.

    python -m benchmarks.full_ledger 100000

Everything is done by the actions that people's work is done by. The entries go through ``send_entries`` as typed lines
in batches, past the validator of cells, which has nothing to find in lines that a program makes. A ledger that is there
already is left as it is. Prints JSON for ``benchmarks.load``: who is signed in, and the addresses of the pages.
"""

from __future__ import annotations

import json
import os
import random
import sys
import time
from datetime import date, timedelta
from typing import TYPE_CHECKING

import django

if TYPE_CHECKING:
    from commonweal_web.accounts.models import User
    from commonweal_web.core.scope import Scope
    from commonweal_web.partnerships.models import Organisation, Partnership, Period

PARTNERS = 11
SUPPLIERS = 20
ACTIVITIES = 300
PEOPLE = 20
BATCH = 5_000
STAGES = {"delivered": 50, "commitment": 25, "forecast": 15, "target": 10}
FIRST_DAY = date(2024, 4, 1)
METHOD = "commonweal-open@2026.1"


def fill(entries: int) -> None:
    """Fill the ledger."""
    from commonweal_web.accounts import actions as accounts
    from commonweal_web.accounts.roles import Role
    from commonweal_web.core.scope import Scope
    from commonweal_web.methods import actions as methods
    from commonweal_web.partnerships import actions as partnerships
    from commonweal_web.partnerships.models import Capacity

    lead = accounts.open_account(email="lead@example.org", name="Lead", is_operator=True)
    partnership = partnerships.found_partnership(
        by=Scope.of(lead), name="A partnership under load", place_code="E06000047", place_name="County Durham"
    )
    by = Scope.of(lead)
    periods = []
    for year in (2024, 2025, 2026):
        period = partnerships.open_period(
            by=by,
            partnership=partnership,
            name=f"{year}/{year + 1 - 2000}",
            first_day=date(year, 4, 1),
            last_day=date(year + 1, 3, 31),
        )
        methods.choose_method(by=by, period=period, reference=METHOD)
        periods.append(period)
    organisations = []
    for number in range(PARTNERS + SUPPLIERS):
        is_partner = number < PARTNERS
        organisation = partnerships.record_organisation(
            by=by, name=f"{'Partner' if is_partner else 'Supplier'} {number + 1:02d}"
        )
        capacity = Capacity.PARTNER if is_partner else Capacity.SUPPLIER
        partnerships.admit(
            by=by, partnership=partnership, organisation=organisation, capacity=capacity, first_day=FIRST_DAY
        )
        organisations.append(organisation)
    contributors = []
    for number in range(PEOPLE - 1):
        person = accounts.open_account(email=f"person{number}@example.org", name=f"Person {number}")
        role = Role.CONTRIBUTOR if number < PARTNERS else Role.APPROVER
        accounts.give_role(by=by, user=person, role=role, place=organisations[number % PARTNERS], begins=FIRST_DAY)
        contributors += [person] if number < PARTNERS else []
    _send(partnership, periods, organisations, contributors, entries)


def _send(
    partnership: Partnership,
    periods: list[Period],
    organisations: list[Organisation],
    contributors: list[User],
    entries: int,
) -> None:
    """Record activities of every partner, and send their entries."""
    from commonweal.method import load_method
    from commonweal_web.core.scope import Scope
    from commonweal_web.ledger import actions as ledger
    from commonweal_web.ledger.details import ActivityDetails
    from commonweal_web.ledger.lines import Line
    from commonweal_web.ledger.models import Door
    from commonweal_web.methods.models import PeriodMethod

    chance = random.Random(20261123)
    measures = [name for name, measure in load_method(METHOD).measures.items() if measure.proxies]
    methods = {chosen.period_id: chosen.edition for chosen in PeriodMethod.objects.select_related("edition")}
    activities: dict[int, list[object]] = {}
    for number in range(ACTIVITIES):
        owner = number % PARTNERS
        is_contract = number % 3 != 0
        details = ActivityDetails(
            kind="contract" if is_contract else "programme",
            title=f"{'Contract' if is_contract else 'Programme'} {number + 1}",
            channel="procurement" if is_contract else "operations",
            owner=organisations[owner],
            deliverer=organisations[PARTNERS + number % SUPPLIERS] if is_contract else organisations[owner],
            first_day=FIRST_DAY,
            value_pence=chance.randrange(1_000_000, 500_000_000) if is_contract else None,
        )
        activity = ledger.record_activity(by=Scope.of(contributors[owner]), partnership=partnership, details=details)
        activities.setdefault(owner, []).append(activity)

    def line(row: int, owner: int) -> Line:
        period = chance.choice(periods)
        stage = chance.choices(list(STAGES), list(STAGES.values()))[0]
        end = period.first_day + timedelta(days=chance.randrange(360))
        return Line(
            row=row,
            activity=chance.choice(activities[owner]),  # type: ignore[arg-type]
            organisation=organisations[owner],
            period=period,
            edition=methods[period.pk],
            measure=chance.choice(measures),
            stage=stage,
            quantity_e4=chance.randrange(1_0000, 500_0000),
            period_end=end,
            place=f"E0102{chance.randrange(300):04d}" if chance.random() < 0.7 else "",
            due=end if stage == "commitment" else None,
            description="What was done, in the words of the officer who did it",
        )

    sent = 0
    while sent < entries:
        owner = (sent // BATCH) % PARTNERS
        scope = Scope.of(contributors[owner])
        lines = [line(row, owner) for row in range(1, min(BATCH, entries - sent) + 1)]
        ledger.send_entries(
            by=scope, partnership=partnership, lines=lines, door=Door.WORKBOOK, only_for_this=True, answers_or_adds=True
        )
        sent += len(lines)
        print(f"{sent:,} entries", file=sys.stderr)


def where() -> dict[str, object]:
    """Twenty people who are signed in: the cookie of each, and the addresses of the pages that they may see."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    from commonweal_web.accounts.models import User
    from commonweal_web.core.scope import Scope

    people = []
    for person in User.objects.order_by("email")[:PEOPLE]:
        session = SessionStore()
        session[SESSION_KEY] = str(person.pk)
        session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
        session[HASH_SESSION_KEY] = person.get_session_auth_hash()
        session.create()
        people.append({"cookie": session.session_key, "pages": _pages(Scope.of(person))})
    return {"people": people}


def _pages(scope: Scope) -> dict[str, list[str]]:
    """The addresses of each kind of page, as far as there is such a page."""
    from django.urls import NoReverseMatch, reverse

    partnership = scope.partnerships.get()
    seen = random.Random(1).sample(list(scope.entries.values_list("pk", flat=True)), 50)
    asked = {name: [partnership.pk] for name in ("dashboard", "entries", "activities")} | {"entry": seen}
    pages = {"start": [reverse("start")]}
    for name, keys in asked.items():
        try:
            pages[name] = [reverse(name, args=[key]) for key in keys]
        except NoReverseMatch:
            print(f"There is no page {name!r}", file=sys.stderr)
    return pages


def main() -> None:
    """Fill the installation that the environment names."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "commonweal_web.settings")
    django.setup()
    from commonweal_web.core.installation import prepare_database

    prepare_database()
    from commonweal_web.partnerships.models import Partnership

    begun = time.perf_counter()
    if not Partnership.objects.exists():
        fill(int(sys.argv[1]))
    print(json.dumps(where() | {"seconds": round(time.perf_counter() - begun)}))


if __name__ == "__main__":
    main()
