"""One entry: what it says now, what that is worth and how, what it said before, and what may be done about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from uuid import UUID

from django.urls import reverse

from commonweal.method import BENEFIT_LANES, LANES
from commonweal.money import PENCE, fixed_half_up
from commonweal.valuation.explain import Step, step_text
from commonweal.wording import many
from commonweal_web.core.errors import NotAllowed
from commonweal_web.core.scope import Scope
from commonweal_web.design.components import Link, SummaryRow, Tag
from commonweal_web.design.words import MINUS, pounds
from commonweal_web.ledger import permissions, verbs
from commonweal_web.ledger.landing import is_closed
from commonweal_web.ledger.models import Entry, EntryVersion, Stage, Standing, State
from commonweal_web.ledger.panels import Panel, panels
from commonweal_web.ledger.queries.activities import STATES
from commonweal_web.ledger.queries.versions import facts
from commonweal_web.ledger.valuing import Workings, workings_of_version
from commonweal_web.ledger.words import LANES as LANE_WORDS
from commonweal_web.ledger.words import measure_name, quantity_said

SAYS = {
    State.SENT: "It awaits approval by {owner}, and does not count yet.",
    State.APPROVED: "It is approved and counts.",
    State.RETURNED: "It was sent back, and does not count until it is corrected and approved.",
    State.WITHDRAWN: "It was withdrawn, and does not count.",
}


@dataclass(frozen=True, slots=True)
class LaneWorkings:
    """One lane of an entry's value, with the calculation that leads to it."""

    name: str
    lane: str
    pence: int
    is_benefit: bool
    steps: Sequence[tuple[Step, str]]
    """Each step and its result as printed."""


@dataclass(frozen=True, slots=True)
class EntryPage:
    """Everything the page of an entry says."""

    standing: Standing
    version: EntryVersion
    title: str
    facts: Sequence[SummaryRow]
    workings: Workings
    lanes: Sequence[LaneWorkings]
    earlier: Sequence[Standing]
    """How it stands in periods that closed before it was corrected."""
    panels: Sequence[Panel]
    actions: Sequence[Link]
    sent_by: str
    answered_by: Sequence[Standing]
    method: str

    returned_because: str

    @property
    def state(self) -> Tag:
        """Whether it counts, as a tag."""
        return STATES[State(self.standing.state)]

    @property
    def queries(self) -> Tag:
        """How many questions about it are open."""
        return Tag(many(self.standing.open_queries, "open question", "open questions"), "red")

    @property
    def says(self) -> str:
        """Whether it counts, as a sentence."""
        owner = self.standing.entry.activity.owner.name
        sender = f"{self.sent_by or 'Somebody'} sent it on {self.version.sending.at:%-d %B %Y}."
        return f"{sender} {SAYS[State(self.standing.state)].format(owner=owner)}"

    @property
    def earlier_said(self) -> Sequence[tuple[Standing, str]]:
        """How it stands in closed periods, each with its quantity."""
        return [(standing, quantity_said(standing.version)) for standing in self.earlier]

    @property
    def entry(self) -> Entry:
        """The entry itself."""
        return self.standing.entry


def standing_of(scope: Scope, entry_id: UUID) -> Standing | None:
    """How the entry with this id stands now, as far as the scope goes."""
    chosen = scope.standings.filter(entry=entry_id, is_latest=True).select_related(
        "version__edition",
        "version__words",
        "version__sending",
        "version__organisation",
        "version__partner",
        "version__period__closing",
        "version__answers__activity",
        "version__entry__activity__owner",
        "version__entry__activity__deliverer",
        "entry__activity__partnership",
        "entry__activity__owner",
        "entry__activity__deliverer",
        "activity__partnership",
        "activity__owner",
        "organisation",
        "period__closing",
    )
    return chosen.first()


