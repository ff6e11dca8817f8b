"""The request of a person who has signed in, as views see it."""

from __future__ import annotations

from django.http import HttpRequest

from commonweal_web.accounts.models import User
from commonweal_web.core.scope import Scope


class SignedInRequest(HttpRequest):
    """A request whose ``scope`` says what there is for the person who sent it."""

    user: User
    scope: Scope
