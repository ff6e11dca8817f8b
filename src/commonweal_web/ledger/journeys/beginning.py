"""With what answers a draft begins: what is known of the commitment that it answers, or of the entry it corrects."""

from __future__ import annotations

from commonweal.entries.columns import INPUT_PREFIX, fixed
from commonweal.method import FACTORS
from commonweal.money import QUANTITY_PLACES, short_text
from commonweal_web.core.scope import Scope
from commonweal_web.ledger.forms.entry import ADDITIONAL, OTHER_DAYS
from commonweal_web.ledger.models import Activity, EntryVersion, Stage, Standing
from commonweal_web.ledger.resolving import LABEL
from commonweal_web.methods.packs import pack_of

BASED_ON = "based_on"
"""The number of the version that a correction began with, among the answers."""


def answers_to(scope: Scope, activity: Activity, label: str) -> dict[str, str]:
    """What is known when somebody reports on the commitment with this label; nothing when there is no such one."""
    found = LABEL.fullmatch(label)
    if found is None or int(found[1]) != activity.serial:
        return {}
    chosen = scope.standings.filter(
        activity=activity, is_latest=True, stage=Stage.COMMITMENT, entry__serial=int(found[2])
    )
    standing = chosen.select_related("version__words", "organisation", "entry__activity").first()
    if standing is None:
        return {}
    return {
        "stage": Stage.DELIVERED,
        "organisation": standing.organisation.name,
        "measure": standing.measure,
        "recipient": standing.version.words.recipient,
        "place": standing.version.place,
        "answers": standing.entry.label,
    }


def correction_of(scope: Scope, standing: Standing) -> dict[str, str]:
    """What an entry says now, as answers."""
    version = standing.version
    words = version.words
    return {
        BASED_ON: str(version.number),
        "stage": version.stage,
        "organisation": version.organisation.name,
        "measure": version.measure,
        **_quantity(version),
        "when": OTHER_DAYS,
        "period_start": version.period_start.isoformat() if version.period_start else "",
        "period_end": version.period_end.isoformat(),
        "recipient": words.recipient,
        "place": version.place,
        "due": version.due.isoformat() if version.due else "",
        "answers": version.answers.label if version.answers else ADDITIONAL,
        "reference": version.reference,
        "beneficiary": words.beneficiary,
        "description": words.description,
        "note": words.note,
        "outcome_ref": version.outcome_ref,
        "share": _text(version.share_e4),
        **{name: _text(getattr(version, fixed(name))) for name in FACTORS},
        "adjustment_reason": words.adjustment_reason,
    }


def _quantity(version: EntryVersion) -> dict[str, str]:
    measure = pack_of(version.edition).measures.get(version.measure)
    if measure and measure.inputs and all(each.id in version.inputs_e4 for each in measure.inputs):
        return {f"{INPUT_PREFIX}{each.id}": _text(version.inputs_e4[each.id]) for each in measure.inputs}
    return {} if version.quantity_e4 is None else {"quantity": _text(version.quantity_e4)}


def _text(number: int | None) -> str:
    return "" if number is None else short_text(number, QUANTITY_PLACES)
