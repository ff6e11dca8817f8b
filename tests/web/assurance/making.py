"""What the tests of assurance begin with, made by actions alone."""

from __future__ import annotations

import re
from decimal import Decimal

from django.core import mail

from commonweal_web.accounts.models import User
from commonweal_web.assurance import actions
from commonweal_web.assurance.actions.answers import Answer
from commonweal_web.assurance.drawing import plan
from commonweal_web.assurance.models import (
    Confirmation,
    ConfirmationRequest,
    Finding,
    LookedAt,
    Message,
    Query,
    Sample,
    SampledTotal,
    Verdict,
    Verification,
)
from commonweal_web.core.scope import Scope
from commonweal_web.ledger.models import EntryVersion, Standing
from tests.web.universe import Universe

FOODBANK = "helen@foodbank.example"


def now(standing: Standing) -> Standing:
    """How the entry stands now."""
    return Standing.objects.get(entry=standing.entry, is_latest=True)


def asked(universe: Universe, *standings: Standing, by: User | None = None) -> tuple[ConfirmationRequest, str]:
    """Bob asks the foodbank about his hours; the request, and the token that its mail holds."""
    request = actions.ask_recipient(
        by=Scope.of(by or universe.bob),
        partnership=universe.north,
        standings=standings or [universe.hours],
        name="Helen of the foodbank",
        email=FOODBANK,
    )
    return request, token_in_mail()


def token_in_mail() -> str:
    """The token in the mail that was sent last."""
    [token] = re.findall(r"/confirm/([\w-]+)/", str(mail.outbox[-1].body))
    return str(token)


def answered(universe: Universe, verdict: Verdict = Verdict.RIGHT, number: str = "", remark: str = "") -> Confirmation:
    """The foodbank answers."""
    request, token = asked(universe)
    quantity = int(Decimal(number) * 10_000) if number else None
    actions.answer_as_recipient(
        token=token,
        answers=[Answer(seen=now(universe.hours).version_id, verdict=verdict, quantity_e4=quantity, remark=remark)],
    )
    return Confirmation.objects.get(request=request)


def question(universe: Universe, text: str = "Were the drivers counted too?") -> Query:
    """Victor asks about Bob's hours."""
    return actions.raise_query(by=Scope.of(universe.victor), standing=now(universe.hours), text=text)


def first_message(universe: Universe) -> Message:
    """What Victor wrote."""
    return Message.objects.get(query=question(universe))


def found(
    universe: Universe,
    finding: Finding = Finding.RIGHT,
    *,
    version: EntryVersion | None = None,
    right: str = "",
    note: str = "",
) -> Verification:
    """Victor verifies Bob's hours."""
    return actions.verify_version(
        by=Scope.of(universe.victor),
        version=version or now(universe.hours).version,
        finding=finding,
        looked_at=[LookedAt.EVIDENCE, LookedAt.OTHER],
        right_quantity_e4=int(Decimal(right) * 10_000) if right else None,
        note=note,
    )


def sampled(universe: Universe, size: int = 20, seed: str = "red kite") -> Sample:
    """Victor draws a sample of this year."""
    scope = Scope.of(universe.victor)
    return actions.draw_sample(by=scope, plan=plan(scope, universe.year, SampledTotal.ADDITIONAL, size, seed))
