"""Whom a place is compared with: all of England, a region or combined authority, or the places most like it."""

from __future__ import annotations

from dataclasses import dataclass

from commonweal.needs.england import England
from commonweal.needs.indicators.sentences import PLURALS
from commonweal.needs.record import Comparison, SimilarArea
from commonweal.places.areas import Area, PlaceError
from commonweal.places.geography.small_areas import ABOVE

ENGLAND, SIMILAR = "england", "similar"


@dataclass(frozen=True, slots=True)
class Compared:
    """The areas that make the benchmark, and how that is said."""

    with_: str
    kinds: str
    codes: frozenset[str]
    which: str
    """As in ``England's {of} local authorities``."""
    all: int
    """How many such areas there are, held or not."""
    too_little: str | None = None
    """Why there is no benchmark at all, as a sentence; None where enough of England is held."""

    def basis_of(self, of: int) -> str:
        """What a benchmark made of ``of`` of the areas is."""
        told = " that have a figure" if of < self.all else ""
        return f"the mean of {self.which.replace('{of}', f'{of:,}')}{told}"

    @property
    def record(self) -> Comparison:
        """As the record has it."""
        basis = self.too_little or f"A benchmark is {self.basis_of(len(self.codes))}, each counting alike."
        return Comparison(with_=self.with_, of=self.kinds, areas=len(self.codes), basis=basis)


def compared_with(wanted: str, area: Area, england: England, similar: tuple[SimilarArea, ...]) -> Compared:
    """The areas that ``wanted`` names: ``england``, ``similar``, or a region or combined authority.

    England and regions include the area itself where it lies there; similar places do not. Raises ``PlaceError``.
    """
    kinds, folded = PLURALS[area.geography], wanted.strip().casefold()
    figures, too_little = england.figures(area.geography), england.too_little(area.geography)
    if folded == ENGLAND:
        codes = frozenset(figures.areas["area"])
        return Compared(ENGLAND, kinds, codes, f"England's {{of}} {kinds}", figures.in_england, too_little)
    if folded == SIMILAR:
        if not similar:
            raise PlaceError(
                f"Similar places are known for local authorities whose indices of deprivation are held, not for "
                f"{area.name}: compare it with England or with a region."
            )
        codes = frozenset(place.code for place in similar)
        return Compared(SIMILAR, kinds, codes, f"the {{of}} most similar {kinds}", len(codes), too_little)
    if all(england.small_areas[geography].null_count() == england.small_areas.height for geography in ABOVE):
        raise PlaceError(
            f"No lookup of regions is held, so {area.name} cannot be compared with {wanted}: run 'commonweal places "
            f"fetch ons-ltla24-region24', or compare with England."
        )
    found = england.gazetteer.area(wanted)
    if found.geography not in ABOVE or found.geography == area.geography:
        raise PlaceError(
            f"{found.name} is a {found.kind}: compare with England, with a region or combined authority by name, or "
            f"with similar places."
        )
    codes = frozenset(england.inside(found)[area.geography].drop_nulls())
    return Compared(found.name, kinds, codes, f"the {{of}} {kinds} of {found.name}", len(codes), too_little)
