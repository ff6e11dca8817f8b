"""Nearest statistical neighbours: the places that a place resembles most, by what is measured of all of them."""

from __future__ import annotations

import numpy as np
import polars as pl

from commonweal.needs.england.editions import LIKENESS
from commonweal.needs.england.figures import Figures
from commonweal.needs.record import SimilarArea

NEIGHBOURS = 15
"""How many places a place is compared with: as many as the well-known models of nearest neighbours give."""


class Likeness:
    """Euclidean distances between all areas of one kind, over indicators in standard deviations, all counting alike."""

    def __init__(self, figures: Figures) -> None:
        of = figures.in_england
        self.by = tuple(name for name in LIKENESS if name in figures.standards and figures.standards[name].of == of)
        """The indicators used."""
        self._names = figures.areas.select("area", "name")
        wide = (
            figures.values.filter(pl.col("indicator").is_in(self.by))
            .pivot("indicator", index="area", values="value")
            .sort("area")
        )
        self._codes = wide["area"].to_list()
        measured = wide.select(self.by).to_numpy() if self.by else np.empty((0, 0))
        if measured.size:
            spread = measured.std(axis=0)
            measured = (measured - measured.mean(axis=0)) / np.where(spread == 0, 1, spread)
        self._points = measured

    def nearest(self, area: str, number: int = NEIGHBOURS) -> tuple[SimilarArea, ...]:
        """The ``number`` areas most like ``area``, the most like first; none where too little is held to say."""
        if area not in self._codes:
            return ()
        own = self._points[self._codes.index(area)]
        distances = np.sqrt(((self._points - own) ** 2).sum(axis=1)).round(3).tolist()
        names = dict(self._names.iter_rows())
        others = sorted((distance, code) for distance, code in zip(distances, self._codes, strict=True) if code != area)
        return tuple(SimilarArea(code=code, name=names[code], distance=distance) for distance, code in others[:number])
