"""The page behind the link in an invitation: who invites to what, and the way in."""

from __future__ import annotations

from allauth.account.utils import perform_login
from allauth.core import ratelimit
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from commonweal_web.accounts import actions, links
from commonweal_web.accounts.forms import NewcomerForm
from commonweal_web.accounts.models import Invitation, User
from commonweal_web.accounts.places import place_of
from commonweal_web.accounts.roles import Role
from commonweal_web.core.scope import Scope


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Say who invites to what; then accept with the account that is there, or open one."""
    if too_fast := ratelimit.consume_or_429(request, action="open_invitation", limit_get=True):
        return too_fast
    invited = links.invitation_behind(token)
    if isinstance(request.user, User):
        return _accept(request, invited, request.user)
    if links.account_of(invited.email):
        return _show(request, invited, "accounts/invitation_sign_in.html")
    return _newcomer(request, invited)


def _accept(request: HttpRequest, invited: Invitation, user: User) -> HttpResponse:
    if user.email != invited.email:
        return _show(request, invited, "accounts/invitation_of_another.html", status=403)
    if request.method == "POST":
        actions.accept_invitation(by=Scope.of(user), invitation=invited)
        return redirect("start")
    return _show(request, invited, "accounts/invitation_accept.html")


def _newcomer(request: HttpRequest, invited: Invitation) -> HttpResponse:
    form = NewcomerForm(request.POST or None, email=invited.email)
    if form.is_valid():
        user = actions.accept_invitation_as_newcomer(invitation=invited, **form.cleaned_data)
        entered: HttpResponse = perform_login(request, user, redirect_url="/", signup=True)
        return entered
    return _show(request, invited, "accounts/invitation_newcomer.html", form=form)


def _show(
    request: HttpRequest, invited: Invitation, template: str, *, form: NewcomerForm | None = None, status: int = 200
) -> HttpResponse:
    context = {
        "invitation": invited,
        "inviter": links.inviter_of(invited),
        "role": Role(invited.role).label.lower(),
        "place": place_of(invited),
        "form": form,
    }
    return render(request, template, context, status=status)
