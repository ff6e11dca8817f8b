"""Verbs: what can happen in the ledger, and the sentence that tells it.

Each app lists its own in ``verbs.py``. A sentence names ``{actor}`` and what ``parameters`` hold; words in it
change nothing that is recorded, so a sentence may be put better at any time.
"""

from __future__ import annotations

from dataclasses import dataclass
from string import Formatter


@dataclass(frozen=True, slots=True)
class Verb:
    """Something that can happen, by its code (``period.closed``) and its sentence."""

    code: str
    sentence: str

    @property
    def names(self) -> frozenset[str]:
        """What the sentence names besides the actor: the parameters that an event of this verb must have."""
        return frozenset(name for _, name, _, _ in Formatter().parse(self.sentence) if name) - {"actor"}


_known: dict[str, Verb] = {}


def verb(code: str, sentence: str) -> Verb:
    """Add a verb to those that the ledger knows."""
    if code in _known:
        raise ValueError(f"the verb {code} is there twice")
    return _known.setdefault(code, Verb(code, sentence))


def verb_called(code: str) -> Verb:
    """The verb with this code. Raises ``KeyError`` when no app knows it."""
    return _known[code]


def all_verbs() -> list[Verb]:
    """Every verb, by code."""
    return [_known[code] for code in sorted(_known)]