def entry_page(scope: Scope, standing: Standing) -> EntryPage:
    """The page of an entry whose latest standing the scope found."""
    version = standing.version
    before = scope.standings.filter(entry=standing.entry, is_latest=False).select_related(
        "period", "version__edition", "version__words"
    )
    answered = scope.standings.filter(version__answers=standing.entry, is_latest=True).exclude(state=State.WITHDRAWN)
    shown = panels("entry", scope, standing)
    workings = workings_of_version(version)
    return EntryPage(
        standing=standing,
        version=version,
        title=measure_name(version),
        facts=facts(version),
        workings=workings,
        lanes=lanes_of(workings),
        earlier=list(before.order_by("-period__first_day")) if version.number > 1 else [],
        panels=shown,
        actions=[*actions_of(scope, standing), *(action for panel in shown for action in panel.actions)],
        sent_by=scope.names_of({version.sending.sent_by_id}).get(version.sending.sent_by_id, ""),
        answered_by=list(answered.select_related("entry__activity", "version__edition").order_by("entry__serial")[:20])
        if version.stage == Stage.COMMITMENT
        else [],
        method=str(version.edition),
        returned_because=_returned_because(scope, standing),
    )


def _returned_because(scope: Scope, standing: Standing) -> str:
    if standing.state != State.RETURNED:
        return ""
    returned = scope.events_of(standing.entry).filter(verb=verbs.RETURNED.code).last()
    return returned.reason if returned else ""


def versions_of(scope: Scope, standing: Standing) -> list[EntryVersion]:
    """All that was said of an entry, the newest first."""
    versions = scope.versions.filter(entry=standing.entry)
    return list(
        versions.select_related("edition", "words", "sending", "organisation", "period", "answers__activity").order_by(
            "-number"
        )
    )


def lanes_of(workings: Workings) -> list[LaneWorkings]:
    """The lanes that have a value, in order, each with its steps."""
    return [
        LaneWorkings(
            LANE_WORDS[lane],
            lane,
            workings.pence.lanes[lane],
            lane in BENEFIT_LANES,
            [(step, _result(step, last=step is own[-1])) for step in own],
        )
        for lane in LANES
        if lane in workings.pence.lanes and (own := [step for step in workings.steps if step.lane == lane])
    ]


def _result(step: Step, *, last: bool) -> str:
    if last:
        return pounds(fixed_half_up(Fraction(step.result), PENCE))
    text = step_text(step)
    whole, dot, part = text.removeprefix("-").partition(".")
    return f"{MINUS if text.startswith('-') else ''}£{int(whole):,}{dot}{part}"


def may_change(scope: Scope, standing: Standing) -> bool:
    """Whether this person may correct or withdraw it."""
    return permissions.may_send(scope, standing.entry.activity, standing.organisation)


def require_may_change(scope: Scope, standing: Standing) -> None:
    """Raise ``NotAllowed`` unless this person may correct it."""
    if not may_change(scope, standing):
        raise NotAllowed(f"Only those who send entries of {standing.organisation} can correct this one.")


def actions_of(scope: Scope, standing: Standing) -> list[Link]:
    """What this person may do about the entry itself."""
    key = [standing.entry_id]
    closed = is_closed(standing.period)
    links: list[Link] = []
    if standing.state == State.SENT and not closed and permissions.may_approve(scope, standing.version):
        links.append(Link("Approve", reverse("entry_approve", args=key)))
        links.append(Link("Send back", reverse("entry_return", args=key)))
    if may_change(scope, standing):
        links.append(Link("Correct", reverse("entry_correct", args=key)))
        if standing.stage == Stage.COMMITMENT and standing.state != State.WITHDRAWN:
            url = reverse("entry_new", args=[standing.activity_id])
            links.append(Link("Report what was delivered", f"{url}?answers={standing.entry.label}"))
        if standing.state != State.WITHDRAWN and not closed:
            links.append(Link("Withdraw", reverse("entry_withdraw", args=key)))
    if may_change(scope, standing) or scope.is_lead_of(standing.activity.partnership):
        links.append(Link("Erase the words", reverse("entry_erase", args=key)))
    return links
