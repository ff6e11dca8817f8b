"""What the groups of a sheet are called."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from commonweal.method import Pack
from commonweal_web.partnerships.models import Channel

NOT_STATED = "Not stated"
EARLIER_PARTNER = "An earlier partner"
"""One whose membership this person does not see."""


@dataclass(frozen=True, slots=True)
class Labels:
    """Names by id: those of the methods, and of organisations as far as the scope that they came from goes."""

    packs: tuple[Pack, ...]
    organisations: Mapping[str, str]

    def of(self, by: str, key: str | None) -> str:
        """What a group of ``by`` is called; where several editions name it, the last one's name holds."""
        if key is None:
            return NOT_STATED
        if by == "channel":
            return str(Channel(key).label)
        if by == "month":
            return f"{date.fromisoformat(f'{key}-01'):%B %Y}"
        if by == "partner":
            return self.organisations.get(key, EARLIER_PARTNER)
        found = [pack.themes[key].name for pack in self.packs if by == "theme" and key in pack.themes]
        found += [pack.outcomes[key].name for pack in self.packs if by == "outcome" and key in pack.outcomes]
        return [key, *found, *(name for each, name in self.objectives() if by == "objective" and each == key)][-1]

    def objectives(self) -> list[tuple[str, str]]:
        """The id and the name of every objective that a method serves, in the partnership's order."""
        tailorings = [pack.tailoring for pack in self.packs if pack.tailoring is not None]
        return list({each.id: each.name for tailoring in tailorings for each in tailoring.objectives}.items())
