"""Doing the same to many entries: the page that says what will happen to how many, and then the doing."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from commonweal_web.core.asking import accepted, typed
from commonweal_web.core.requests import SignedInRequest
from commonweal_web.ledger.forms.together import TogetherForm
from commonweal_web.ledger.queries.choosing import Chosen, choose
from commonweal_web.ledger.together import Sorted, do_together


@require_http_methods(["GET", "POST"])
def entries_together(request: SignedInRequest, partnership_id: UUID) -> HttpResponse:
    """What will be done to the chosen entries; and, when that is confirmed, do it and say what came of it."""
    partnership = get_object_or_404(request.scope.partnerships, pk=partnership_id)
    chosen = choose(request.scope, partnership, request.GET)
    form = TogetherForm(chosen.deed, typed(request))
    done: list[Sorted] = []
    stale = chosen.is_stale(request.POST)
    if chosen.able and not stale and accepted(form, lambda: done.append(_do(request, chosen, form))):
        return _told(request, chosen, done[0])
    context = {"chosen": chosen, "form": form, "stale": stale}
    return render(request, "ledger/entries_together.html", context)


def _do(request: SignedInRequest, chosen: Chosen, form: TogetherForm) -> Sorted:
    reason = form.cleaned_data.get("reason", "")
    return do_together(request.scope, chosen.partnership, chosen.deed, chosen.sorted.able, reason)


def _told(request: SignedInRequest, chosen: Chosen, done: Sorted) -> HttpResponse:
    """The list as it was, with what was done; and by name what was not, where somebody else was quicker."""
    messages.success(request, chosen.told(len(done.able)))
    for undone in done.undone[:10]:
        messages.error(request, f"Entry {undone.standing.entry.label}: {undone.why}")
    if len(done.undone) > 10:
        messages.error(request, f"{len(done.undone) - 10} more were not done, for the like.")
    return redirect(f"{reverse('entries', args=[chosen.partnership.pk])}?{chosen.list_query}")
