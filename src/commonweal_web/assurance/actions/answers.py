"""What a recipient answers, and what comes of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone

from commonweal_web.assurance import links, permissions, verbs
from commonweal_web.assurance.asking import AskedLine, agrees, asked_lines, quantity_of
from commonweal_web.assurance.errors import CorrectedMeanwhile, LinkSpent, NotRight, NotYourOwn
from commonweal_web.assurance.models import (
    Confirmation,
    ConfirmationLink,
    ConfirmationWords,
    Query,
    QueryClosing,
    Verdict,
)
from commonweal_web.assurance.tasks import mail_about_query
from commonweal_web.core.acting import atomic_action
from commonweal_web.core.errors import NotAllowed
from commonweal_web.core.events import record_event
from commonweal_web.core.scope import Scope
from commonweal_web.ledger.actions.steps import take_step, take_turn
from commonweal_web.ledger.errors import PeriodIsClosed
from commonweal_web.ledger.landing import is_closed
from commonweal_web.ledger.models import Standing, StepKind

LONGEST_REMARK = 2_000


@dataclass(frozen=True, slots=True)
class Answer:
    """What a recipient says of one entry. ``seen`` is the version that the page showed."""

    seen: UUID
    verdict: Verdict
    quantity_e4: int | None = None
    remark: str = ""


@atomic_action
def answer_as_recipient(*, token: str, answers: Sequence[Answer], signed_in: Scope | None = None) -> None:
    """Keep a recipient's answer to everything that their link asks about. The request is then used up.

    Whoever answers has no account; the events name who asked. Of two answers at once one finds the link used.
    """
    request = links.request_behind(token)
    point = take_turn(request.partnership)
    request = links.request_behind(token)
    lines = [line for line in asked_lines(request) if not line.nothing_to_say]
    if not lines:
        raise LinkSpent("There is nothing to confirm any more: what you were asked about was taken back or corrected.")
    if signed_in is not None:
        _refuse_their_own(signed_in, lines)
    by_version = {answer.seen: answer for answer in answers}
    if by_version.keys() != {line.version.pk for line in lines} or len(answers) != len(lines):
        raise CorrectedMeanwhile
    by, link = Scope.of(request.requested_by), links.link_behind(token)
    for line in lines:
        _keep(link, line, by_version[line.version.pk], by=by, point=point)
    request.answered_at = timezone.now()
    request.save(update_fields=["answered_at"])


@atomic_action
def hold_confirmation(*, by: Scope, standing: Standing, confirmation: Confirmation) -> None:
    """Have the recipient's word hold for a correction that says exactly what they said, and settle their question."""
    version = standing.version
    if not permissions.may_ask_recipients(by, version):
        raise NotAllowed(f"Only those who send entries of {version.organisation} can do this.")
    if not agrees(confirmation, standing):
        raise NotRight("The entry does not say what the recipient said, so their word does not hold for it.")
    if is_closed(standing.period):
        raise PeriodIsClosed(f"{standing.period} is closed, so nothing changes there.")
    point = take_turn(standing.partnership)
    take_step([standing], StepKind.CONFIRMED, by=by, point=point)
    for query in Query.objects.filter(confirmation=confirmation, closing=None):
        QueryClosing.objects.create(query=query, closed_by=by.user)
        take_step([standing], StepKind.SETTLED, by=by, point=point)
    record_event(verbs.HOLDS, version.entry, by=by, partnership=standing.partnership)


def _keep(link: ConfirmationLink, line: AskedLine, answer: Answer, *, by: Scope, point: int) -> None:
    standing = line.standing
    assert standing is not None
    is_other = answer.verdict == Verdict.DIFFERENT
    if is_other and (answer.quantity_e4 is None or line.version.quantity_e4 is None):
        raise NotRight("Give the number that is right.")
    if is_other and answer.quantity_e4 == line.version.quantity_e4:
        raise NotRight("This is the number that was given. If it is right, say so.")
    confirmation = Confirmation.objects.create(
        request=link.request,
        link=link,
        version=line.version,
        verdict=answer.verdict,
        quantity_e4=answer.quantity_e4 if is_other else None,
    )
    ConfirmationWords.objects.create(confirmation=confirmation, remark=answer.remark.strip()[:LONGEST_REMARK])
    for kind in _steps(answer.verdict, standing):
        take_step([standing], kind, by=None, point=point)
    if answer.verdict in (Verdict.DIFFERENT, Verdict.NEVER):
        query = Query.objects.create(entry=line.asked.entry, version=line.version, confirmation=confirmation)
        mail_about_query.enqueue(str(query.pk), None)
    verb, told = _VERBS[answer.verdict], _told(line, answer)
    record_event(verb, line.asked.entry, by=by, partnership=link.request.partnership, **told)


def _steps(verdict: Verdict, standing: Standing) -> list[StepKind]:
    if verdict == Verdict.RIGHT:
        return [StepKind.CONFIRMED]
    if verdict == Verdict.NEVER:
        return [StepKind.DISPUTED, StepKind.QUERIED]
    if verdict == Verdict.DIFFERENT:
        # Another recipient may have confirmed it: then it is not agreed any more.
        return [StepKind.DISPUTED, StepKind.QUERIED] if standing.is_confirmed else [StepKind.QUERIED]
    return []


_VERBS = {
    Verdict.RIGHT: verbs.CONFIRMED,
    Verdict.DIFFERENT: verbs.OTHER_NUMBER,
    Verdict.NEVER: verbs.DISPUTED,
    Verdict.UNKNOWN: verbs.CANNOT_SAY,
}


def _told(line: AskedLine, answer: Answer) -> Mapping[str, str]:
    if answer.verdict != Verdict.DIFFERENT:
        return {}
    return {"theirs": quantity_of(line.version, answer.quantity_e4), "ours": line.quantity}


def _refuse_their_own(signed_in: Scope, lines: Sequence[AskedLine]) -> None:
    theirs = {grant.organisation_id for grant in signed_in.roles}
    if any(theirs & permissions.concerned(line.version) for line in lines):
        raise NotYourOwn
