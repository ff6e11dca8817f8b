"""OS Code-Point Open: the zip of headerless CSV files, one of those files, or the tidy layout with a heading.

Columns of the official layout, in order (OS, "Code-Point Open technical specification"): postcode, positional
quality, easting, northing, country, NHS regional authority, NHS authority, county, district, ward. The small area of
2021 is found by the postcode's one point in the boundaries that are held, so it is approximate.
"""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import polars as pl
from python_calamine import CalamineError, CalamineWorkbook

from commonweal.places.adaptors import EDITION_NOT_STATED, Reading, file_problem
from commonweal.places.adaptors.grids import first_rows
from commonweal.places.adaptors.point_in_area import small_area_of_points
from commonweal.places.codes import POSTCODE, postcode_written
from commonweal.places.registry import PlaceSource
from commonweal.places.store import Store

MEMBER = re.compile(r"(?:^|/)Data/CSV/[a-z]{1,2}\.csv$", re.IGNORECASE)
OFFICIAL = ("postcode", "quality", "easting", "northing", "country", "region_nhs", "nhs", "county", "ltla", "ward")
TIDY = ("pcds", "pqi", "easting", "northing")
UNLOCATED = "90"
"""Of the positional quality: no coordinates."""

MOST_BLANK = 10
"""Blank lines that may stand above the first row."""

READY = re.compile(r"[A-Z]{1,2}[0-9][0-9A-Z]? *[0-9][A-Z]{2}")
VERSION = re.compile(r"DATASET VERSION NUMBER:\s*(\S+)")
MEANT_FOR = re.compile(r"COPYRIGHT DATE:\s*(\d{4})(\d\d)")


def fits(file: Path, source: PlaceSource) -> bool:
    """Whether the file is the zip of Code-Point Open, one of its files, or the tidy table."""
    try:
        with zipfile.ZipFile(file) as archive:
            return any(MEMBER.search(name) for name in archive.namelist())
    except (OSError, zipfile.BadZipFile):
        grids = first_rows(file, MOST_BLANK)
        header = _first(grids[0].rows) if grids else []
        return _is_tidy(header) or _is_official(header)


def read(file: Path, source: PlaceSource, store: Store) -> Reading:
    """Tables ``postcodes`` and, where the names of wards are with the file, ``lookup``."""
    try:
        rows, names = _rows(file, str(source.options["year"]))
    except (OSError, EOFError, NotImplementedError, RuntimeError, zipfile.BadZipFile, pl.exceptions.PolarsError):
        message = "The file cannot be read: it is damaged, cut off, or has rows with too many cells."
        return Reading(problems=(file_problem(file, "unreadable-file", message, "Download it again."),))
    if rows is None:
        message = "The file is not Code-Point Open: neither its ten columns without a heading nor the tidy ones."
        return Reading(problems=(file_problem(file, "wrong-layout", message, f"Download it from {source.landing}"),))
    areas = [name for name in rows.columns if name[:4] in {"ward", "ltla"} and not name.endswith("_name")]
    table = rows.with_columns(
        postcode_written(pl.col("postcode")).alias("postcode"),
        *(
            pl.when(pl.col("quality") != UNLOCATED).then(pl.col(axis).cast(pl.Int32, strict=False)).alias(axis)
            for axis in ("easting", "northing")
        ),
        *(pl.when(pl.col(area) != "").then(pl.col(area)).alias(area) for area in areas),
    )
    wrong = table.filter(~pl.col("postcode").str.contains(f"^(?:{POSTCODE.pattern})$").fill_null(value=False))
    if wrong.height or not table.height:
        shown = f"'{wrong['postcode'][0]}' is not a postcode" if wrong.height else "There are no postcodes"
        return Reading(problems=(file_problem(file, "wrong-value", f"{shown}.", "Download the file again."),))
    table = table.unique("postcode", keep="first").sort("postcode")
    located, notes = small_area_of_points(table, store)
    tables = {"postcodes": located.select("postcode", "easting", "northing", "lsoa21", "approximate", *areas)}
    lookup = _lookup(table, areas, names)
    tables |= {"lookup": lookup} if lookup is not None else {}
    return Reading(tables=tables, notes=tuple(notes), edition=_edition(file))


def _edition(file: Path) -> str:
    """As the metadata in the zip says it: ``2025.4.0, copyright date 2025-10``; the other layouts do not say."""
    if not zipfile.is_zipfile(file):
        return EDITION_NOT_STATED
    with zipfile.ZipFile(file) as archive:
        said = _metadata(archive)
    version, day = VERSION.search(said), MEANT_FOR.search(said)
    parts = [version[1] if version else "", f"copyright date {day[1]}-{day[2]}" if day else ""]
    return ", ".join(part for part in parts if part) or EDITION_NOT_STATED


