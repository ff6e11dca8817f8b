"""The secret of a token: made once, shown once, and known afterwards only by its digest."""

from __future__ import annotations

import hashlib
import secrets

PREFIX = "commonweal_"
"""Says what it opens, so that scanners of source code can find one that was left there."""


def new_secret() -> str:
    """A secret of 256 random bits."""
    return PREFIX + secrets.token_urlsafe(32)


def digest_of(secret: str) -> str:
    """What is kept of it."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()
