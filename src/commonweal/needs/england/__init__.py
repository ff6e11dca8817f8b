"""England: every indicator of every English area of a kind, worked out once, so that one area is a cheap selection.

``holdings`` says which source speaks of what, ``editions`` which edition of the indices is today's; ``neighbourhoods``,
``published`` and ``earlier`` read the values, ``figures`` puts them together with ranks and means, and ``similar``
finds the areas that are most alike. ``england`` holds all of it.
"""

from commonweal.needs.england.england import England, NothingHeld

__all__ = ["England", "NothingHeld"]
