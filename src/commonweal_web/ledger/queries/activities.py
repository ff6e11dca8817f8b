"""One activity: what it is, what was promised and done on it, and what that is worth."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from uuid import UUID

from django.urls import reverse

from commonweal.money import PENCE, fixed_half_up
from commonweal.wording import many
from commonweal_web.core.scope import Scope
from commonweal_web.design.components import ASSURANCES, Cell, Column, Figure, Link, SummaryRow, Table, Tag
from commonweal_web.design.words import pounds
from commonweal_web.ledger import permissions
from commonweal_web.ledger.addresses import entries_address
from commonweal_web.ledger.models import Activity, Draft, Stage, Standing, State
from commonweal_web.ledger.queries.promises import Promise, promises
from commonweal_web.ledger.queries.sending import drafts_on
from commonweal_web.ledger.valuing import NOTHING, Pence, pence_of
from commonweal_web.ledger.words import measure_name, quantity_said

SHOWN = 50
"""How many entries of a stage the page shows; the list has them all."""

STATES = {
    State.SENT: Tag("Awaiting approval", "amber"),
    State.APPROVED: Tag("Approved", "green"),
    State.RETURNED: Tag("Sent back", "red"),
    State.WITHDRAWN: Tag("Withdrawn", "grey"),
}

OTHER_VALUE = (("local", "Local economic value"), ("input", "Given, at cost"), ("transfer", "Transfers"))


@dataclass(frozen=True, slots=True)
class PerPound:
    """Social value for each pound spent, with its two parts."""

    pence: int
    additional: int
    spend: int
    entries_url: str


@dataclass(frozen=True, slots=True)
class StageSection:
    """The entries of one stage."""

    stage: str
    title: str
    table: Table
    all_url: str
    left_off: int


@dataclass(frozen=True, slots=True)
class ActivityPage:
    """Everything the page of an activity says."""

    activity: Activity
    facts: Sequence[SummaryRow]
    sections: Sequence[StageSection]
    promises: Sequence[Promise]
    per_pound: PerPound | None
    totals: Pence
    """Of what was delivered and approved."""
    delivered_url: str
    drafts: Sequence[Draft]
    may_record: bool
    may_send: bool

    @property
    def figures(self) -> list[Figure]:
        """What was delivered and approved, each kind of value by itself; each leads to its entries."""
        entries = Link("Its entries", self.delivered_url)
        shown = [Figure("Additional social value delivered", self.totals.additional, entries)]
        for lane, words in OTHER_VALUE:
            if pence := self.totals.lanes.get(lane):
                shown.append(Figure(f"{words} delivered" if lane == "local" else words, pence, entries))
        return shown


def activity_page(scope: Scope, activity: Activity) -> ActivityPage:
    """The page of an activity that ``scope`` found."""
    entries = _entries(scope, activity)
    delivered = entries.total(Stage.DELIVERED)
    url = entries_address(activity.partnership, activity=activity.pk, stage=Stage.DELIVERED.value, state="approved")
    may_send = any(permissions.may_send(scope, activity, side) for side in (activity.owner, activity.deliverer))
    return ActivityPage(
        activity,
        facts(activity),
        [_section(activity, stage, entries) for stage in reversed(Stage) if entries.of[stage]],
        promises(scope, activity),
        _per_pound(activity, delivered, url),
        delivered,
        url,
        drafts_on(scope, activity),
        permissions.may_record_for(scope, activity.owner),
        may_send,
    )


@dataclass(frozen=True, slots=True)
class _Entries:
    """All entries of an activity: by stage which there are, those that are shown whole, and what all are worth."""

    of: dict[Stage, list[UUID]]
    counting: set[UUID]
    shown: dict[UUID, Standing]
    pence: dict[UUID, Pence]

    def total(self, stage: Stage) -> Pence:
        """What the approved ones of a stage come to."""
        return sum((self.pence.get(key, NOTHING) for key in self.of[stage] if key in self.counting), NOTHING)


def _entries(scope: Scope, activity: Activity) -> _Entries:
    latest = scope.standings.filter(activity=activity, is_latest=True)
    of: dict[Stage, list[UUID]] = {stage: [] for stage in Stage}
    counting = set()
    for key, stage, state in latest.order_by("-period_end", "-entry__serial").values_list("pk", "stage", "state"):
        of[Stage(stage)].append(key)
        if state == State.APPROVED:
            counting.add(key)
    chosen = [key for keys in of.values() for key in keys[:SHOWN]]
    shown = latest.select_related("version__edition", "entry__activity", "organisation").in_bulk(chosen)
    return _Entries(of, counting, shown, pence_of_activity(scope, activity))


def pence_of_activity(scope: Scope, activity: Activity) -> dict[UUID, Pence]:
    """What each entry on this activity is worth, by the id of its latest standing."""
    latest = scope.standings.filter(activity=activity, is_latest=True)
    used = scope.editions.filter(pk__in=latest.values("version__edition"))
    return pence_of(latest, {str(edition.pk): edition for edition in used})


def facts(activity: Activity) -> list[SummaryRow]:
    """What the activity says of itself; what it does not say is left out."""
    days = f"From {activity.first_day:%-d %B %Y}"
    if activity.last_day:
        days = f"{activity.first_day:%-d %B %Y} to {activity.last_day:%-d %B %Y}"
    spent = ""
    if activity.spend_pence is not None:
        spent = pounds(activity.spend_pence)
        spent += f" to {activity.spend_until:%-d %B %Y}" if activity.spend_until else ""
    told = [
        ("Kind", activity.get_kind_display()),
        ("Channel", activity.get_channel_display()),
        ("Counts for", activity.owner.name),
        ("Delivered by", activity.deliverer.name),
        ("Value", "" if activity.value_pence is None else pounds(activity.value_pence)),
        ("Spent so far", spent),
        ("Days", days),
        ("Place", activity.place),
        ("Reference", activity.reference),
        ("People working on it", "" if activity.workforce is None else f"about {activity.workforce:,}"),
    ]
    return [SummaryRow(key, said) for key, said in told if said]


def _per_pound(activity: Activity, delivered: Pence, url: str) -> PerPound | None:
    if not activity.spend_pence:
        return None
    each = fixed_half_up(Fraction(delivered.additional, activity.spend_pence), PENCE)
    return PerPound(each, delivered.additional, activity.spend_pence, url)


def _section(activity: Activity, stage: Stage, entries: _Entries) -> StageSection:
    keys = entries.of[stage]
    number, rows = len(keys), [entries.shown[key] for key in keys[:SHOWN] if key in entries.shown]
    values = {key: entries.pence[key] for key in keys if key in entries.pence}
    lanes = [(lane, words) for lane, words in OTHER_VALUE if any(value.lanes.get(lane) for value in values.values())]
    total = entries.total(stage)
    table = Table(
        caption=f"{stage.label}: {many(number, 'entry', 'entries')}",
        columns=[
            Column("Entry"),
            Column("To"),
            Column("Quantity", numeric=True),
            Column("Additional social value", numeric=True),
            *(Column(words, numeric=True) for _, words in lanes),
            Column("State"),
            *([Column("Proof")] if stage == Stage.DELIVERED else []),
        ],
        rows=[_row(standing, values.get(standing.pk), lanes) for standing in rows],
        total=[
            "Approved so far",
            "",
            "",
            pounds(total.additional),
            *(pounds(total.lanes.get(lane, 0)) for lane, _ in lanes),
            "",
            *([""] if stage == Stage.DELIVERED else []),
        ],
        dense=True,
        name=f"entries-{stage.value}",
    )
    url = entries_address(activity.partnership, activity=activity.pk, stage=stage.value)
    return StageSection(stage.value, stage.label, table, url, number - len(rows))


def _row(standing: Standing, value: Pence | None, lanes: Sequence[tuple[str, str]]) -> list[object]:
    url = reverse("entry", args=[standing.entry_id])
    label = f"{standing.entry.label}, {standing.organisation.name}"
    return [
        Cell(measure_name(standing.version), url, label),
        f"{standing.period_end:%-d %b %Y}",
        quantity_said(standing.version),
        Link(
            pounds(value.additional) if value else "only counted",
            f"{url}#workings",
            f"for entry {standing.entry.label}: its workings",
        ),
        *(pounds(value.lanes.get(lane, 0)) if value else "–" for lane, _ in lanes),
        STATES[State(standing.state)],
        *([ASSURANCES[standing.assurance]] if standing.assurance else []),
    ]
