"""The panels of the entry page: what recipients said, what was asked, what verifiers found; and what may be done."""

from __future__ import annotations

from django.urls import reverse

from commonweal_web.assurance import permissions
from commonweal_web.assurance.asking import why_not_asked
from commonweal_web.assurance.queries import confirmations, questions, verifications
from commonweal_web.core.scope import Scope
from commonweal_web.design.components import Link
from commonweal_web.ledger.models import Stage, Standing, State
from commonweal_web.ledger.panels import Panel


def confirmation_panel(scope: Scope, standing: Standing) -> Panel | None:
    """Who was asked, and what they said."""
    if standing.stage != Stage.DELIVERED:
        return None
    version = standing.version
    may_ask = permissions.may_ask_recipients(scope, version)
    actions: tuple[Link, ...] = ()
    if may_ask and not why_not_asked(standing):
        actions = (Link("Ask the recipient to confirm it", reverse("confirmation_new", args=[standing.entry_id])),)
    return Panel(
        "Confirmation by the recipient",
        "assurance/panels/confirmations.html",
        {
            "requests": confirmations.requests_of(scope, version.entry),
            "said": confirmations.said_of(scope, standing, may_act=may_ask),
            "may_ask": may_ask,
        },
        order=20,
        actions=actions,
    )


def query_panel(scope: Scope, standing: Standing) -> Panel | None:
    """The questions about it."""
    actions: tuple[Link, ...] = ()
    if permissions.may_raise(scope, standing.version) and standing.state != State.WITHDRAWN:
        actions = (Link("Ask a question about it", reverse("query_new", args=[standing.entry_id])),)
    threads = questions.of_entry(scope, standing.version.entry)
    if not threads and not actions:
        return None
    return Panel("Questions", "assurance/panels/queries.html", {"threads": threads}, order=30, actions=actions)


def verification_panel(scope: Scope, standing: Standing) -> Panel | None:
    """What verifiers found."""
    if standing.stage != Stage.DELIVERED:
        return None
    found = verifications.of_entry(scope, standing.version.entry)
    actions: tuple[Link, ...] = ()
    if standing.state == State.APPROVED and permissions.may_verify(scope, standing.version):
        actions = (Link("Verify it", reverse("verification_new", args=[standing.entry_id])),)
    is_own = permissions.is_verifier(scope, standing.version.entry.activity.partnership) and not actions
    return Panel(
        "Verification",
        "assurance/panels/verifications.html",
        {"found": found, "is_own": is_own and standing.state == State.APPROVED},
        order=40,
        actions=actions,
    )
