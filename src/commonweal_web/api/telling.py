"""From what the scope found to what programs are told."""

from __future__ import annotations

from collections.abc import Sequence

from commonweal.entries.columns import fixed
from commonweal.method import FACTORS, Pack
from commonweal.money import QUANTITY_PLACES, short_text
from commonweal.valuation.explain import step_text
from commonweal_web.api import told
from commonweal_web.core.scope import Scope
from commonweal_web.ledger.models import Activity, EntryVersion, Standing
from commonweal_web.ledger.queries.entry import versions_of
from commonweal_web.ledger.queries.entry_rows import EntryRow
from commonweal_web.ledger.queries.values import Worth
from commonweal_web.ledger.valuing import Workings, workings_of_version
from commonweal_web.methods.packs import pack_of
from commonweal_web.partnerships.models import Partnership, Period


def partnership(found: Partnership) -> told.Partnership:
    """A partnership."""
    return told.Partnership(
        id=found.pk,
        name=found.name,
        place=found.place_id,
        place_name=found.place.name,
        is_demonstration=found.is_demonstration,
    )


def period(found: Period, method: str | None) -> told.Period:
    """A period and its method."""
    return told.Period(
        id=found.pk,
        name=found.name,
        first_day=found.first_day,
        last_day=found.last_day,
        is_closed=hasattr(found, "closing"),
        method=method,
    )


def method(pack: Pack) -> told.Method:
    """An edition with its measures."""
    header = pack.header
    return told.Method(
        id=header.id,
        edition=header.edition,
        title=header.title,
        digest=pack.digest,
        price_base=header.price_base,
        measures=[
            told.Measure(
                id=measure.id,
                code=measure.code,
                name=measure.name,
                theme=pack.theme_of(measure).id,
                outcome=measure.outcome,
                definition=measure.definition,
                unit=measure.unit,
                inputs=[told.Input(id=each.id, label=each.label, unit=each.unit) for each in measure.inputs],
                evidence=list(measure.evidence),
                has_value=bool(measure.proxies),
            )
            for measure in pack.measures.values()
        ],
    )


def activity(found: Activity) -> told.Activity:
    """An activity."""
    same = ("kind", "title", "channel", "first_day", "last_day", "value_pence", "spend_pence", "spend_until")
    return told.Activity(
        id=found.pk,
        number=found.serial,
        partnership=found.partnership_id,
        owner=found.owner_id,
        owner_name=found.owner.name,
        deliverer=found.deliverer_id,
        deliverer_name=found.deliverer.name,
        place=found.place,
        reference=found.reference,
        workforce=found.workforce,
        description=found.description,
        **{name: getattr(found, name) for name in same},
    )


def entry(standing: Standing, row: EntryRow) -> told.Entry:
    """An entry of a list: how it stands, and what it is worth."""
    version, activity = standing.version, standing.activity
    same = ("channel", "measure", "stage", "period_end", "due", "state", "assurance", "open_queries")
    return told.Entry(
        id=standing.entry_id,
        label=f"{activity.serial}/{standing.entry.serial}",
        activity=activity.pk,
        organisation=standing.organisation_id,
        organisation_name=standing.organisation.name,
        partner=standing.partner_id,
        period=standing.period_id,
        quantity=_exact(version.quantity_e4),
        unit=row.measure.unit,
        period_start=version.period_start,
        recipient=version.words.recipient,
        reference=version.reference,
        place=version.place,
        value=_value(row.worth),
        is_restricted=bool(row.worth and row.worth.is_restricted),
        **{name: getattr(standing, name) for name in same},
    )


def entry_whole(scope: Scope, standing: Standing) -> told.EntryWhole:
    """One entry with everything that there is of it for this person."""
    versions = versions_of(scope, standing)
    steps = [
        told.Step(version=version.number, kind=step.kind, at=step.at)
        for version in reversed(versions)
        for step in version.steps.all()
    ]
    pack = pack_of(standing.version.edition)
    measure = pack.measures[standing.measure]
    workings = workings_of_version(standing.version)
    restricted = pack.is_restricted(measure)
    shown = workings.is_priced and not restricted
    return told.EntryWhole(
        id=standing.entry_id,
        label=standing.entry.label,
        activity=standing.activity_id,
        partnership=standing.partnership_id,
        state=standing.state,
        assurance=standing.assurance,
        open_queries=standing.open_queries,
        versions=[_version(version) for version in versions],
        steps=sorted(steps, key=lambda step: step.at),
        value=_worked_out(workings) if shown else None,
        is_restricted=restricted,
        workings=_workings(pack, workings) if shown else None,
    )


def sent(standings: Sequence[Standing]) -> list[told.SentEntry]:
    """How entries stand that were just sent."""
    return [
        told.SentEntry(
            id=standing.entry_id,
            label=standing.version.entry.label,
            version=standing.version.number,
            state=standing.state,
        )
        for standing in standings
    ]


def _version(version: EntryVersion) -> told.Version:
    words = version.words
    adjusted = {name: _exact(getattr(version, fixed(name))) for name in FACTORS}
    same = ("number", "reason", "measure", "stage", "period_start", "period_end", "due", "place")
    return told.Version(
        sent_at=version.sending.at,
        door=version.sending.door,
        organisation=version.organisation_id,
        quantity=_exact(version.quantity_e4),
        inputs={name: short_text(cell, QUANTITY_PLACES) for name, cell in version.inputs_e4.items()},
        period=version.period_id,
        answers=version.answers.label if version.answers else None,
        reference=version.reference,
        recipient=words.recipient,
        beneficiary=words.beneficiary,
        outcome_ref=version.outcome_ref,
        share=_exact(version.share_e4),
        adjustments={name: cell for name, cell in adjusted.items() if cell is not None},
        adjustment_reason=words.adjustment_reason,
        description=words.description,
        note=words.note,
        words_erased_at=words.erased_at,
        **{name: getattr(version, name) for name in same},
    )


def _workings(pack: Pack, workings: Workings) -> told.Workings:
    return told.Workings(
        method=pack.name,
        digest=pack.digest,
        steps=[
            told.WorkingStep(lane=step.lane, what=step.what, figure=step.figure, result=step_text(step))
            for step in workings.steps
        ],
        additional_pence=workings.counted,
        refused=workings.refused,
    )


def _worked_out(workings: Workings) -> told.Value:
    pence = workings.pence
    return told.Value(additional_pence=pence.additional, local_pence=pence.local, lanes=dict(pence.lanes))


def _value(worth: Worth | None) -> told.Value | None:
    if worth is None or worth.is_restricted:
        return None
    return told.Value(additional_pence=worth.additional, local_pence=worth.local, lanes=dict(worth.lanes))


def _exact(cell: int | None) -> str | None:
    return None if cell is None else short_text(cell, QUANTITY_PLACES)
