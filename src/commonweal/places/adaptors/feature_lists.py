"""Lists of features as the ONS Open Geography portal gives them: GeoJSON, with or without shapes."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from commonweal.places.adaptors import file_problem
from commonweal.places.areas import without_year
from commonweal.problems import Problem

HEAD = 1 << 23
"""Bytes in which the properties of the first feature are looked for: one detailed shape may come before them."""

PORTAL = "https://geoportal.statistics.gov.uk/"

GEOGRAPHIES = {
    "lsoa": "lsoa", "msoa": "msoa", "wd": "ward", "ward": "ward", "lad": "ltla", "ltla": "ltla",
    "cauth": "cauth", "rgn": "region", "region": "region", "ctry": "country", "country": "country",
}  # fmt: skip
"""Our word for a kind of area, by the ONS's short one (as in WD24CD) and by the tidy one (as in ward24_code)."""

FINEST = ("lsoa", "msoa", "ward", "ltla", "cauth", "region", "country")

_CODE_OR_NAME = re.compile(r"(?:f_)?([a-z]+?)(\d\d)(?:(cd|nm)|_(code|name))", re.IGNORECASE)
_PROPERTIES = re.compile(r'"properties"\s*:\s*(\{[^{}]*\})')


def column_of(heading: str) -> str | None:
    """The column of our tables that a heading stands for; None for any other heading.

    >>> column_of("LSOA21CD"), column_of("WD24NM"), column_of("ltla24_code"), column_of("BNG_E")
    ('lsoa21', 'ward24_name', 'ltla24', None)
    """
    found = _CODE_OR_NAME.fullmatch(heading.strip())
    kind = GEOGRAPHIES.get(found[1].lower()) if found else None
    if found is None or kind is None:
        return None
    geography = kind if kind == "country" else f"{kind}{found[2]}"
    return geography if (found[3] or found[4]).lower() in {"cd", "code"} else f"{geography}_name"


def finest(headings: Sequence[str]) -> str | None:
    """The smallest geography whose codes these headings have: the one that the features are of."""
    codes = [column for heading in headings if (column := column_of(heading)) and not column.endswith("_name")]
    return min(codes, key=lambda code: FINEST.index(without_year(code)), default=None)


def first_properties(file: Path) -> tuple[list[str], bool]:
    """The names of the first feature's properties, and whether it has a shape; none where there are no features."""
    try:
        with file.open("rb") as content:
            head = content.read(HEAD).decode("utf-8-sig", errors="replace")
    except OSError:
        return [], False
    if not head.lstrip().startswith("{"):
        return [], False
    for found in _PROPERTIES.finditer(head):
        try:
            names = list(json.loads(found[1]))
        except ValueError:
            continue
        if finest(names):
            return names, not re.search(r'"geometry"\s*:\s*null', head[: found.end() + 200])
    return [], False


def read_features(file: Path) -> tuple[list[dict[str, Any]], dict[str, Any], list[Problem]]:
    """The features of a file, what stands beside them, and the problems for which there are none."""
    try:
        content = json.loads(file.read_bytes().decode("utf-8-sig"))
    except (OSError, ValueError, RecursionError):
        return [], {}, [file_problem(file, "unreadable-file", "The file is not whole GeoJSON.", "Download it again.")]
    if isinstance(content, dict) and content.get("type") == "Topology":
        message = "The file is TopoJSON, which Commonweal does not read."
        return (
            [],
            {},
            [file_problem(file, "wrong-layout", message, f"Download the GeoJSON of the same areas from {PORTAL}")],
        )
    features = content.get("features") if isinstance(content, dict) else None
    if not isinstance(features, list) or not all(_is_feature(feature) for feature in features):
        message = "The file is not GeoJSON: it has no list of features."
        return [], {}, [file_problem(file, "wrong-layout", message, f"Download the GeoJSON from {PORTAL}")]
    beside = {key: value for key, value in content.items() if key != "features"}
    inner = beside.get("properties")
    if beside.get("exceededTransferLimit") or (isinstance(inner, dict) and inner.get("exceededTransferLimit")):
        message = f"The service stopped at its limit of {len(features):,} features: the file is only a part."
        return [], {}, [file_problem(file, "cut-off", message, "Download the whole file, or all of its pages.")]
    if not features:
        return [], {}, [file_problem(file, "no-rows", "The file has no features.", "Download it again.")]
    return features, beside, []


def _is_feature(feature: object) -> bool:
    return isinstance(feature, dict) and isinstance(feature.get("properties") or {}, dict)
