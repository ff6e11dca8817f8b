"""What the frame of every page shows of the person who is signed in."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse

from commonweal_web.accounts.models import User
from commonweal_web.design.components import Link


def account_links(request: HttpRequest) -> dict[str, list[Link]]:
    """The ways to one's own security settings and out, or in."""
    if not isinstance(getattr(request, "user", None), User):
        return {"account_links": [Link("Sign in", reverse("account_login"))]}
    return {"account_links": [Link("Security", reverse("mfa_index")), Link("Sign out", reverse("account_logout"))]}
