"""The ONS Postcode Directory: its CSV, or the zip that it comes in.

Headings are those of the directory's guide: ``pcds, doterm, oseast1m, osnrth1m, osgrdind, oslaua, osward, lsoa21``
until 2025, ``pcds, doterm, east1m, north1m, gridind, lad25cd, wd25cd, lsoa21cd`` since, with the year of the boundaries
in them. The year of older headings is told by the lists of names in the zip, or by the edition in the file's name.
"""

from __future__ import annotations

import csv
import io
import re
import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import polars as pl

from commonweal.places.adaptors import EDITION_NOT_STATED, Reading, file_problem
from commonweal.places.adaptors.feature_lists import column_of
from commonweal.places.adaptors.grids import first_rows
from commonweal.places.codes import POSTCODE
from commonweal.places.registry import PlaceSource
from commonweal.places.store import Store

MAIN_FILE = re.compile(r"(?:^|/)Data/ONSPD_\w+\.csv$", re.IGNORECASE)
EDITION = re.compile(r"ONSPD_(FEB|MAY|AUG|NOV)_(20\d\d)", re.IGNORECASE)
MONTHS = {"FEB": "February", "MAY": "May", "AUG": "August", "NOV": "November"}
NO_GRID_REFERENCE = "9"
"""Of the positional quality: the postcode has no grid reference."""

HEADINGS = {
    "postcode": ("pcds",),
    "ended": ("doterm",),
    "easting": ("oseast1m", "east1m"),
    "northing": ("osnrth1m", "north1m"),
    "quality": ("osgrdind", "gridind"),
    "lsoa21": ("lsoa21", "lsoa21cd"),
}
OLD_HEADINGS = {"oslaua": "ltla", "osward": "ward"}


def fits(file: Path, source: PlaceSource) -> bool:
    """Whether the file is the directory, or its zip."""
    try:
        with zipfile.ZipFile(file) as archive:
            return any(MAIN_FILE.search(name) for name in archive.namelist())
    except (OSError, zipfile.BadZipFile):
        grids = first_rows(file)
        return bool(grids and grids[0].rows) and _is_ours(grids[0].rows[0])


def read(file: Path, source: PlaceSource, store: Store) -> Reading:
    """Tables ``postcodes`` (live ones only) and, where the zip has the names of wards, ``lookup``."""
    try:
        with _unpacked(file) as (table, names):
            return _read(table, names, file, source)
    except (OSError, EOFError, NotImplementedError, RuntimeError, zipfile.BadZipFile, pl.exceptions.PolarsError):
        message = "The file cannot be read: it is damaged, cut off, or not the directory."
        return Reading(problems=(file_problem(file, "unreadable-file", message, "Download it again."),))


def _read(table: Path, names: dict[str, dict[str, str]], file: Path, source: PlaceSource) -> Reading:
    scan = pl.scan_csv(table, infer_schema=False, encoding="utf8-lossy")
    headings = {name.strip().lower(): name for name in scan.collect_schema().names()}
    if not _is_ours(list(headings)):
        wanted = ", ".join(" or ".join(options) for options in HEADINGS.values())
        message = f"The file is not the ONS Postcode Directory: it should have the columns {wanted}."
        return Reading(problems=(file_problem(file, "wrong-layout", message, f"Download it from {source.landing}"),))
    found = {ours: headings[name] for ours, options in HEADINGS.items() for name in options if name in headings}
    areas, notes = _areas(headings, names, table)
    clean = {ours: pl.col(name).str.strip_chars() for ours, name in {**found, **areas}.items()}
    located = clean["quality"] != NO_GRID_REFERENCE
    chosen = scan.select(
        clean["postcode"].str.to_uppercase().alias("postcode"),
        (clean["ended"].fill_null("") != "").alias("ended"),
        *(
            pl.when(located).then(clean[axis].cast(pl.Int32, strict=False)).alias(axis)
            for axis in ("easting", "northing")
        ),
        *(
            pl.when(~clean[area].str.ends_with("99999999") & (clean[area] != "")).then(clean[area]).alias(area)
            for area in ("lsoa21", *areas)
        ),
        approximate=pl.lit(False),
        cut_off=clean["quality"].is_null(),
    ).collect(engine="streaming")
    short = chosen["cut_off"].sum()
    if short:
        message = f"{short:,} rows have no positional quality: they end early, so the file is cut off or not whole."
        return Reading(problems=(file_problem(file, "cut-off", message, "Download it again."),))
    live = chosen.filter(~pl.col("ended")).drop("ended", "cut_off")
    known = live.filter(pl.col("postcode").str.contains(f"^(?:{POSTCODE.pattern})$")).unique("postcode", keep="first")
    if not known.height:
        message = "The file has no postcode that is in use."
        return Reading(problems=(file_problem(file, "no-rows", message, "Download it again."),))
    ended = chosen.height - live.height
    notes += [f"{ended:,} postcodes that are no longer in use were left out."] if ended else []
    wrong = live.height - known.height
    notes += (
        [f"{wrong:,} rows without a proper postcode, or with one for the second time, were left out."] if wrong else []
    )
    lookup = _lookup(known, names, areas)
    tables = {"postcodes": known.sort("postcode")}
    tables |= {"lookup": lookup} if lookup is not None else {}
    named = EDITION.search(table.name)
    edition = f"{MONTHS[named[1].upper()]} {named[2]}" if named else EDITION_NOT_STATED
    return Reading(tables=tables, notes=tuple(notes), edition=edition)


