"""Saved views of lists."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from commonweal_web.core.asking import Asked, accepted, ask, typed
from commonweal_web.core.requests import SignedInRequest
from commonweal_web.design.forms import Form
from commonweal_web.work import actions, queries
from commonweal_web.work.forms import ViewForm
from commonweal_web.work.models import ListKind, SavedView


@require_safe
def saved_views(request: SignedInRequest, partnership_id: UUID) -> HttpResponse:
    """Every view of this partnership's lists that they see."""
    partnership = get_object_or_404(request.scope.partnerships, pk=partnership_id)
    table = queries.views_table(request.scope, partnership)
    return render(request, "work/saved_views.html", {"about": partnership, "table": table})


@require_http_methods(["GET", "POST"])
def save_view(request: SignedInRequest, partnership_id: UUID) -> HttpResponse:
    """Keep a list as it is narrowed now."""
    partnership = get_object_or_404(request.scope.partnerships, pk=partnership_id)
    kind = request.GET.get("kind", ListKind.ENTRIES)
    if kind not in ListKind:
        raise Http404
    query, form = request.GET.get("query", ""), ViewForm(request.scope, typed(request))
    back = f"{reverse(kind, args=[partnership.pk])}?{query}"
    save = partial(actions.save_view, by=request.scope, partnership=partnership, kind=ListKind(kind), query=query)
    if accepted(form, lambda: save(**form.answers)):
        messages.success(request, f"{form.cleaned_data['name']} is saved. You find it above the list.")
        return redirect(back)
    says = ["The list is kept as it is narrowed and sorted now. What is in it is looked up each time."]
    return ask(request, form, Asked("Save this view", back, caption=partnership.name, says=says, button="Save it"))


@require_http_methods(["GET", "POST"])
def change_view(request: SignedInRequest, view_id: UUID) -> HttpResponse:
    """Another name, or other people who see it."""
    view = _view(request, view_id)
    form = ViewForm(request.scope, typed(request), view=view)
    back = reverse("saved_views", args=[view.partnership_id])
    if accepted(form, lambda: actions.rename_view(by=request.scope, view=view, **form.answers)):
        messages.success(request, f"{view.name} is changed.")
        return redirect(back)
    context = {"form": form, "back": back, "view": view}
    return render(request, "work/change_view.html", context)


@require_http_methods(["GET", "POST"])
def delete_view(request: SignedInRequest, view_id: UUID) -> HttpResponse:
    """Delete a view, after asking."""
    view, form = _view(request, view_id), Form(typed(request))
    back = reverse("saved_views", args=[view.partnership_id])
    if accepted(form, lambda: actions.delete_view(by=request.scope, view=view)):
        messages.success(request, f"The view {view.name} is deleted.")
        return redirect(back)
    says = ["The view is gone then. The entries and activities in it stay as they are."]
    asked = Asked(f"Delete the view {view.name}?", back, says=says, button="Delete it", kind="warning")
    return ask(request, form, asked)


def _view(request: SignedInRequest, view_id: UUID) -> SavedView:
    return get_object_or_404(request.scope.saved_views.select_related("partnership"), pk=view_id)
