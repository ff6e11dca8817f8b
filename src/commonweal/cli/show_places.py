"""The data catalogue on the screen and as JSON: sources, what became of a file, what is held."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from rich.console import RenderableType
from rich.padding import Padding
from rich.text import Text

from commonweal.cli.screen import GAP, indented
from commonweal.places.adding import Stored
from commonweal.places.downloads import waiting
from commonweal.places.geography.english_areas import extract_of
from commonweal.places.lacking import lacking
from commonweal.places.registry import PlaceSource
from commonweal.places.store import Provenance, Store
from commonweal.wording import many

SHORT = 12
"""Letters of a SHA-256 that are shown on the screen."""


FOR_ALL = "Ranks, benchmarks and priorities need nine in ten: add the file of all of England."
"""Follows how much of England is held of a source."""


def catalogue_records(sources: Iterable[PlaceSource], held: Mapping[str, Provenance]) -> list[dict[str, Any]]:
    """Every source of the registry, and those of the person's own, as JSON."""
    listed = list(sources)
    told = {"id", "title", "publisher", "edition", "geography", "licence", "licence_url", "attribution", "landing"}
    official = [
        {
            **source.model_dump(include=told | {"address", "address_status", "note"}),
            "get": _how(source),
            "held": _since(held[source.id]) if source.id in held else None,
        }
        for source in listed
    ]
    own = [
        {
            "id": kept.source,
            **kept.model_dump(include=told),
            "address": None,
            "address_status": None,
            "note": None,
            "get": "your own",
            "held": _since(kept),
        }
        for kept in _own(listed, held)
    ]
    return official + own


def catalogue_page(sources: Iterable[PlaceSource], held: Mapping[str, Provenance]) -> Iterator[RenderableType]:
    """Every source in two lines, under how it is to be had; those that are held first."""
    listed = list(sources)
    here = [_two_lines(kept, f", since {_since(kept)}") for kept in _own(listed, held)]
    fetched, by_hand = [], []
    for source in listed:
        if source.id in held:
            again = "" if source.address is None else ", fetched again by --again"
            here.append(_two_lines(source, f", since {_since(held[source.id])}{again}"))
        elif source.address is None:
            by_hand.append(_two_lines(source, f", from {source.landing}"))
        else:
            fetched.append(_two_lines(source, ", with --area CODE" if _how(source) == "fetch --area" else ""))
    headings = (
        "Held",
        "commonweal places fetch SOURCE downloads these",
        "commonweal places add FILE takes these, once you have downloaded them by hand",
    )
    blank = ""
    for heading, group in zip(headings, (here, fetched, by_hand), strict=True):
        if group:
            yield Text(f"{blank}{heading}", style="bold")
            yield from (line for lines in group for line in lines)
            blank = "\n"


def _two_lines(about: PlaceSource | Provenance, more: str) -> tuple[RenderableType, RenderableType]:
    source = about.id if isinstance(about, PlaceSource) else about.source
    name = Text.assemble((source, "bold"), f" · {about.title} · {about.edition}")
    return indented(name), Padding(f"{about.geography}, {about.licence}{more}", (0, 0, 0, 2 * GAP), expand=False)


def _own(listed: Iterable[PlaceSource], held: Mapping[str, Provenance]) -> list[Provenance]:
    official = {source.id for source in listed}
    return [kept for kept in held.values() if kept.source not in official]


def _how(source: PlaceSource) -> str:
    if source.address is None:
        return "by hand"
    return "fetch --area" if "{area}" in source.address else "fetch"


def stored_lines(stored: Stored) -> Iterator[RenderableType]:
    """What became of a file, in a few lines."""
    kept = stored.provenance
    if not stored.is_new:
        yield f"{kept.source}: all that {stored.file} says is held already; nothing changed"
        return
    yield f"{kept.source}: {kept.title}, {kept.edition}"
    yield indented(f"stored from {stored.file}: {_rows(stored.rows)}")
    if stored.areas:
        areas, indicators = many(stored.areas, "area", "areas"), many(stored.indicators, "indicator", "indicators")
        yield indented(f"{indicators} of {areas} ({kept.geography})")
    yield indented(f"{kept.licence}, {kept.publisher}")
    if stored.extract is not None:
        yield indented(f"An extract: {stored.extract} are held. {FOR_ALL}")
    for note in stored.notes:
        yield indented(f"Note: {note}")


def already(held: Provenance) -> str:
    """What to say of a source that was fetched before."""
    return f"{held.source} is held already, since {_since(held)}; --again fetches it anew"


def status_record(store: Store) -> dict[str, Any]:
    """What is held, lacking and half done, as JSON."""
    return {
        "folder": str(store.folder),
        "held": [
            {**kept.model_dump(mode="json"), "damage": [str(fault) for fault in store.damage(kept.source)]}
            for kept in store.held().values()
        ],
        "lacking": [
            {"what": want.what, "why": want.why, "sources": list(want.sources), "needed": want.is_needed}
            for want in lacking(store)
        ],
        "half_downloads": [
            {"source": one.source, "file": one.file, "bytes": one.bytes, "of": one.total, "started": str(one.started)}
            for one in waiting(store)
        ],
    }


def status_page(store: Store) -> Iterator[RenderableType]:
    """What is held, source by source with its files, then what lacks, then half downloads."""
    held = store.held()
    yield f"Data folder: {store.folder}"
    if not held:
        yield "Nothing is held yet."
    for kept in held.values():
        damage = store.damage(kept.source)
        extract = None if damage else extract_of(store, kept)
        yield Text(f"\n{kept.source} · {kept.title}", style="bold")
        yield indented(f"{kept.edition}, {kept.geography}: {_rows(kept.rows)}")
        for fault in damage:
            yield indented(Text(f"{fault}.", style="bold"))
        if extract is not None:
            yield indented(f"An extract: {extract}")
        yield indented(f"{kept.licence}, {kept.publisher}")
        for origin in kept.origins:
            came = "fetched" if origin.url else "added"
            yield indented(f"{origin.file}, {came} {origin.retrieved}, SHA-256 {origin.sha256[:SHORT]}…")
    missing = lacking(store)
    yield Text("\nWhat a needs analysis lacks" if missing else "\nA needs analysis lacks nothing", style="bold")
    for want in missing:
        needed = "Needed" if want.is_needed else "Better with"
        yield indented(f"{needed}: {want.what.lower()} ({want.why}): {' or '.join(want.sources)}")
    half = list(waiting(store))
    if half:
        yield Text("\nHalf downloads, which fetching again carries on", style="bold")
        for one in half:
            of = f" of {one.total:,}" if one.total else ""
            yield indented(f"{one.source}: {one.file}, {one.bytes:,}{of} bytes since {one.started}")


def _since(held: Provenance) -> str:
    return str(max(origin.retrieved for origin in held.origins))


def _rows(by_table: Mapping[str, int]) -> str:
    return ", ".join(f"{name} {many(number, 'row', 'rows')}" for name, number in by_table.items())
