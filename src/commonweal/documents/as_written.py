"""Looking into documents as they are written, which may be wrong in any way: nothing here ever raises."""

from __future__ import annotations

from datetime import date
from typing import Any


def member(content: Any, key: Any) -> Any:
    """What stands under a key; None where there is no such key, or no keys at all."""
    return content.get(key) if isinstance(content, dict) else None


def members(content: Any) -> list[Any]:
    """The members of a list; none where something else stands."""
    return content if isinstance(content, list) else []


def texts(content: Any) -> list[str]:
    """The members of a list that are text."""
    return [text for text in members(content) if isinstance(text, str)]


def day(value: Any) -> date | None:
    """A date, in quotes or not; None for anything else."""
    if isinstance(value, str):
        try:
            return date.fromisoformat(value)
        except ValueError:
            return None
    return value if isinstance(value, date) else None
