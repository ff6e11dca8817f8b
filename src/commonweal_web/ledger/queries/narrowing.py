"""A list as it is narrowed: what its address asks for, read against what can be asked, and told back in words.

Nothing here knows an entry or an activity. A list says what it can be narrowed by (``Filter``) and in which orders it
can stand; ``read`` makes of an address what holds, and says what was in it that it could not use.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import Q
from django.http import QueryDict

from commonweal_web.design.components import Link

Choices = Sequence[tuple[str, str]]
Asks = Callable[[list[str]], Q]

PAGE, WORDS, SORT = "page", "q", "sort"
NOT_FILTERS = frozenset({PAGE, WORDS, SORT})


@dataclass(frozen=True, slots=True)
class Filter:
    """One way to narrow a list: its name in the address, its label, what can be chosen, and what that asks."""

    name: str
    label: str
    choices: Choices
    asks: Asks
    several: bool = False
    """Drawn as tick boxes; any filter takes several values from an address."""
    tucked: bool = False
    """Drawn behind "More": for the few who look for it."""
    unlisted: bool = False
    """Not drawn while nothing is chosen: there are too many choices, and links lead here."""


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What holds of an address."""

    filters: Sequence[Filter]
    chosen: Mapping[str, list[str]]
    words: str = ""
    sort: str = ""
    ignored: tuple[str, ...] = field(default=())
    """Words for what the address asked and this list cannot."""

    @property
    def question(self) -> Q:
        """What the chosen filters ask of a row, without the words."""
        asked = Q()
        for narrowed in self.filters:
            if values := self.chosen.get(narrowed.name):
                asked &= narrowed.asks(values)
        return asked

    @property
    def query(self) -> str:
        """The address of this list behind the question mark, without the page."""
        return self._query(self.chosen, self.words, self.sort).urlencode()

    def sorted_by(self, sort: str) -> str:
        """The same in another order."""
        return "?" + self._query(self.chosen, self.words, sort).urlencode()

    def links(self) -> list[Link]:
        """One link for each thing that was chosen: it takes that away."""
        links = []
        if self.words:
            links.append(Link(f"“{self.words}”", "?" + self._query(self.chosen, "", self.sort).urlencode()))
        for narrowed in self.filters:
            labels = dict(narrowed.choices)
            values = self.chosen.get(narrowed.name, [])
            for value in values:
                rest = {**self.chosen, narrowed.name: [other for other in values if other != value]}
                query = self._query(rest, self.words, self.sort)
                links.append(Link(f"{narrowed.label}: {labels[value]}", f"?{query.urlencode()}"))
        return links

    def _query(self, chosen: Mapping[str, list[str]], words: str, sort: str) -> QueryDict:
        query = QueryDict(mutable=True)
        if words:
            query[WORDS] = words
        for name, values in chosen.items():
            query.setlist(name, values)
        if sort:
            query[SORT] = sort
        return query


def read(asked: QueryDict, filters: Sequence[Filter], sorts: Sequence[str]) -> Narrowing:
    """What holds of ``asked``: a filter that there is not, and a value that cannot be chosen, are ignored and named."""
    known = {narrowed.name: narrowed for narrowed in filters}
    ignored = [name for name in asked if name not in known and name not in NOT_FILTERS and any(asked.getlist(name))]
    chosen: dict[str, list[str]] = {}
    for name, narrowed in known.items():
        given = list(dict.fromkeys(value for value in asked.getlist(name) if value))
        there = {value for value, _ in narrowed.choices}
        if good := [value for value in given if value in there]:
            chosen[name] = good
        if len(good) < len(given):
            ignored.append(narrowed.label.lower())
    sort = asked.get(SORT, "")
    if sort and sort.removeprefix("-") not in sorts:
        ignored.append("order")
        sort = ""
    # A null byte is in no word, and PostgreSQL refuses to look for one.
    words = " ".join(asked.get(WORDS, "").replace("\x00", " ").split())[:200]
    return Narrowing(filters, chosen, words, sort, tuple(ignored))
