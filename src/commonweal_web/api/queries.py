"""A person's own tokens."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from commonweal_web.api.models import Token
from commonweal_web.core.scope import Scope
from commonweal_web.design.components import Cell, Column, Table, Tag


@dataclass(frozen=True, slots=True)
class Tokens:
    """Those that work and those that do not any more, each as a table; none where there are none."""

    working: Table | None
    past: Table | None


def tokens_of(scope: Scope) -> Tokens:
    """This person's tokens."""
    found = list(scope.api_tokens)
    working = [token for token in found if works(token, scope)]
    past = [token for token in found if not works(token, scope)]
    return Tokens(
        _table("Tokens that work", working, scope) if working else None,
        _table("Tokens that no longer work", past, scope) if past else None,
    )


def works(token: Token, scope: Scope) -> bool:
    """Whether a program can still use it."""
    return token.revoked_at is None and token.last_day >= scope.on


def _table(caption: str, tokens: Sequence[Token], scope: Scope) -> Table:
    names = {str(each.pk): each.name for each in scope.may_speak_for}
    return Table(
        caption=caption,
        columns=[Column(heading) for heading in ("Name", "Standing", "May", "Acts for", "Last day", "Last used")],
        rows=[
            [
                Cell(token.name, under=f"ends in {token.ending}"),
                Cell("Revoke", reverse("api_token_revoke", args=[token.pk]))
                if works(token, scope)
                else ("revoked" if token.revoked_at else "expired"),
                Tag("Read and write", "amber") if token.may_write else Tag("Read", "blue"),
                names.get(token.speaks_for, "–"),
                f"{token.last_day:%-d %B %Y}",
                f"{token.last_used_on:%-d %B %Y}" if token.last_used_on else "never",
            ]
            for token in tokens
        ],
        dense=True,
    )
