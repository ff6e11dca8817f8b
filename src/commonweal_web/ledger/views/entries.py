"""One entry: its page, and what may be done about it, each on a small page of its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from commonweal_web.core.asking import Asked, accepted, ask, typed
from commonweal_web.core.history import history
from commonweal_web.core.requests import SignedInRequest
from commonweal_web.core.scope import Scope
from commonweal_web.ledger import actions
from commonweal_web.ledger.forms.entry import DecisionForm
from commonweal_web.ledger.models import Standing
from commonweal_web.ledger.queries.entry import entry_page, versions_of
from commonweal_web.ledger.queries.versions import beside_each_other
from commonweal_web.ledger.views import finding
from commonweal_web.ledger.words import measure_name, quantity_said


@require_safe
def entry(request: SignedInRequest, entry_id: UUID) -> HttpResponse:
    """What it says and is worth; or, asked so, its versions or its history."""
    standing, show = finding.standing(request, entry_id), request.GET.get("show", "")
    context: dict[str, object] = {
        "standing": standing,
        "entry": standing.entry,
        "show": show,
        "title": measure_name(standing.version),
    }
    if show == "history":
        context["history"] = history(request.scope, standing.entry)
    elif show == "versions":
        context["versions"] = beside_each_other(request.scope, versions_of(request.scope, standing))
    else:
        page = context["page"] = entry_page(request.scope, standing)
        context["panels"] = [
            (panel, render_to_string(panel.template, {**panel.context, "standing": standing}, request))
            for panel in page.panels
        ]
    return render(request, f"ledger/entry_{show if show in {'history', 'versions'} else 'now'}.html", context)


@dataclass(frozen=True, slots=True)
class _Decision:
    """Something that is done about an entry after one question, with the words around it."""

    title: str
    button: str
    done: str
    act: Callable[[Scope, Standing, str], None]
    says: str = ""
    why: str = ""
    hint: str = ""
    kind: str = ""

    def page(self, standing: Standing) -> Asked:
        """The page that asks for it."""
        version = standing.version
        return Asked(
            self.title.format(label=standing.entry.label),
            reverse("entry", args=[standing.entry_id]),
            self.button,
            caption=f"{measure_name(version)}: {quantity_said(version)}",
            says=[self.says],
            kind=self.kind,
        )


def _approve(scope: Scope, standing: Standing, reason: str) -> None:
    actions.approve(by=scope, partnership=standing.activity.partnership, standings=[standing])


def _return(scope: Scope, standing: Standing, reason: str) -> None:
    actions.send_back(by=scope, partnership=standing.activity.partnership, standings=[standing], reason=reason)


def _withdraw(scope: Scope, standing: Standing, reason: str) -> None:
    actions.withdraw(by=scope, partnership=standing.activity.partnership, standings=[standing], reason=reason)


def _erase(scope: Scope, standing: Standing, reason: str) -> None:
    for version in versions_of(scope, standing):
        if version.words.erased_at is None:
            actions.erase_words(by=scope, version=version, reason=reason)


DECISIONS = {
    "approve": _Decision(
        "Approve entry {label}?", "Approve", "Approved: it counts.", _approve, "It counts in the figures from now on."
    ),
    "return": _Decision(
        "Send entry {label} back",
        "Send back",
        "Sent back to its sender.",
        _return,
        "It does not count until it is corrected and approved.",
        "What must be put right?",
        "Its sender reads this.",
    ),
    "withdraw": _Decision(
        "Withdraw entry {label}",
        "Withdraw",
        "Withdrawn: it does not count.",
        _withdraw,
        "It no longer counts. It stays in the ledger with your reason, and can be corrected and sent again.",
        "Why is it withdrawn?",
        kind="warning",
    ),
    "erase": _Decision(
        "Erase the words of entry {label}",
        "Erase for good",
        "The words are erased. Every figure is as it was.",
        _erase,
        "Recipient, description, notes and reasons of every version are erased for good. Every figure stays as it was.",
        "Why are they erased?",
        "Do not repeat here what is to be erased.",
        "warning",
    ),
}


@require_http_methods(["GET", "POST"])
def decide(request: SignedInRequest, entry_id: UUID, decision: str) -> HttpResponse:
    """Approve it, send it back, withdraw it, or erase its words."""
    standing, asked = finding.standing(request, entry_id), DECISIONS[decision]
    form = DecisionForm(typed(request), why=asked.why, hint=asked.hint)

    def act() -> None:
        asked.act(request.scope, standing, form.cleaned_data.get("reason", ""))

    if request.method == "POST" and accepted(form, act):
        messages.success(request, asked.done)
        return redirect("entry", entry_id)
    return ask(request, form, asked.page(standing))
