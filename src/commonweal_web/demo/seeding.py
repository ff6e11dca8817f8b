"""Making the demonstration: founding, two and a half years of entries, and what became of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from random import Random

from django.utils import timezone

from commonweal_web.accounts import actions as accounts
from commonweal_web.accounts.models import User
from commonweal_web.accounts.roles import Role
from commonweal_web.core.scope import Scope
from commonweal_web.demo.clock import as_if_on
from commonweal_web.demo.figures import delivered, planned, stages_of
from commonweal_web.demo.people import Cast
from commonweal_web.demo.proving import prove
from commonweal_web.demo.story import CHANNELS, Story, ToldActivity, ToldOrganisation
from commonweal_web.ledger import actions as ledger
from commonweal_web.ledger import permissions
from commonweal_web.ledger.checking import check
from commonweal_web.ledger.details import ActivityDetails
from commonweal_web.ledger.models import Activity, Door, Standing, State
from commonweal_web.methods import actions as methods
from commonweal_web.partnerships import actions as partnerships
from commonweal_web.partnerships.models import Capacity, Channel, Organisation

FOUNDED = date(2024, 4, 1)
YEARS = {
    "2024/25": (date(2024, 4, 1), date(2025, 3, 31)),
    "2025/26": (date(2025, 4, 1), date(2026, 3, 31)),
    "2026/27": (date(2026, 4, 1), date(2027, 3, 31)),
}
CLOSED = {date(2025, 6, 2): "2024/25", date(2026, 6, 15): "2025/26"}
ROUNDS = {
    # When it was sent: the quarters that it was about.
    date(2024, 10, 21): ((date(2024, 4, 1), date(2024, 6, 30)), (date(2024, 7, 1), date(2024, 9, 30))),
    date(2025, 4, 22): ((date(2024, 10, 1), date(2024, 12, 31)), (date(2025, 1, 1), date(2025, 3, 31))),
    date(2025, 10, 20): ((date(2025, 4, 1), date(2025, 6, 30)), (date(2025, 7, 1), date(2025, 9, 30))),
    date(2026, 4, 21): ((date(2025, 10, 1), date(2025, 12, 31)), (date(2026, 1, 1), date(2026, 3, 31))),
    date(2026, 10, 19): ((date(2026, 4, 1), date(2026, 6, 30)), (date(2026, 7, 1), date(2026, 9, 30))),
}
PLANS = {date(2024, 5, 20): "2024/25", date(2025, 5, 19): "2025/26", date(2026, 5, 18): "2026/27"}


def seed(story: Story, *, method: str, tell: Callable[[str], None]) -> Cast:
    """Record the story from beginning to end. ``method`` names the edition that values it."""
    draw = Random(20221)
    tell("Founding the partnership")
    cast = _found(story, method)
    _record_activities(cast)
    for day in sorted({*CLOSED, *ROUNDS, *PLANS}):
        with as_if_on(day):
            if day in CLOSED:
                partnerships.close_period(by=Scope.of(cast.someone(Role.LEAD)), period=cast.periods[CLOSED[day]])
            if day in PLANS:
                _send(cast, lambda told, serial: _plans(told, serial, YEARS[PLANS[day]], draw), door=Door.FORM)  # noqa: B023
            if day in ROUNDS:
                tell(f"Recording what was sent on {day:%-d %B %Y}")
                promises = cast.promises()
                _send(
                    cast,
                    lambda told, serial: [
                        row | promises.get((serial, row["measure"], row["period_end"]), {})  # noqa: B023
                        for quarter in ROUNDS[day]  # noqa: B023
                        for row in delivered(told, serial, quarter, draw)
                    ],
                    door=Door.WORKBOOK,
                )
        with as_if_on(day + timedelta(days=9)):
            _decide(cast, draw, leave=day == max(ROUNDS))
            if day in ROUNDS:
                prove(cast, draw, leave=day == max(ROUNDS))
    return cast


def _found(story: Story, method: str) -> Cast:
    with as_if_on(FOUNDED):
        # Only who is shown to visitors can sign in: a password takes long to hash, and that on purpose.
        users = {
            person.email: accounts.open_account(
                email=person.email,
                name=person.name,
                password=story.password if person.note else None,
                is_operator=person.role == Role.LEAD,
            )
            for person in story.people
        }
        lead = users[story.people[0].email]
        partnership = partnerships.found_partnership(
            by=Scope.of(lead),
            name=story.partnership,
            place_code=story.place.code,
            place_name=story.place.name,
            is_demonstration=True,
        )
        cast = Cast(story, partnership, users)
        by = Scope.of(lead)
        for objective in story.objectives:
            partnerships.add_objective(by=by, partnership=partnership, name=objective)
        partnerships.choose_channels(by=by, partnership=partnership, channels=list(Channel))
        for person in story.people[1:]:
            if person.at is None:
                accounts.give_role(by=by, user=users[person.email], role=person.role, place=partnership)
        for name, (first_day, last_day) in YEARS.items():
            period = partnerships.open_period(
                by=by, partnership=partnership, name=name, first_day=first_day, last_day=last_day
            )
            methods.choose_method(by=by, period=period, reference=method)
            cast.periods[name] = period
    _admit(cast)
    return cast


def _admit(cast: Cast) -> None:
    groups = (
        (cast.story.partners, Capacity.PARTNER),
        (cast.story.suppliers, Capacity.SUPPLIER),
        (cast.story.grant_holders, Capacity.GRANT_HOLDER),
    )
    for told, capacity in ((each, capacity) for group, capacity in groups for each in group):
        with as_if_on(told.first_day):
            cast.organisations[told.name] = _member(cast, told, capacity)


def _member(cast: Cast, told: ToldOrganisation, capacity: Capacity) -> Organisation:
    """Admit one, with the people who act for it."""
    by = Scope.of(cast.someone(Role.LEAD))
    organisation = partnerships.record_organisation(
        by=by, name=told.name, sector=told.sector, size=told.size, postcode=told.postcode, is_vcse=told.vcse
    )
    membership = partnerships.admit(
        by=by, partnership=cast.partnership, organisation=organisation, capacity=capacity, first_day=told.first_day
    )
    if told.last_day:
        partnerships.end_membership(
            by=by, membership=membership, last_day=told.last_day, reason="It left the partnership."
        )
    for person in cast.story.people:
        if person.at == told.name:
            accounts.give_role(by=by, user=cast.users[person.email], role=person.role, place=organisation)
    return organisation


def _record_activities(cast: Cast) -> None:
    for told in sorted(cast.story.activities, key=lambda told: told.first_day):
        value = told.value * 100 if told.value is not None else None
        spent = int(value * told.spent) if value is not None and told.spent is not None else None
        with as_if_on(told.first_day):
            activity = ledger.record_activity(
                by=Scope.of(cast.recorder_for(told)),
                partnership=cast.partnership,
                details=ActivityDetails(
                    kind=told.kind,
                    title=told.title,
                    channel=CHANNELS[told.kind],
                    owner=cast.organisations[told.owner],
                    deliverer=cast.organisations[told.deliverer],
                    first_day=told.first_day,
                    last_day=told.last_day,
                    value_pence=value,
                    spend_pence=spent,
                    spend_until=date(2026, 9, 30) if spent is not None else None,
                ),
            )
        cast.activities.append((told, activity))


Rows = Callable[[ToldActivity, int], Sequence[dict[str, str]]]


def _plans(told: ToldActivity, serial: int, year: tuple[date, date], draw: Random) -> list[dict[str, str]]:
    return [row for stage in stages_of(told) for row in planned(told, serial, year, stage, draw)]


def _send(cast: Cast, rows_of: Rows, *, door: Door) -> None:
    """Everybody sends what they have, each at once."""
    by_sender: dict[User, list[dict[str, str]]] = defaultdict(list)
    today = timezone.localdate()
    for told, activity in cast.activities:
        if told.first_day > today:
            continue
        by_sender[cast.sender_for(told)] += rows_of(told, activity.serial)
    for user, rows in by_sender.items():
        if not rows:
            continue
        scope = Scope.of(user)
        checked = check(scope, cast.partnership, rows, name="the demonstration")
        if checked.errors:
            raise ValueError(f"The story cannot be recorded: {checked.errors[0]}")
        ledger.send_entries(
            by=scope,
            partnership=cast.partnership,
            lines=checked.lines,
            door=door,
            only_for_this=True,
            answers_or_adds=True,
        )


def _decide(cast: Cast, draw: Random, *, leave: bool) -> None:
    """Approvers look at what awaits them; of the last round some is left, and some goes back."""
    waiting: dict[User, list[Standing]] = defaultdict(list)
    standings = cast.standings.filter(state=State.SENT).select_related("activity", "version__sending")
    who: dict[tuple[Activity, object, object], User | None] = {}
    for standing in standings.order_by("activity__serial", "entry__serial"):
        sender = standing.version.sending.sent_by_id
        key = (standing.activity, standing.organisation_id, sender)
        if key not in who:
            may = permissions.approvers(standing.activity, standing.organisation_id, sender)
            who[key] = next((user for account, user in cast.users_by_id.items() if account in may), None)
        approver = who[key]
        if approver is not None:
            waiting[approver].append(standing)
    for user, standing_list in waiting.items():
        back = [standing for standing in standing_list if draw.random() < (0.08 if leave else 0.0)]
        left = [standing for standing in standing_list if leave and draw.random() < 0.35 and standing not in back]
        approved = [standing for standing in standing_list if standing not in back and standing not in left]
        scope = Scope.of(user)
        ledger.approve(by=scope, partnership=cast.partnership, standings=approved)
        if back:
            ledger.send_back(
                by=scope,
                partnership=cast.partnership,
                standings=back,
                reason="Please say how many people this is, and attach the log.",
            )
