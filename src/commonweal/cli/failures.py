"""Wrong calls: a mistake in the command itself, told in one line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import typer


class WrongCall(Exception):
    """The command was called in a way that cannot be carried out; the message is one plain sentence."""


class Interrupted(Exception):
    """Somebody pressed Ctrl-C where part of the work is done and stays; the message says how much."""


class ReaderGone(Exception):
    """Whoever read our output (head, less) has gone, which is no fault. Typer would turn Python's own into a 1."""


def choice(value: str, allowed: Sequence[str], option: str) -> str:
    """``value`` if it is one of ``allowed``, else ``WrongCall`` that lists them."""
    if value not in allowed:
        raise WrongCall(f"{option} cannot be {value!r}. Use one of: {', '.join(allowed)}")
    return value


def call_error() -> Any:
    """The class of every complaint that Typer itself makes of a call (it is not part of Typer's public names)."""
    return next(kind for kind in typer.BadParameter.__mro__ if kind.__name__ == "ClickException")
