"""From what a request bears to the token that it names. Before there is a scope, the secret is the permission."""

from __future__ import annotations

from django.utils import timezone

from commonweal_web.api.models import Token
from commonweal_web.api.secrets import digest_of


def token_of(authorization: str) -> Token | None:
    """The token of an Authorization header, if it still works and its maker still has an account."""
    scheme, _, secret = authorization.partition(" ")
    if scheme.casefold() != "bearer" or not secret.strip():
        return None
    working = Token.objects.filter(revoked_at=None, last_day__gte=timezone.localdate(), user__is_active=True)
    return working.filter(digest=digest_of(secret.strip())).select_related("user").first()
