"""What assurance gives people to do: questions to answer or settle, entries to verify."""

from __future__ import annotations

from django.urls import reverse

from commonweal_web.accounts.roles import Role
from commonweal_web.assurance import permissions
from commonweal_web.assurance.models import Query
from commonweal_web.assurance.queries.questions import found_queries
from commonweal_web.assurance.queries.verifications import awaiting
from commonweal_web.core.scope import Scope
from commonweal_web.work.sources import Kind, Task

MOST = 200
"""Questions that are looked through: nobody reads on after so many."""


def questions(scope: Scope) -> list[Task]:
    """Open questions: those to answer came back, those that were answered await whoever asked."""
    # First which, then all that a thread shows: together the database would go through every version for them.
    which = list(scope.queries.filter(closing=None).order_by("-at", "id").values_list("pk", flat=True)[:MOST])
    open_ones = found_queries(scope).filter(pk__in=which).order_by("-at", "id") if which else []
    return [task for query in open_ones for task in [_task(scope, query)] if task]


def _task(scope: Scope, query: Query) -> Task | None:
    activity = query.version.entry.activity
    last = list(query.messages.all())[-1:]
    # A recipient's question, and a verifier's finding, begin without a message.
    is_answered = bool(last) and last[0].written_by_id not in (None, query.raised_by_id)
    where, label = reverse("query", args=[query.pk]), query.entry.label
    if permissions.may_settle(scope, query) and is_answered:
        what = f"The question about entry {label} was answered: settle it, or ask on"
        return Task(what, where, Kind.AWAITS, hint=str(activity), key=f"query {query.pk} answered")
    if not is_answered and permissions.may_ask_recipients(scope, query.version):
        who = "the recipient says it is not right" if query.confirmation_id else "answer the question"
        return Task(f"Entry {label}: {who}", where, Kind.CAME_BACK, hint=str(activity), key=f"query {query.pk}")
    return None


def verifications(scope: Scope) -> list[Task]:
    """How much awaits verification in each partnership that they verify for."""
    verified = {
        grant.partnership_id: grant.partnership
        for grant in scope.roles
        if grant.role == Role.VERIFIER and grant.partnership
    }
    found = []
    for partnership in verified.values():
        waiting = awaiting(scope, partnership)
        if count := waiting.count():
            what = "1 entry awaits verification" if count == 1 else f"{count:,} entries await verification"
            newest = waiting.order_by("-point").values_list("point", flat=True).first()
            where = reverse("verifications", args=[partnership.pk])
            found.append(Task(what, where, Kind.AWAITS, count=count, hint=str(partnership), newest=newest or 0))
    return found
