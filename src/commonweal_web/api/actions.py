"""Making and revoking tokens; and doing what a program asks once, however often it asks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.http import HttpResponse
from django.utils import timezone

from commonweal_web.api import verbs
from commonweal_web.api.errors import ChangedMeanwhile, KeyUsedOtherwise, TokenRefused
from commonweal_web.api.models import KeptAnswer, Token
from commonweal_web.api.secrets import digest_of, new_secret
from commonweal_web.core.acting import atomic_action
from commonweal_web.core.errors import NotAllowed
from commonweal_web.core.events import record_event
from commonweal_web.core.scope import Scope
from commonweal_web.ledger.actions.steps import take_turn
from commonweal_web.partnerships.models import Partnership

__all__ = ["make_token", "revoke_token"]
LONGEST = timedelta(days=366)
MOST_TOKENS = 50
KEPT_FOR = timedelta(days=2)
KEPT_HEADERS = ("Content-Type", "ETag", "Location")


@dataclass(frozen=True, slots=True)
class NewToken:
    """A token and its secret, which is never to be had again."""

    token: Token
    secret: str


@atomic_action
def make_token(*, by: Scope, name: str, last_day: date, may_write: bool) -> NewToken:
    """Let a program act as oneself until the end of a day, for the organisation that one acts for now."""
    if not name.strip():
        raise TokenRefused("Give the token a name, so that you know it again.")
    if not by.on <= last_day <= by.on + LONGEST:
        raise TokenRefused("The last day must lie between today and a year from today.")
    if by.user.api_tokens.filter(revoked_at=None, last_day__gte=by.on).count() >= MOST_TOKENS:
        raise TokenRefused(f"You have {MOST_TOKENS} tokens that work. Revoke one first.")
    secret = new_secret()
    token = Token.objects.create(
        user=by.user,
        name=name.strip(),
        digest=digest_of(secret),
        ending=secret[-4:],
        may_write=may_write,
        speaks_for=str(by.organisation.pk) if by.organisation else by.chosen,
        last_day=last_day,
    )
    may = "that may read and write" if may_write else "that may only read"
    record_event(verbs.TOKEN_MADE, token, by=by, may=may, last_day=last_day)
    return NewToken(token, secret)


@atomic_action
def revoke_token(*, by: Scope, token: Token) -> None:
    """Make a token of one's own useless, at once."""
    if token.user_id != by.user.pk:
        raise NotAllowed("Only its maker can revoke a token.")
    if not Token.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=timezone.now()):
        raise TokenRefused("This token was revoked already.")
    record_event(verbs.TOKEN_REVOKED, token, by=by)


@atomic_action
def note_use(*, by: Scope, token: Token) -> None:
    """Keep the day on which a token was last used; it is written once a day at most."""
    Token.objects.filter(pk=token.pk).exclude(last_used_on=by.on).update(last_used_on=by.on)


@atomic_action
def answer_once(*, by: Scope, token: Token, key: str, asked: str, act: Callable[[], HttpResponse]) -> HttpResponse:
    """Do what is asked and keep the answer; or, when it was done under this key before, give that answer again.

    A second request of the same moment waits for the first. A refusal is not kept: it changed nothing, and the same
    key may be sent again once what it says is put right.
    """
    KeptAnswer.objects.filter(at__lt=timezone.now() - KEPT_FOR).delete()
    kept, is_new = KeptAnswer.objects.get_or_create(token=token, key=key, defaults={"asked": asked})
    if not is_new:
        if kept.asked != asked:
            raise KeyUsedOtherwise
        again = HttpResponse(kept.body, status=kept.status, headers=kept.headers)
        again["Idempotent-Replayed"] = "true"
        return again
    answer = act()
    if answer.status_code >= 300:
        transaction.set_rollback(True)
        return answer
    kept.status, kept.body = answer.status_code, answer.content.decode()
    kept.headers = {name: answer[name] for name in KEPT_HEADERS if name in answer}
    kept.save(update_fields=["status", "headers", "body"])
    return answer


@atomic_action
def act_if_unchanged(
    *, by: Scope, partnership: Partnership, is_unchanged: Callable[[], bool], act: Callable[[], None]
) -> None:
    """Do something to what is in the ledger, unless somebody changed it since it was read; nobody writes meanwhile."""
    take_turn(partnership)
    if not is_unchanged():
        raise ChangedMeanwhile
    act()
