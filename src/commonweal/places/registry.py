"""The registry of official sources: one YAML file each in ``sources/``, read into ``PlaceSource``.

To add a source, copy a file; to add a layout, write an adaptor as well (``places.adaptors``).
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal

from commonweal.documents import Form, read_document, shape
from commonweal.documents.scalars import Id, Text

Polarity = Literal["higher-is-worse", "lower-is-worse", "neither"]


class Indicator(Form):
    """Something that is measured for areas."""

    id: Id
    """``<source>.<name>``, as in ``iod2025.imd``: the edition is part of it."""
    name: Text
    unit: Text
    """What a value is in, as in ``score``, ``%``, ``per 1,000 people``."""
    polarity: Polarity
    note: Text | None = None
    """A caution that belongs beside every figure."""


class PlaceSource(Form):
    """One edition of one official source, and how it is read."""

    id: Id
    title: Text
    publisher: Text
    edition: Text
    landing: Text
    """The page a person would read."""
    address: Text | None = None
    """The file or API address; None where there is none to fetch and a person must ``add`` the file.

    ``{area}`` in it is an ONS code, given when fetching."""
    address_status: Literal["seen-primary", "seen-secondary", "documented"]
    """Whether the address was seen in the publisher's own text, in someone else's, or follows documentation."""
    licence: Text
    licence_url: Text
    attribution: Text
    geography: Text
    """Of the areas whose values it holds, as in ``lsoa21`` (``places.tables``)."""
    adaptor: Id
    """A module of ``places.adaptors``."""
    kind: Literal["csv", "xlsx", "ods", "zip", "json", "geojson"]
    smallest_bytes: int = 1
    """A shorter download is not the file."""
    indicators: list[Indicator] = []
    options: dict[str, Any] = {}
    """What the adaptor needs to know: names of columns, old and new geography, …"""
    note: Text | None = None


@cache
def registry() -> Mapping[str, PlaceSource]:
    """Every source that Commonweal knows, by id, in the order of their ids. Raises ``ValueError``: our own defect."""
    with as_file(files("commonweal.places") / "sources") as folder:
        return read_registry(folder)


def read_registry(folder: Path) -> Mapping[str, PlaceSource]:
    """The sources that the YAML files of ``folder`` describe, by id, in the order of their ids.

    Raises ``ValueError`` naming file, line and fault when one is misshapen, or when two have one id.
    """
    sources: dict[str, PlaceSource] = {}
    for file in sorted(folder.glob("*.yaml")):
        document = read_document(file, file.name)
        source, faults = shape(PlaceSource, document, document.content)
        for fault in (*document.problems, *faults):
            raise ValueError(f"{fault.where}: {fault.message}")
        if source is not None:
            if source.id in sources:
                raise ValueError(f"{file.name}: another file describes {source.id} as well")
            sources[source.id] = source
    return MappingProxyType(dict(sorted(sources.items())))
