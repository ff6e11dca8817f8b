"""Verification by somebody independent."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils import timezone

from commonweal_web.assurance import permissions, verbs
from commonweal_web.assurance.errors import NotRight
from commonweal_web.assurance.models import Finding, LookedAt, Query, Verification, VerificationWords
from commonweal_web.assurance.tasks import mail_about_query
from commonweal_web.core.acting import atomic_action
from commonweal_web.core.errors import NotAllowed
from commonweal_web.core.events import record_event
from commonweal_web.core.scope import Scope
from commonweal_web.ledger.actions.steps import take_step, take_turn
from commonweal_web.ledger.errors import NotNow
from commonweal_web.ledger.models import EntryVersion, Stage, Standing, State, StepKind
from commonweal_web.partnerships.models import PeriodClosing


@atomic_action
def verify_version(
    *,
    by: Scope,
    version: EntryVersion,
    finding: Finding,
    looked_at: Sequence[LookedAt],
    right_quantity_e4: int | None = None,
    note: str = "",
) -> Verification:
    """Record what an independent verifier found of a version. What is not right opens a question.

    A version that was corrected or withdrawn since, or whose period closed, keeps the assurance that it had: what was
    found is recorded, and counts where the version stands in a sample.
    """
    permissions.require_may_verify(by, version)
    _check(version, finding, looked_at, right_quantity_e4, note)
    partnership = version.entry.activity.partnership
    point = take_turn(partnership)
    is_wrong = finding == Finding.WRONG
    verification = Verification.objects.create(
        version=version,
        verified_by=by.user,
        finding=finding,
        right_quantity_e4=right_quantity_e4 if is_wrong else None,
        looked_at=[LookedAt(each).value for each in looked_at],
    )
    VerificationWords.objects.create(verification=verification, note=note.strip())
    stands = Standing.objects.filter(version=version, is_latest=True)
    if stands.filter(state__in=(State.SENT, State.RETURNED)).exists():
        raise NotNow("This entry does not count yet. It is verified once it is approved.")
    if not PeriodClosing.objects.filter(period=version.period_id).exists():
        kind = StepKind.REFUTED if is_wrong else StepKind.VERIFIED
        take_step(list(stands.filter(state=State.APPROVED)), kind, by=by, point=point)
    if is_wrong:
        query = Query.objects.create(entry=version.entry, version=version, raised_by=by.user, verification=verification)
        take_step(
            list(Standing.objects.filter(entry=version.entry, is_latest=True)), StepKind.QUERIED, by=by, point=point
        )
        mail_about_query.enqueue(str(query.pk), None)
    record_event(
        verbs.REFUTED if is_wrong else verbs.VERIFIED,
        version.entry,
        by=by,
        partnership=partnership,
        number=version.number,
        looked_at=", ".join(_lowered(LookedAt(each).label) for each in looked_at),
    )
    return verification


@atomic_action
def erase_verification_note(*, by: Scope, verification: Verification, reason: str) -> None:
    """Erase the words of a verification; what was found stays."""
    entry = verification.version.entry
    if verification.verified_by_id != by.user.pk and not by.is_lead_of(entry.activity.partnership):
        raise NotAllowed("Only the verifier who wrote it, or a lead, can erase it.")
    if not reason.strip():
        raise NotRight("Say why it is erased, without repeating it.")
    VerificationWords.objects.filter(verification=verification).update(note="", erased_at=timezone.now())
    record_event(verbs.NOTE_ERASED, entry, by=by, partnership=entry.activity.partnership, reason=reason)


def _check(
    version: EntryVersion, finding: Finding, looked_at: Sequence[LookedAt], right_quantity_e4: int | None, note: str
) -> None:
    if version.stage != Stage.DELIVERED:
        raise NotRight("Only what was delivered can be verified.")
    if not looked_at:
        raise NotRight("Say what you looked at.")
    if finding == Finding.WRONG and not note.strip():
        raise NotRight("Say what is not right, so that the sender can correct it.")
    if finding == Finding.WRONG and version.quantity_e4 is not None:
        if right_quantity_e4 is None:
            raise NotRight("Give the number that is right; 0 when nothing is proved.")
        if right_quantity_e4 == version.quantity_e4:
            raise NotRight("This is the number that the entry says. If it is right, say so.")


def _lowered(label: str) -> str:
    return label[0].lower() + label[1:].partition(" (say")[0]
