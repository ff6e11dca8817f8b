"""The data folder: each source as Parquet tables with its provenance beside them.

    <data folder>/sources/<source id>/values.parquet, lookup.parquet, …, provenance.json

What is saved joins what is held of the same source: rows of the same key are replaced, others stay, so that an
extract for one area does not push out the rest. It is written whole or not at all, so that a failure changes nothing.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import platformdirs
import polars as pl
from pydantic import BaseModel, ConfigDict, ValidationError

from commonweal.places.joining import join_tables
from commonweal.places.registry import Indicator, PlaceSource

DATA = "COMMONWEAL_DATA"
"""Environment variable: the folder that holds the data, in place of the user's own data folder."""


class Damaged(OSError):
    """A file of the data folder is not what Commonweal wrote; the message says which, and what to do."""


class Origin(BaseModel):
    """The file that a source was read from."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    file: str
    """Its own name, without a folder."""
    url: str | None
    """Where it was fetched; None when a person added it."""
    retrieved: date
    bytes: int
    sha256: str

    @classmethod
    def of(cls, file: Path, *, url: str | None = None, retrieved: date | None = None) -> Origin:
        """What is to be remembered of ``file``; ``retrieved`` is today when nothing is said."""
        with file.open("rb") as content:
            sha256 = hashlib.file_digest(content, "sha256").hexdigest()
        return cls(
            file=file.name,
            url=url,
            retrieved=retrieved or date.today(),
            bytes=file.stat().st_size,
            sha256=sha256,
        )


class Provenance(BaseModel):
    """Where the tables of one source come from, and what may be done with them: it goes wherever a figure goes."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    source: str
    title: str
    publisher: str
    edition: str
    landing: str
    licence: str
    licence_url: str
    attribution: str
    geography: str
    indicators: tuple[Indicator, ...]
    origins: tuple[Origin, ...]
    rows: dict[str, int]
    """Rows by table."""
    notes: tuple[str, ...] = ()
    """What the adaptor had to leave out or take as read, in plain sentences."""


