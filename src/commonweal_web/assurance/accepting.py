"""Taking the recipient's number over: the correction goes in by the same door as any other, and their word holds."""

from __future__ import annotations

from commonweal.entries.columns import fixed
from commonweal.method import FACTORS
from commonweal.money import QUANTITY_PLACES, short_text
from commonweal_web.assurance.actions import hold_confirmation
from commonweal_web.assurance.asking import agrees
from commonweal_web.assurance.errors import NotRight
from commonweal_web.assurance.models import Confirmation, Verdict
from commonweal_web.core.acting import atomic_action
from commonweal_web.core.scope import Scope
from commonweal_web.ledger.actions import send_entries
from commonweal_web.ledger.checking import check
from commonweal_web.ledger.errors import LinesRefused
from commonweal_web.ledger.models import Door, EntryVersion, Standing

REASON = "The recipient says that this is the number."


@atomic_action
def accept_number(*, by: Scope, confirmation: Confirmation, standing: Standing, attested: bool) -> Standing:
    """Correct the entry to the recipient's number, unless it says so already; then their confirmation holds.

    All of it or nothing. Raises ``LinesRefused`` when the validator refuses the number.
    """
    if not agrees(confirmation, standing):
        if confirmation.verdict != Verdict.DIFFERENT or standing.version_id != confirmation.version_id:
            raise NotRight("The entry was corrected since the recipient answered. Ask them again.")
        checked = check(by, standing.partnership, [_row(confirmation)], name="the recipient's number")
        if checked.errors:
            raise LinesRefused(checked.errors)
        (standing,) = send_entries(
            by=by,
            partnership=standing.partnership,
            lines=checked.lines,
            door=Door.FORM,
            only_for_this=attested,
            answers_or_adds=attested,
        )
    hold_confirmation(by=by, standing=standing, confirmation=confirmation)
    return standing


def _row(confirmation: Confirmation) -> dict[str, str]:
    """The version that the recipient was asked about, with their number: inputs made another, so they go."""
    version, words = confirmation.version, confirmation.version.words
    return {
        "activity": str(version.entry.activity.serial),
        "entry": version.entry.label,
        "organisation": version.organisation.name,
        "measure": version.measure,
        "quantity": _text(confirmation.quantity_e4),
        "period_start": version.period_start.isoformat() if version.period_start else "",
        "period_end": version.period_end.isoformat(),
        "place": version.place,
        "stage": version.stage,
        "recipient": words.recipient,
        "reference": version.reference,
        "beneficiary": words.beneficiary,
        "outcome_ref": version.outcome_ref,
        "share": _text(version.share_e4),
        **{name: _text(getattr(version, fixed(name))) for name in FACTORS},
        "adjustment_reason": words.adjustment_reason,
        "description": words.description,
        "note": words.note,
        "answers": _label(version),
        "reason": REASON,
    }


def _label(version: EntryVersion) -> str:
    return version.answers.label if version.answers else ""


def _text(number: int | None) -> str:
    return "" if number is None else short_text(number, QUANTITY_PLACES)
