"""Words that many sentences are made of: lists with their last joint, and numbers of things."""

from __future__ import annotations

from collections.abc import Sequence


def listed(words: Sequence[str], joint: str = "and", *, most: int | None = None) -> str:
    """``a, b and c``; of more than ``most`` words the first, as in ``a, b and 3 more``.

    >>> listed(["a", "b", "c"]), listed(["a", "b"], "or"), listed(["a", "b", "c", "d"], most=2)
    ('a, b and c', 'a or b', 'a, b and 2 more')
    """
    if most is not None and len(words) > most:
        return f"{', '.join(words[:most])} and {len(words) - most:,} more"
    return f"{', '.join(words[:-1])} {joint} {words[-1]}" if len(words) > 1 else "".join(words)


def many(number: int, word: str, words: str) -> str:
    """``1 entry``, ``2 entries``, ``1,200 entries``.

    >>> many(1, "entry", "entries"), many(1200, "entry", "entries")
    ('1 entry', '1,200 entries')
    """
    return f"{number:,} {word if number == 1 else words}"
