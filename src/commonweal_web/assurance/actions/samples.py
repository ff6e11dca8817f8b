"""Keeping a sample that was drawn."""

from __future__ import annotations

from commonweal_web.assurance import permissions, verbs
from commonweal_web.assurance.drawing import Plan
from commonweal_web.assurance.errors import NotRight
from commonweal_web.assurance.models import Sample, SampledTotal, SampleLine
from commonweal_web.core.acting import atomic_action
from commonweal_web.core.events import record_event
from commonweal_web.core.scope import Scope


@atomic_action
def draw_sample(*, by: Scope, plan: Plan) -> Sample:
    """Keep a sample with everything that its extrapolation will need."""
    partnership = plan.period.partnership
    permissions.require_verifier(by, partnership)
    drawn = plan.drawn
    if not drawn.chosen and not drawn.whole:
        raise NotRight(f"Nothing in {plan.period} awaits verification and has a value in this total.")
    sample = Sample.objects.create(
        partnership=partnership,
        period=plan.period,
        total=plan.total,
        drawn_by=by.user,
        seed=plan.seed.strip(),
        size=plan.size,
        point=plan.point,
        population=plan.population,
        book_pence=plan.book_pence,
        verified_pence=plan.verified_pence,
        rest_pence=drawn.rest_pence,
        rest_size=int(drawn.interval * len(drawn.chosen)),
        lightest=drawn.lightest,
        without_value=len(drawn.without_value),
    )
    units = [(unit, True) for unit in drawn.whole] + [(unit, False) for unit in drawn.chosen]
    SampleLine.objects.bulk_create(
        [
            SampleLine(
                sample=sample,
                number=number,
                version_id=unit.key,
                pence=unit.pence,
                weight=unit.weight,
                risks=[risk.value for risk in plan.risks[unit.key]],
                is_whole=is_whole,
            )
            for number, (unit, is_whole) in enumerate(units, start=1)
        ]
    )
    record_event(
        verbs.SAMPLE_DRAWN,
        sample,
        by=by,
        partnership=partnership,
        lines=len(units),
        total=SampledTotal(plan.total).label.lower(),
        period=plan.period.name,
        seed=sample.seed,
    )
    return sample