def _metadata(archive: zipfile.ZipFile) -> str:
    """The text of ``Doc/metadata.txt``; nothing where the archive has none."""
    name = next((name for name in archive.namelist() if name.lower().endswith("metadata.txt")), None)
    return archive.read(name).decode("latin-1") if name else ""


def _rows(file: Path, year: str) -> tuple[pl.DataFrame | None, dict[str, str]]:
    """Every row as text, wards and authorities under their geography; and the names of areas by code."""
    if not zipfile.is_zipfile(file):
        first = first_rows(file, MOST_BLANK)
        header = _first(first[0].rows) if first else []
        if _is_tidy(header):
            rows = pl.read_csv(file, infer_schema=False, encoding="utf8-lossy")
            return _tidy(_plain(rows.rename({name: name.strip() for name in rows.columns})))
        return (_official(file.read_bytes(), year), {}) if _is_official(header) else (None, {})
    with zipfile.ZipFile(file) as archive:
        members = [name for name in archive.namelist() if MEMBER.search(name)]
        if not members:
            return None, {}
        date = MEANT_FOR.search(_metadata(archive))
        # Wards change on the first Thursday of May: an earlier edition has those of the year before.
        year = f"{(int(date[1]) - (int(date[2]) < 5)) % 100:02d}" if date else year
        return pl.concat([_official(archive.read(name), year) for name in members]), _codelist(archive)


def _official(content: bytes, year: str) -> pl.DataFrame:
    content = content.replace(b"\r\n", b"\n").replace(b"\r", b"\n").lstrip(b"\n ")
    rows = _plain(pl.read_csv(content, has_header=False, infer_schema=False, new_columns=list(OFFICIAL)))
    return rows.rename({"ltla": f"ltla{year}", "ward": f"ward{year}"}).drop("country", "region_nhs", "nhs", "county")


def _plain(rows: pl.DataFrame) -> pl.DataFrame:
    """``rows`` without spaces around cells and without blank lines."""
    plain = rows.with_columns(pl.all().str.strip_chars())
    return plain.filter(~pl.all_horizontal(pl.all().fill_null("") == ""))


def _tidy(rows: pl.DataFrame) -> tuple[pl.DataFrame, dict[str, str]]:
    """The tidy table says the year in its headings, and has the small area of each point already."""
    later = [name for name in rows.columns if re.fullmatch(r"(ward|ltla)(?!24)\d\d_code", name)]
    names: dict[str, str] = {}
    for code in later:
        named = code.replace("_code", "_name")
        if named in rows.columns:
            names |= dict(rows.select(code, named).drop_nulls().unique().rows())
    kept = rows.select(
        pl.col("pcds").alias("postcode"),
        pl.col("pqi").alias("quality"),
        "easting",
        "northing",
        *(pl.col(code).alias(code.removesuffix("_code")) for code in later),
        *([pl.col("lsoa21_code").alias("lsoa21")] if "lsoa21_code" in rows.columns else []),
    )
    return kept, names


def _codelist(archive: zipfile.ZipFile) -> dict[str, str]:
    """Names by code, from the workbook in the archive: sheets of two columns, name and code."""
    book = next((name for name in archive.namelist() if re.search(r"codelist[^/]*\.xlsx$", name, re.IGNORECASE)), None)
    if book is None:
        return {}
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(archive.read(book)))
        sheets = [workbook.get_sheet_by_name(sheet).to_python() for sheet in workbook.sheet_names]
    except CalamineError:
        return {}
    return {str(row[1]): str(row[0]) for rows in sheets for row in rows if len(row) > 1 and len(str(row[1])) == 9}


def _lookup(table: pl.DataFrame, areas: list[str], names: dict[str, str]) -> pl.DataFrame | None:
    """Each ward and its name, and the authority that most of its postcodes are in."""
    ward = next((area for area in areas if area.startswith("ward")), None)
    ltla = next((area for area in areas if area.startswith("ltla")), None)
    if ward is None or ltla is None or not names:
        return None
    pairs = table.group_by(ward, ltla).len().drop_nulls().sort(ward, "len", ltla, descending=[False, True, False])
    named = [
        pl.col(area).replace_strict(names, default=None, return_dtype=pl.String).alias(f"{area}_name")
        for area in (ward, ltla)
    ]
    return pairs.unique(ward, keep="first", maintain_order=True).select(ward, named[0], ltla, named[1])


def _first(rows: list[list[str]]) -> list[str]:
    return next((row for row in rows if any(row)), [])


def _is_tidy(header: list[str]) -> bool:
    return set(TIDY) <= set(header)


def _is_official(row: list[str]) -> bool:
    return len(row) == len(OFFICIAL) and bool(READY.fullmatch(row[0])) and row[1].isdigit() and len(row[8]) in {0, 9}
