"""Asking recipients, and what becomes of the question."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from commonweal_web.assurance import actions, permissions
from commonweal_web.assurance.accepting import accept_number
from commonweal_web.assurance.actions.confirmations import MOST_ENTRIES
from commonweal_web.assurance.asking import asked_lines, quantity_of, why_not_asked
from commonweal_web.assurance.codes import code_of
from commonweal_web.assurance.errors import CannotBeAsked
from commonweal_web.assurance.forms.checking import ReasonForm
from commonweal_web.assurance.forms.confirming import IN_PERSON, AskForm
from commonweal_web.assurance.models import ConfirmationRequest
from commonweal_web.assurance.queries import confirmations as queries
from commonweal_web.assurance.views import finding
from commonweal_web.core.asking import Asked, accepted, ask, typed
from commonweal_web.core.errors import NotAllowed
from commonweal_web.core.requests import SignedInRequest
from commonweal_web.design.forms import Form
from commonweal_web.ledger.forms.entry import AttestForm
from commonweal_web.ledger.models import Standing

GET_AND_POST = ["GET", "POST"]


@require_safe
def confirmations(request: SignedInRequest, partnership_id: UUID) -> HttpResponse:
    """Every question to a recipient that this person sees."""
    found = finding.partnership(request, partnership_id)
    requests = queries.found_requests(request.scope).filter(partnership=found)
    page = Paginator(requests, 50).get_page(request.GET.get("page"))
    context = {"page": page, "table": queries.requests_table(list(page.object_list), found), "about": found}
    return render(request, "assurance/confirmations.html", context)


@require_http_methods(GET_AND_POST)
def confirmation_new(request: SignedInRequest, entry_id: UUID) -> HttpResponse:
    """Whom to ask, and how."""
    standing = finding.standing(request, entry_id)
    _require_may_ask(request, standing)
    others = _others(request, standing)
    form = AskForm(typed(request), others=others, initial={"name": standing.version.words.recipient})
    asked = Asked(
        "Ask the recipient to confirm it",
        reverse("entry", args=[entry_id]),
        caption=f"Entry {standing.version.entry.label}: {quantity_of(standing.version)}",
        says=["They get a link, see who says what, and answer yes, no, or with another number. They need no account."],
        button="Ask them",
    )
    made: list[ConfirmationRequest] = []
    if accepted(form, lambda: made.append(_ask(request, standing, others, form))):
        return redirect("confirmation", made[0].pk)
    return ask(request, form, asked)


@require_safe
def confirmation(request: SignedInRequest, request_id: UUID) -> HttpResponse:
    """One question: whom, about what, where it stands, and what may be done."""
    found = finding.confirmation_request(request, request_id)
    may_ask, is_open = permissions.may_ask_again(request.scope, found), not (found.answered_at or found.revoked_at)
    context = {
        "row": queries.RequestRow(found),
        "found": found,
        "lines": asked_lines(found),
        "may_ask": may_ask and is_open and not found.recipient.erased_at,
        "may_erase": permissions.may_erase_recipient(request.scope, found) and not found.recipient.erased_at,
    }
    return render(request, "assurance/confirmation.html", context)


@require_http_methods(GET_AND_POST)
def confirmation_again(request: SignedInRequest, request_id: UUID) -> HttpResponse:
    """Send the mail once more."""
    found, form = finding.confirmation_request(request, request_id), Form(typed(request))
    if accepted(form, lambda: actions.ask_again(by=request.scope, request=found)):
        messages.success(request, "A new link is on its way. Earlier links of this question work too.")
        return redirect("confirmation", found.pk)
    says = [f"{found.recipient.name} gets another email with a new link."]
    back = reverse("confirmation", args=[found.pk])
    return ask(request, form, Asked("Send the question again", back, says=says, button="Send it again"))


@require_http_methods(GET_AND_POST)
def confirmation_link(request: SignedInRequest, request_id: UUID) -> HttpResponse:
    """Make a link, and show it once: as a code to scan and as words to copy."""
    found, form = finding.confirmation_request(request, request_id), Form(typed(request))
    made: list[str] = []
    if accepted(form, lambda: made.append(actions.show_link(by=request.scope, request=found))):
        context = {"found": found, "link": made[0], "code": code_of(made[0])}
        return render(request, "assurance/link.html", context)
    says = ["The recipient scans the code with their own telephone, or opens the link on their own computer."]
    back = reverse("confirmation", args=[found.pk])
    return ask(request, form, Asked("Show a link to the recipient", back, says=says, button="Make a link"))


@require_http_methods(GET_AND_POST)
def confirmation_revoke(request: SignedInRequest, request_id: UUID) -> HttpResponse:
    """Take the question back."""
    found, form = finding.confirmation_request(request, request_id), Form(typed(request))
    if accepted(form, lambda: actions.revoke_request(by=request.scope, request=found)):
        messages.success(request, "The question is taken back: its links do not work any more.")
        return redirect("confirmation", found.pk)
    back = reverse("confirmation", args=[found.pk])
    says = ["Every link of this question stops working. You can ask again with a new question."]
    return ask(request, form, Asked("Take the question back", back, says=says, button="Take it back", kind="warning"))


@require_http_methods(GET_AND_POST)
def confirmation_erase(request: SignedInRequest, request_id: UUID) -> HttpResponse:
    """Erase whom was asked, and their words."""
    found, form = finding.confirmation_request(request, request_id), ReasonForm(typed(request))
    if accepted(form, lambda: actions.erase_recipient(by=request.scope, request=found, **form.cleaned_data)):
        messages.success(request, "The details are erased. What was confirmed stays.")
        return redirect("confirmation", found.pk)
    says = [
        "Name, email address and remarks are erased for good.",
        "What they said of the numbers is a fact and stays; no figure changes.",
        "If the question is still open, its links stop working.",
    ]
    back = reverse("confirmation", args=[found.pk])
    return ask(request, form, Asked("Erase the recipient's details", back, says=says, button="Erase", kind="warning"))


@require_http_methods(GET_AND_POST)
def recipients_number(request: SignedInRequest, confirmation_id: UUID) -> HttpResponse:
    """Correct the entry to the recipient's number, so that their confirmation holds."""
    found, form = finding.confirmation(request, confirmation_id), AttestForm(typed(request))
    standing = finding.standing(request, found.version.entry_id)
    _require_may_ask(request, standing)

    def act() -> object:
        return accept_number(by=request.scope, confirmation=found, standing=standing, attested=True)

    if accepted(form, act):
        messages.success(request, "The entry says what the recipient said, and is confirmed.")
        return redirect("entry", standing.entry_id)
    says = [
        f"The entry says {quantity_of(standing.version)}.",
        f"The recipient says {quantity_of(found.version, found.quantity_e4)}.",
        "The entry is corrected to that. Then it is confirmed, and the question about it is settled.",
    ]
    back = reverse("entry", args=[standing.entry_id])
    return ask(request, form, Asked("Accept the recipient's number", back, says=says, button="Correct the entry"))