def _is_ours(headings: list[str]) -> bool:
    given = {heading.strip().lower() for heading in headings}
    return all(given & set(options) for options in HEADINGS.values())


def _areas(headings: dict[str, str], names: dict[str, dict[str, str]], table: Path) -> tuple[dict[str, str], list[str]]:
    """The columns of wards and authorities, by geography with its year; and what there is to say of them."""
    dated = {column: name for heading, name in headings.items() if (column := column_of(heading))}
    found = {
        area: name for area, name in dated.items() if area.startswith(("ward", "ltla")) and not area.endswith("_name")
    }
    if found:
        return found, []
    edition = EDITION.search(table.name)
    notes = []
    for heading, kind in OLD_HEADINGS.items():
        listed = next((area for area in names if area.startswith(kind)), None)
        if listed is None and edition:
            year = int(edition[2]) - (edition[1].upper() == "FEB")
            listed = f"{kind}{year % 100}"
            notes.append(f"The codes of {heading} are taken to be those of {year}, by the name of the file.")
        if heading in headings and listed:
            found[listed] = headings[heading]
        elif heading in headings:
            notes.append(f"The codes of {heading} were left out: nothing says of which year they are.")
    return found, notes


def _lookup(known: pl.DataFrame, names: dict[str, dict[str, str]], areas: dict[str, str]) -> pl.DataFrame | None:
    """Each ward, its name, and the authority of its postcodes, where the names are known."""
    ward = next((area for area in areas if area.startswith("ward") and area in names), None)
    ltla = next((area for area in areas if area.startswith("ltla")), None)
    if ward is None or ltla is None:
        return None
    named = known.select(ward, ltla).drop_nulls().unique(ward, keep="first").sort(ward)
    return named.select(
        ward,
        pl.col(ward).replace_strict(names[ward], default=None, return_dtype=pl.String).alias(f"{ward}_name"),
        ltla,
        pl.col(ltla).replace_strict(names.get(ltla, {}), default=None, return_dtype=pl.String).alias(f"{ltla}_name"),
    )


@contextmanager
def _unpacked(file: Path) -> Iterator[tuple[Path, dict[str, dict[str, str]]]]:
    """The table as a file of its own, and the names of wards and authorities that came with it, by geography."""
    with file.open("rb") as content:
        is_packed = content.read(2) == b"PK"
    if not is_packed:
        yield file, {}
        return
    with zipfile.ZipFile(file) as archive, tempfile.TemporaryDirectory() as folder:
        main = next((name for name in archive.namelist() if MAIN_FILE.search(name)), None)
        if main is None:
            raise zipfile.BadZipFile
        table = Path(folder, Path(main).name)
        with archive.open(main) as packed, table.open("wb") as unpacked:
            shutil.copyfileobj(packed, unpacked, 1 << 20)
        yield table, _names(archive)


def _names(archive: zipfile.ZipFile) -> dict[str, dict[str, str]]:
    """Names by geography and code, from the lists in the archive: headings such as WD25CD and WD25NM."""
    found: dict[str, dict[str, str]] = {}
    for member in archive.namelist():
        if "/documents/" not in f"/{member.lower()}" or not member.lower().endswith(".csv"):
            continue
        text = archive.read(member).decode("utf-8-sig", errors="replace")
        rows = csv.reader(io.StringIO(text, newline=""))
        columns = [column_of(heading) for heading in next(rows, [])]
        for geography in columns:
            named = f"{geography}_name"
            if geography and geography.startswith(("ward", "ltla")) and named in columns:
                at, beside = columns.index(geography), columns.index(named)
                found[geography] = {row[at]: row[beside] for row in rows if len(row) > max(at, beside)}
                break
    return found
