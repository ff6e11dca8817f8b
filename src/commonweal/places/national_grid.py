"""Between longitude and latitude (WGS84, EPSG:4326) and the British National Grid in metres (EPSG:27700)."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt
import pyproj
import shapely

Shapes = npt.NDArray[Any]
"""An array of shapely geometries."""

METRES_IN_A_MILE = 1609.344


@cache
def _between(origin: int, target: int) -> pyproj.Transformer:
    return pyproj.Transformer.from_crs(origin, target, always_xy=True)


def to_grid(shapes: Shapes) -> Shapes:
    """Shapes in longitude and latitude as eastings and northings; good to about 5 metres."""
    return _moved(shapes, _between(4326, 27700))


def to_longitude_latitude(shapes: Shapes) -> Shapes:
    """Shapes in eastings and northings as longitude and latitude."""
    return _moved(shapes, _between(27700, 4326))


def _moved(shapes: Shapes, transformer: pyproj.Transformer) -> Shapes:
    def move(points: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        return np.column_stack(transformer.transform(points[:, 0], points[:, 1]))

    moved: Shapes = shapely.transform(shapes, move)
    return moved
