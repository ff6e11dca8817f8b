"""The small area that a point lies in, by the boundaries that are held."""

from __future__ import annotations

import numpy as np
import polars as pl
import shapely

from commonweal.places.national_grid import to_grid
from commonweal.places.store import Store
from commonweal.wording import many

BOUNDARIES = "boundaries-lsoa21"
NEAREST = 250
"""Metres: a point outside every small area, as on a quay, is given to the nearest one up to so far away."""


def small_area_of_points(points: pl.DataFrame, store: Store) -> tuple[pl.DataFrame, list[str]]:
    """``points`` (easting, northing, perhaps lsoa21) with ``lsoa21`` and ``approximate``, and what there is to say.

    A small area that is given stays. ``approximate`` is true throughout.
    """
    if "lsoa21" not in points.columns:
        points = points.with_columns(lsoa21=pl.lit(None, dtype=pl.String))
    open_ = pl.col("lsoa21").is_null() & pl.col("easting").is_not_null()
    notes = ["The small area of a postcode was found from one point, so it is approximate near borders."]
    if store.has(BOUNDARIES, "boundaries"):
        found = _found(points.filter(open_), store)
        points = points.join(found, on="postcode", how="left").with_columns(
            pl.coalesce("lsoa21", "found").alias("lsoa21")
        )
        points = points.drop("found")
        outside = points.filter(open_).height
        words = many(outside, "postcode lies", "postcodes lie")
        notes += [f"{words} outside the small areas whose boundaries are held."] if outside else []
    elif points.filter(open_).height:
        words = many(points.filter(open_).height, "postcode has", "postcodes have")
        notes.append(
            f"{words} no small area, as no boundaries of small areas are held: add them, then add this file again."
        )
    unlocated = points.filter(pl.col("easting").is_null()).height
    notes += [f"{many(unlocated, 'postcode has', 'postcodes have')} no position."] if unlocated else []
    return points.with_columns(approximate=pl.lit(True)), notes


def _found(points: pl.DataFrame, store: Store) -> pl.DataFrame:
    """postcode, found: the small area around each point, or the nearest."""
    areas = store.scan(BOUNDARIES, "boundaries").select("area", "geometry").collect()
    tree = shapely.STRtree(to_grid(shapely.from_geojson(areas["geometry"].to_numpy())))
    shapes = np.asarray(shapely.points(points.select("easting", "northing").to_numpy()))
    inside = tree.query(shapes, predicate="intersects")
    left = np.setdiff1d(np.arange(len(shapes)), inside[0])
    near = tree.query_nearest(shapes[left], max_distance=NEAREST, all_matches=False)
    at = np.concatenate([inside[0], left[near[0]]])
    codes = areas["area"].gather(np.concatenate([inside[1], near[1]]))
    found = pl.DataFrame(
        {"postcode": points["postcode"].gather(at), "found": codes}, schema_overrides={"found": pl.String}
    )
    return found.unique("postcode", keep="first", maintain_order=True)
