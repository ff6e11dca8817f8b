"""How the made-up entries are proved: evidence, what recipients say, questions, and a verifier's findings."""

from __future__ import annotations

from collections import defaultdict
from random import Random
from uuid import UUID

from commonweal_web.accounts.roles import Role
from commonweal_web.assurance import actions as assurance
from commonweal_web.assurance.actions.answers import Answer
from commonweal_web.assurance.models import Finding, LookedAt, Verdict
from commonweal_web.core.scope import Scope
from commonweal_web.demo.people import Cast
from commonweal_web.evidence import actions as evidence
from commonweal_web.evidence.receiving import Incoming, Told, receive
from commonweal_web.ledger.landing import is_closed
from commonweal_web.ledger.models import Stage, Standing, State

QUESTIONS = (
    "Is this the same group of volunteers that the leisure centre reports?",
    "The log covers five weeks. Where are the other eight?",
    "Were these people out of work for six months before?",
)


def prove(cast: Cast, draw: Random, *, leave: bool) -> None:
    """Prove part of what was approved lately and is delivered; ``leave`` some questions open."""
    found = cast.standings.filter(stage=Stage.DELIVERED, state=State.APPROVED, assurance="claimed").select_related(
        "version__words", "version__sending", "version__entry__activity", "entry__activity", "period__closing"
    )
    standings = [each for each in found.order_by("activity__serial", "entry__serial") if not is_closed(each.period)]
    documented = [standing for standing in standings if draw.random() < 0.45]
    _document(cast, documented)
    _ask_recipients(cast, [standing for standing in standings if draw.random() < 0.75], draw)
    _verify(cast, [standing for standing in documented if draw.random() < 0.3], draw)
    verifier = Scope.of(cast.someone(Role.VERIFIER))
    for standing in draw.sample(standings, k=min(len(standings), 6 if leave else 2)):
        query = assurance.raise_query(by=verifier, standing=standing, text=draw.choice(QUESTIONS))
        if draw.random() < 0.5:
            sender = cast.users_by_id[standing.version.sending.sent_by_id]
            assurance.answer_query(by=Scope.of(sender), query=query, text="Yes: the log is attached now.")
            if not leave:
                assurance.settle_query(by=verifier, query=query, standing=standing)


def _document(cast: Cast, standings: list[Standing]) -> None:
    """One log for each sender, which shows what all of their entries rest on."""
    for standing in standings:
        sender = cast.users_by_id[standing.version.sending.sent_by_id]
        scope, key = Scope.of(sender), (sender.pk, standing.organisation_id)
        if key in cast.logs:
            evidence.attach_evidence(by=scope, standing=standing, evidence=cast.logs[key])
            continue
        text = f"A made-up log, for the demonstration only\r\nsender,{sender.pk}\r\nday,hours\r\n2024-04-08,6\r\n"
        attachment, _ = receive(scope, standing, Incoming("log.csv", [text.encode()]), Told(note="A made-up log"))
        cast.logs[key] = attachment.evidence


def _ask_recipients(cast: Cast, standings: list[Standing], draw: Random) -> None:
    asked: dict[tuple[UUID, UUID, str], list[Standing]] = defaultdict(list)
    for standing in standings:
        words = standing.version.words
        if words.recipient:
            asked[standing.version.sending.sent_by_id, standing.organisation_id, words.recipient].append(standing)
    for (sender, _, recipient), theirs in asked.items():
        scope = Scope.of(cast.users_by_id[sender])
        request = assurance.ask_recipient(by=scope, partnership=cast.partnership, standings=theirs[:8], name=recipient)
        if draw.random() < 0.2:
            continue  # it has not answered yet
        token = assurance.show_link(by=scope, request=request).rstrip("/").rpartition("/")[2]
        assurance.answer_as_recipient(token=token, answers=[_answer(standing, draw) for standing in theirs[:8]])


def _answer(standing: Standing, draw: Random) -> Answer:
    version = standing.version
    if version.quantity_e4 and draw.random() < 0.06:
        fewer = version.quantity_e4 // 20_000 * 10_000
        return Answer(version.pk, Verdict.DIFFERENT, quantity_e4=fewer, remark="Half of them came twice.")
    return Answer(version.pk, Verdict.RIGHT)


def _verify(cast: Cast, standings: list[Standing], draw: Random) -> None:
    verifier = Scope.of(cast.someone(Role.VERIFIER))
    for standing in standings:
        version = standing.version
        wrong = bool(version.quantity_e4) and draw.random() < 0.05
        assurance.verify_version(
            by=verifier,
            version=version,
            finding=Finding.WRONG if wrong else Finding.RIGHT,
            looked_at=[LookedAt.EVIDENCE],
            right_quantity_e4=(version.quantity_e4 or 0) * 3 // 40_000 * 10_000 if wrong else None,
            note="The log shows fewer." if wrong else "",
        )
