"""Verification: what awaits it, one at a time, and by sample."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from commonweal_web.assurance import actions, permissions
from commonweal_web.assurance.asking import quantity_of
from commonweal_web.assurance.drawing import Plan, plan
from commonweal_web.assurance.forms.checking import ReasonForm, SampleForm, VerifyForm
from commonweal_web.assurance.models import Sample
from commonweal_web.assurance.queries import samples as queries
from commonweal_web.assurance.queries import verifications as awaiting
from commonweal_web.assurance.views import finding
from commonweal_web.core.asking import Asked, accepted, ask, typed
from commonweal_web.core.requests import SignedInRequest
from commonweal_web.ledger.landing import is_closed
from commonweal_web.ledger.models import EntryVersion
from commonweal_web.methods.packs import pack_of

GET_AND_POST = ["GET", "POST"]
STAYS = "{period} is closed: what you find is recorded and counts in samples, and the entry's assurance stays as it is."


@require_safe
def verifications(request: SignedInRequest, partnership_id: UUID) -> HttpResponse:
    """What awaits verification, the most valuable first."""
    found = finding.overseen(request, partnership_id)
    page = awaiting.awaiting_page(request.scope, found, request.GET.get("page"))
    table = awaiting.awaiting_table(request.scope, found, list(page.object_list))
    return render(request, "assurance/verifications.html", {"page": page, "table": table, "about": found})


@require_http_methods(GET_AND_POST)
def verification_new(request: SignedInRequest, entry_id: UUID) -> HttpResponse:
    """Verify one entry as it stands."""
    standing = finding.standing(request, entry_id)
    back = reverse("entry", args=[entry_id])
    return _verify(request, standing.version, back)


@require_http_methods(GET_AND_POST)
def verification_erase(request: SignedInRequest, verification_id: UUID) -> HttpResponse:
    """Erase the words of a verification."""
    found = get_object_or_404(
        request.scope.verifications.select_related("version__entry__activity__partnership"), pk=verification_id
    )
    form, back = ReasonForm(typed(request)), reverse("entry", args=[found.version.entry_id])

    def act() -> object:
        return actions.erase_verification_note(by=request.scope, verification=found, **form.cleaned_data)

    if accepted(form, act):
        messages.success(request, "The words are erased. What was found stays.")
        return redirect(back)
    says = ["The words are erased for good. What was found, by whom and when, stays."]
    return ask(request, form, Asked("Erase a verifier's words", back, says=says, button="Erase", kind="warning"))


@require_safe
def samples(request: SignedInRequest, partnership_id: UUID) -> HttpResponse:
    """Every sample of a partnership."""
    found = finding.overseen(request, partnership_id)
    table = queries.samples_table(list(queries.samples(request.scope, found)), found)
    may_draw = permissions.is_verifier(request.scope, found)
    return render(request, "assurance/samples.html", {"table": table, "about": found, "may_draw": may_draw})


@require_http_methods(GET_AND_POST)
def sample_new(request: SignedInRequest, partnership_id: UUID) -> HttpResponse:
    """Draw a sample."""
    found = finding.verified(request, partnership_id)
    periods = list(request.scope.periods.filter(partnership=found).order_by("-first_day"))
    form = SampleForm(typed(request), periods=periods)
    drawn: list[Sample] = []

    def act() -> None:
        drawn.append(actions.draw_sample(by=request.scope, plan=_plan(request, form)))

    if accepted(form, act):
        return redirect("sample", drawn[0].pk)
    says = ["Each pound has the same chance to be drawn, and those that are more doubtful two or three times that."]
    back = reverse("samples", args=[found.pk])
    return ask(request, form, Asked("Draw a sample", back, caption=found.name, says=says, button="Draw it"))


@require_safe
def sample(request: SignedInRequest, sample_id: UUID) -> HttpResponse:
    """One sample: its lines with what was found, and at the end what they say of the total."""
    found = finding.sample(request, sample_id)
    lines = queries.looked_lines(request.scope, found)
    told = queries.extrapolation(found, lines)
    context = {
        "sample": found,
        "facts": queries.facts(request.scope, found),
        "table": queries.lines_table(request.scope, found, lines),
        "told": told,
        "rate": queries.percent(told.error_rate) if told else "",
        "looked_at": sum(line.verification is not None for line in lines),
        "lines": len(lines),
    }
    return render(request, "assurance/sample.html", context)


@require_http_methods(GET_AND_POST)
def sample_line(request: SignedInRequest, sample_id: UUID, number: int) -> HttpResponse:
    """Look at one line of a sample, as the entry stood when it was drawn."""
    found = finding.sample(request, sample_id)
    version = get_object_or_404(queries.with_versions(found), number=number).version
    back = reverse("sample", args=[found.pk])
    return _verify(request, version, back)


def _plan(request: SignedInRequest, form: SampleForm) -> Plan:
    asked = form.cleaned_data
    period = get_object_or_404(request.scope.periods, pk=asked["period"])
    return plan(request.scope, period, asked["total"], int(asked["size"]), asked["seed"])


def _verify(request: SignedInRequest, version: EntryVersion, back: str) -> HttpResponse:
    permissions.require_may_verify(request.scope, version)
    form = VerifyForm(typed(request), version=version)
    if accepted(form, lambda: actions.verify_version(by=request.scope, version=version, **form.found())):
        messages.success(request, f"What you found of entry {version.entry.label} is recorded.")
        return redirect(back)
    return ask(request, form, _asked(version, back))


def _asked(version: EntryVersion, back: str) -> Asked:
    measure = pack_of(version.edition).measures[version.measure]
    says = [
        f"{version.organisation} says: {quantity_of(version)}, {measure.name}, to {version.period_end:%-d %B %Y}.",
        f"What counts: {measure.definition}",
        *([STAYS.format(period=version.period)] if is_closed(version.period) else []),
    ]
    points = [f"Evidence the method asks for: {each}" for each in measure.evidence]
    return Asked(
        "Verify the entry",
        back,
        caption=f"Entry {version.entry.label} on {version.entry.activity.title}, version {version.number}",
        says=says,
        points=points,
        button="Record what you found",
    )
