"""What a local needs analysis still lacks in a data folder, and which source brings it."""

from __future__ import annotations

from dataclasses import dataclass

from commonweal.places.store import Store


@dataclass(frozen=True, slots=True)
class Want:
    """One thing that an analysis needs or is better for."""

    what: str
    why: str
    sources: tuple[str, ...]
    """Any of these brings it, the best first."""
    is_needed: bool
    """False where the analysis does without it and says so."""


WANTS = (
    Want("Deprivation of neighbourhoods", "every needs analysis rests on it", ("iod2025",), True),
    Want(
        "Official figures of local authorities",
        "population-weighted scores and ranks among authorities",
        ("iod2025-authorities",),
        False,
    ),
    Want("The edition before", "the direction since 2019", ("iod2019",), False),
    Want("Neighbourhoods of 2011 and 2021", "codes of 2011 can be converted", ("ons-lsoa11-lsoa21",), False),
    Want(
        "Which authority each neighbourhood lies in",
        "areas beyond those that the deprivation file names",
        ("ons-lsoa21-ward24-ltla24", "iod2025"),
        True,
    ),
    Want("Regions", "comparison with the region", ("ons-ltla24-region24", "mysociety-local-authorities"), False),
    Want("Boundaries of neighbourhoods", "maps", ("boundaries-lsoa21",), False),
    Want("Boundaries of local authorities", "neighbouring authorities", ("boundaries-ltla24",), False),
    Want("Postcodes", "need against delivery, where entries give postcodes", ("onspd", "codepoint-open"), False),
)


def lacking(store: Store) -> list[Want]:
    """What is not held, the needed things first."""
    held = store.held()
    missing = [want for want in WANTS if not any(source in held for source in want.sources)]
    return sorted(missing, key=lambda want: not want.is_needed)
