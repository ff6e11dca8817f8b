"""The data folder: each source as Parquet tables with its provenance beside them.

    <data folder>/sources/<source id>/values.parquet, lookup.parquet, …, provenance.json

A source is replaced whole or not at all, so that a failure changes nothing.
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
from pydantic import BaseModel, ConfigDict

from commonweal.places.registry import Indicator, PlaceSource

DATA = "COMMONWEAL_DATA"
"""Environment variable: the folder that holds the data, in place of the user's own data folder."""


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
        """The provenance of every source that is here, by source id."""
        files = sorted(self.folder.glob("sources/*/provenance.json"))
        found = (Provenance.model_validate_json(file.read_bytes()) for file in files)
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
        """Put the tables of ``source`` in place of what was held of it, whole or not at all.

        ``indicators`` are those that the file itself describes; where None, those of the registry hold.
        """
        provenance = Provenance(
            **source.model_dump(
                include={"title", "publisher", "edition", "landing", "licence", "licence_url", "attribution"}
            ),
            source=source.id,
            geography=source.geography,
            indicators=tuple(source.indicators) if indicators is None else indicators,
            origins=origins,
            rows={name: table.height for name, table in tables.items()},
            notes=notes,
        )
        home = self.folder / "sources" / source.id
        home.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=self.folder, prefix=".unfinished-") as unfinished:
            made = Path(unfinished, "new")
            made.mkdir()
            for name, table in tables.items():
                table.write_parquet(made / f"{name}.parquet", statistics=True)
            (made / "provenance.json").write_text(provenance.model_dump_json(indent=2) + "\n", encoding="utf-8")
            if home.exists():
                home.rename(Path(unfinished, "old"))
            made.rename(home)
        return provenance

    def remove(self, source: str) -> None:
        """Forget a source."""
        shutil.rmtree(self.folder / "sources" / source)

    def _file(self, source: str, table: str) -> Path:
        return self.folder / "sources" / source / f"{table}.parquet"
