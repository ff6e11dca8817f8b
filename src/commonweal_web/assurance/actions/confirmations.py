"""Asking recipients, and everything about a request but its answer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import Model
from django.utils import timezone

from commonweal_web.accounts.models import RoleGrant
from commonweal_web.assurance import links, permissions, verbs
from commonweal_web.assurance.asking import asked_lines, why_not_asked
from commonweal_web.assurance.errors import CannotBeAsked, LinkSpent, NotRight, TooManyRequests
from commonweal_web.assurance.models import (
    ConfirmationLink,
    ConfirmationRequest,
    ConfirmationWords,
    Recipient,
    RequestedEntry,
)
from commonweal_web.assurance.tasks import mail_recipient
from commonweal_web.core.acting import atomic_action
from commonweal_web.core.errors import NotAllowed
from commonweal_web.core.events import record_events
from commonweal_web.core.scope import Scope
from commonweal_web.core.verbs import Verb
from commonweal_web.ledger.models import EntryVersion, Standing
from commonweal_web.partnerships.models import Partnership

MOST_ENTRIES = 20
"""Entries in one request: more than a person can answer for in one go would be answered without reading."""


@atomic_action
def ask_recipient(
    *, by: Scope, partnership: Partnership, standings: Sequence[Standing], name: str, email: str = ""
) -> ConfirmationRequest:
    """Ask a recipient about entries of one organisation. With an address the queue mails them a link."""
    versions = [_askable(by, standing) for standing in standings]
    if not versions or len({version.organisation_id for version in versions}) > 1:
        raise NotRight("Choose entries of one organisation to ask about.")
    if len(versions) > MOST_ENTRIES:
        raise NotRight(f"Ask about {MOST_ENTRIES} entries at most at a time.")
    if not name.strip():
        raise NotRight("Say whom you ask: the name of a person, a school or a charity.")
    _refuse_flood(by)
    if email := email.strip().lower():
        _check_address(email, versions)
    request = ConfirmationRequest.objects.create(
        partnership=partnership, organisation=versions[0].organisation, requested_by=by.user, expires_at=_expiry()
    )
    Recipient.objects.create(request=request, name=name.strip(), email=email)
    RequestedEntry.objects.bulk_create(
        [RequestedEntry(request=request, entry=version.entry, version=version) for version in versions]
    )
    _tell(verbs.ASKED, request, by=by)
    if email:
        mail_recipient.enqueue(str(request.pk))
    return request


@atomic_action
def ask_again(*, by: Scope, request: ConfirmationRequest) -> None:
    """Mail the recipient a new link; it lasts anew from now. Earlier links of the request work as long."""
    _require_may_ask_again(by, request)
    _refuse_flood(by)
    if not request.recipient.email:
        raise CannotBeAsked("There is no email address to send it to. Show the recipient a link instead.")
    _check_address(request.recipient.email, [line.version for line in asked_lines(request)])
    _prolong(request)
    _tell(verbs.ASKED_AGAIN, request, by=by)
    mail_recipient.enqueue(str(request.pk))


@atomic_action
def show_link(*, by: Scope, request: ConfirmationRequest) -> str:
    """Make a link to hand over in person; return it. It is kept nowhere, so this is the only time it is seen."""
    _require_may_ask_again(by, request)
    _prolong(request)
    _tell(verbs.LINK_SHOWN, request, by=by)
    return links.link_with(_minted(request, was_shown=True))


@atomic_action
def mint_link(*, by: Scope, request: ConfirmationRequest) -> str:
    """Make the link that goes into a mail which ``by`` asked for; asking was the event."""
    _require_may_ask_again(by, request)
    return links.link_with(_minted(request, was_shown=False))


@atomic_action
def revoke_request(*, by: Scope, request: ConfirmationRequest, reason: str = "") -> None:
    """Make every link of a request useless."""
    _require_may_ask_again(by, request)
    request = _locked(request)
    request.revoked_at = timezone.now()
    request.save(update_fields=["revoked_at"])
    _tell(verbs.REVOKED, request, by=by, reason=reason)


@atomic_action
def erase_recipient(*, by: Scope, request: ConfirmationRequest, reason: str) -> None:
    """Erase who was asked and what they wrote. What they said of the numbers is a fact and stays."""
    if not permissions.may_erase_recipient(by, request):
        raise NotAllowed(f"Only those who send entries of {request.organisation}, or a lead, can do this.")
    if not reason.strip():
        raise NotRight("Say why the details are erased, without repeating them.")
    now = timezone.now()
    Recipient.objects.filter(request=request).update(name="", email="", erased_at=now)
    ConfirmationWords.objects.filter(confirmation__request=request).update(remark="", erased_at=now)
    if request.answered_at is None and request.revoked_at is None:
        ConfirmationRequest.objects.filter(pk=request.pk, answered_at=None).update(revoked_at=now)
    _tell(verbs.RECIPIENT_ERASED, request, by=by, reason=reason)


def _askable(by: Scope, standing: Standing) -> EntryVersion:
    version = standing.version
    if not permissions.may_ask_recipients(by, version):
        raise NotAllowed(f"Only those who send entries of {version.organisation} can ask its recipients.")
    if reason := why_not_asked(standing):
        raise CannotBeAsked(f"Entry {version.entry.label}: {reason}")
    return version


def _require_may_ask_again(by: Scope, request: ConfirmationRequest) -> None:
    if not permissions.may_ask_again(by, request):
        raise NotAllowed(f"Only those who send entries of {request.organisation} can do this.")


def _check_address(email: str, versions: Sequence[EntryVersion]) -> None:
    try:
        validate_email(email)
    except ValidationError as fault:
        raise NotRight("Enter an email address in full, such as name@example.org.") from fault
    concerned = {key for version in versions for key in permissions.concerned(version)}
    if RoleGrant.objects.on(timezone.localdate()).filter(user__email=email, organisation__in=concerned).exists():
        raise CannotBeAsked(
            "This is the address of somebody who takes part in what is claimed, so their word would not be the "
            "recipient's. Ask the recipient."
        )
    day_ago = timezone.now() - timedelta(days=1)
    asked = Recipient.objects.filter(email=email, request__links__made_at__gte=day_ago).distinct().count()
    if asked >= settings.CONFIRMATIONS_PER_ADDRESS_AND_DAY:
        raise TooManyRequests(f"This address was asked {asked} times within a day already. Ask again tomorrow.")


def _refuse_flood(by: Scope) -> None:
    hour_ago = timezone.now() - timedelta(hours=1)
    if by.times_done(verbs.ASKED, verbs.ASKED_AGAIN, since=hour_ago) >= settings.CONFIRMATIONS_PER_HOUR:
        raise TooManyRequests(
            f"You have asked about {settings.CONFIRMATIONS_PER_HOUR} entries within an hour. Ask the rest later."
        )


def _prolong(request: ConfirmationRequest) -> None:
    request = _locked(request, allow_old=True)
    request.expires_at = _expiry()
    request.save(update_fields=["expires_at"])


def _locked(request: ConfirmationRequest, *, allow_old: bool = False) -> ConfirmationRequest:
    """The same request, held until the transaction ends."""
    held = ConfirmationRequest.objects.select_for_update().filter(pk=request.pk)
    for current in held:
        if allow_old and not current.answered_at and not current.revoked_at:
            return current
        return links.still_open(current)
    raise LinkSpent("This question is not there any more.")


def _minted(request: ConfirmationRequest, *, was_shown: bool) -> str:
    token = links.new_token()
    ConfirmationLink.objects.create(request=request, digest=links.digest_of(token), was_shown=was_shown)
    return token


def _tell(verb: Verb, request: ConfirmationRequest, *, by: Scope, reason: str = "") -> None:
    told: list[tuple[Model, dict[str, str], str]] = [
        (line.entry, {}, reason) for line in request.lines.select_related("entry")
    ]
    record_events(verb, told, by=by, partnership=request.partnership)


def _expiry() -> datetime:
    return timezone.now() + timedelta(days=settings.CONFIRMATION_DAYS)
