"""Places: the catalogue of official sources, and what they say about where something lies.

The words that all share: ``codes`` (the shapes of codes and postcodes), ``areas`` (kinds of area), ``national_grid``,
``tables`` (the columns of every table that is stored).

The catalogue: ``registry`` reads the sources (``sources/*.yaml``), ``adaptors`` their layouts. A file comes in by
``catalogue``, which fetches (``downloads`` keeps halves of files, ``paging`` joins pages, ``not_fetched`` says why one
did not come), or by ``adding``, which takes one that somebody has (``recognise`` tells whose layout it is,
``soundness`` whether it is whole). ``store`` holds the tables, ``provenance`` says where they come from and whether
they are as they were written, ``joining`` adds new rows to old, ``lacking`` says what a needs analysis still wants.

The answers: ``geography``, from a postcode or a name to the areas around it.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from commonweal.places.codes import is_ons_code, is_postcode, normalise_place

if TYPE_CHECKING:
    from commonweal.places.adding import CatalogueError, add
    from commonweal.places.areas import Area, PlaceError
    from commonweal.places.catalogue import fetch
    from commonweal.places.geography.gazetteer import Gazetteer
    from commonweal.places.geography.local import Local, LocalForm
    from commonweal.places.store import Store

__all__ = [
    "Area",
    "CatalogueError",
    "Gazetteer",
    "Local",
    "LocalForm",
    "PlaceError",
    "Store",
    "add",
    "fetch",
    "is_ons_code",
    "is_postcode",
    "normalise_place",
]

_HOMES = {
    "adding": ("CatalogueError", "add"),
    "areas": ("Area", "PlaceError"),
    "catalogue": ("fetch",),
    "geography.gazetteer": ("Gazetteer",),
    "geography.local": ("Local", "LocalForm"),
    "store": ("Store",),
}
"""Where each name lives: looked up when it is asked for, so that who checks a code does not wait for a network."""


def __getattr__(name: str) -> Any:
    for home, names in _HOMES.items():
        if name in names:
            return getattr(import_module(f"{__name__}.{home}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