class Store:
    """The tables in one data folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @classmethod
    def default(cls) -> Store:
        """The folder that ``COMMONWEAL_DATA`` names, or the user's own data folder. It need not exist yet."""
        named = os.environ.get(DATA)
        return cls(Path(named) if named else platformdirs.user_data_path("commonweal", appauthor=False))

    def held(self) -> dict[str, Provenance]:
        """The provenance of every source that is here, by source id. Raises ``Damaged``."""
        files = sorted(self.folder.glob("sources/*/provenance.json"))
        found = (_provenance(file) for file in files)
        return {provenance.source: provenance for provenance in found}

    def has(self, source: str, table: str) -> bool:
        """Whether this table of this source is here."""
        return self._file(source, table).is_file()

    def scan(self, source: str, table: str) -> pl.LazyFrame:
        """A table of a source (columns: ``places.tables``). Raises ``FileNotFoundError`` where it is not held."""
        file = self._file(source, table)
        if not file.is_file():
            raise FileNotFoundError(f"{source} has no table {table} in {self.folder}")
        return pl.scan_parquet(file)

    def holders(self, table: str) -> list[str]:
        """The sources that hold a table of this kind, in the order of their ids."""
        return sorted(file.parent.name for file in self.folder.glob(f"sources/*/{table}.parquet"))

    def save(
        self,
        source: PlaceSource,
        tables: Mapping[str, pl.DataFrame],
        origins: tuple[Origin, ...],
        notes: tuple[str, ...] = (),
        indicators: tuple[Indicator, ...] | None = None,
    ) -> Provenance:
        """Add the tables of ``source`` to what is held of it, whole or not at all; the new row wins (``joining``).

        ``indicators`` are those that the file itself describes; where None, those of the registry hold. Origins of
        which no row can be left are forgotten. A file that is held already, and brings nothing new, changes nothing:
        the provenance that was there comes back.
        """
        before = self.held().get(source.id)
        if before is not None:
            fetched = {origin.sha256: origin for origin in before.origins if origin.url is not None}
            origins = tuple(origin if origin.url else fetched.get(origin.sha256, origin) for origin in origins)
        joins = {name: join_tables(name, self._held(source.id, name), table) for name, table in tables.items()}
        joined = {name: table for name, (table, _) in joins.items()}
        described = tuple(source.indicators) if indicators is None else indicators
        if before is not None and (before.rows.keys() - tables.keys() or any(stays for _, stays in joins.values())):
            new = {origin.sha256 for origin in origins}
            origins = (*origins, *(origin for origin in before.origins if origin.sha256 not in new))
            notes = tuple(dict.fromkeys((*notes, *before.notes)))
            described = (*described, *self._left(before, described, joined))
        provenance = Provenance(
            **source.model_dump(
                include={"title", "publisher", "edition", "landing", "licence", "licence_url", "attribution"}
            ),
            source=source.id,
            geography=source.geography,
            indicators=described,
            origins=origins,
            rows={
                **(before.rows if before is not None else {}),
                **{name: table.height for name, table in joined.items()},
            },
            notes=notes,
        )
        if before is not None and self._nothing_new(before, provenance, joined):
            return before
        self._write(source.id, joined, provenance)
        return provenance

    def remove(self, source: str) -> None:
        """Forget a source."""
        shutil.rmtree(self.folder / "sources" / source)

    def _held(self, source: str, name: str) -> pl.DataFrame | None:
        return self.scan(source, name).collect() if self.has(source, name) else None

    def _left(
        self, before: Provenance, described: tuple[Indicator, ...], joined: Mapping[str, pl.DataFrame]
    ) -> list[Indicator]:
        """Indicators that only an earlier file described, and of which rows are held."""
        if "values" not in before.rows:
            return []
        values = joined["values"] if "values" in joined else self.scan(before.source, "values").collect()
        known, measured = {indicator.id for indicator in described}, set(values["indicator"])
        return [one for one in before.indicators if one.id not in known and one.id in measured]

    def _nothing_new(self, before: Provenance, after: Provenance, joined: Mapping[str, pl.DataFrame]) -> bool:
        """Whether the same files were held before, and say the same, in whatever order they came."""
        told = {"origins", "notes", "indicators"}
        return (
            before.model_dump(exclude=told) == after.model_dump(exclude=told)
            and {(one.sha256, one.url) for one in before.origins} == {(one.sha256, one.url) for one in after.origins}
            and set(before.notes) == set(after.notes)
            and {one.id: one for one in before.indicators} == {one.id: one for one in after.indicators}
            and all(_same(self.scan(before.source, name).collect(), table) for name, table in joined.items())
        )

    def _write(self, source: str, joined: Mapping[str, pl.DataFrame], provenance: Provenance) -> None:
        """Make the whole folder anew beside the old one, then change places; the old one comes back on a failure."""
        home = self.folder / "sources" / source
        home.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=self.folder, prefix=".unfinished-") as unfinished:
            made, old = Path(unfinished, "new"), Path(unfinished, "old")
            if home.exists():
                shutil.copytree(home, made)
            else:
                made.mkdir()
            for name, table in joined.items():
                table.write_parquet(made / f"{name}.parquet", statistics=True)
            (made / "provenance.json").write_text(provenance.model_dump_json(indent=2) + "\n", encoding="utf-8")
            if home.exists():
                home.rename(old)
            try:
                made.rename(home)
            except OSError:
                if old.exists():
                    old.rename(home)
                raise

    def _file(self, source: str, table: str) -> Path:
        return self.folder / "sources" / source / f"{table}.parquet"


def _provenance(file: Path) -> Provenance:
    try:
        return Provenance.model_validate_json(file.read_bytes())
    except ValidationError:
        raise Damaged(
            f"{file} is damaged. Remove the folder {file.parent}, then fetch or add the source again"
        ) from None


def _same(held: pl.DataFrame, table: pl.DataFrame) -> bool:
    return set(held.columns) == set(table.columns) and held.equals(table.select(held.columns))