def _require_may_ask(request: SignedInRequest, standing: Standing) -> None:
    if not permissions.may_ask_recipients(request.scope, standing.version):
        raise NotAllowed(f"Only those who send entries of {standing.version.organisation} can do this.")
    if reason := why_not_asked(standing):
        raise CannotBeAsked(reason)


def _others(request: SignedInRequest, standing: Standing) -> list[Standing]:
    """Other entries of the same activity and claimant for the same recipient."""
    beside = request.scope.standings.filter(
        activity=standing.activity_id,
        organisation=standing.organisation_id,
        is_latest=True,
        version__words__recipient=standing.version.words.recipient,
    ).exclude(pk=standing.pk)
    found = beside.select_related(*finding.STANDING).order_by("entry__serial")[:MOST_ENTRIES]
    return [each for each in found if not why_not_asked(each) and not each.is_confirmed]


def _ask(request: SignedInRequest, standing: Standing, others: list[Standing], form: AskForm) -> ConfirmationRequest:
    made = actions.ask_recipient(
        by=request.scope,
        partnership=standing.partnership,
        standings=[standing, *(each for each in others if str(each.pk) in form.chosen)],
        name=form.cleaned_data["name"],
        email=form.address,
    )
    if form.cleaned_data["how"] == IN_PERSON:
        messages.success(request, "Now show the recipient a link.")
    else:
        messages.success(request, "The question is on its way.")
    return made
