"""The data folder: each source as Parquet tables with its provenance beside them.

    <data folder>/sources/<source id>/values.parquet, lookup.parquet, …, provenance.json

What is saved joins what is held of the same source: rows of the same key are replaced, others stay, so that an
extract for one area does not push out the rest. It is written whole or not at all, so that a failure changes nothing.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

import platformdirs
import polars as pl

from commonweal.places.joining import join_tables
from commonweal.places.lock import Lock
from commonweal.places.provenance import (
    Damaged,
    Origin,
    Provenance,
    Written,
    check_table,
    left_of,
    read_provenance,
    says_nothing_new,
)
from commonweal.places.registry import Indicator, PlaceSource

__all__ = ["DATA", "Damaged", "NoFolder", "Origin", "Provenance", "Store"]

DATA = "COMMONWEAL_DATA"
"""Environment variable: the folder that holds the data, in place of the user's own data folder."""


class NoFolder(OSError):
    """The data folder cannot be used; the message says why, and what to do."""


class Store:
    """The tables in one data folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._lock = Lock(folder)
        self._read: dict[Path, tuple[tuple[int, int], Provenance]] = {}
        self._sound: set[tuple[Path, int, int]] = set()

    @classmethod
    def default(cls) -> Store:
        """The folder that ``COMMONWEAL_DATA`` names, or the user's own data folder. It need not exist yet.

        Raises ``NoFolder`` where it is a file.
        """
        named = os.environ.get(DATA)
        folder = Path(named) if named else platformdirs.user_data_path("commonweal", appauthor=False)
        if folder.exists() and not folder.is_dir():
            raise NoFolder(f"{DATA if named else 'The data folder'} names {folder}, which is a file: name a folder")
        return cls(folder)

    def prepare(self) -> None:
        """Make the folder, and see that it can be written in. Raises ``NoFolder``."""
        try:
            (self.folder / "sources").mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryDirectory(dir=self.folder, prefix=".unfinished-"):
                pass
        except OSError as error:
            raise NoFolder(
                f"Nothing can be written in the data folder {self.folder} ({error.strerror}): make it writable, or "
                f"name another folder in {DATA}"
            ) from error

    def held(self) -> dict[str, Provenance]:
        """The provenance of every source that is here, by source id. Raises ``Damaged``."""
        with self._lock.reading():
            return {source: self._provenance(source) for source in self._sources()}

    def held_of(self, source: str) -> Provenance | None:
        """The provenance of one source; None where it is not held. Raises ``Damaged``."""
        with self._lock.reading():
            return self._provenance(source) if self._is_here(source) else None

    def has(self, source: str, table: str) -> bool:
        """Whether this table of this source is here. Raises ``Damaged``."""
        with self._lock.reading():
            return self._is_here(source) and table in self._provenance(source).rows

    def scan(self, source: str, table: str) -> pl.LazyFrame:
        """A table of a source (columns: ``places.tables``), as it was written.

        Raises ``FileNotFoundError`` where it is not held, and ``Damaged``.
        """
        with self._lock.reading():
            if not self.has(source, table):
                raise FileNotFoundError(f"{source} has no table {table} in {self.folder}")
            self._check(source, table)
            return pl.scan_parquet(self._file(source, table))

    def holders(self, table: str) -> list[str]:
        """The sources that hold a table of this kind, in the order of their ids. Raises ``Damaged``."""
        return [source for source, kept in self.held().items() if table in kept.rows]

    def damage(self, source: str) -> list[Damaged]:
        """What is damaged of a source; nothing where it is not held at all."""
        if not self._is_here(source):
            return []
        found = []
        try:
            for table in self._provenance(source).rows:
                try:
                    self._check(source, table)
                except Damaged as fault:
                    found.append(fault)
        except Damaged as fault:
            return [fault]
        return found

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
        the provenance that was there comes back. Only one process does so at a time. Raises ``NoFolder``, ``Busy``.
        """
        self.prepare()
        with self._lock.writing():
            return self._join(source, tables, origins, notes, indicators)

    def _join(
        self,
        source: PlaceSource,
        tables: Mapping[str, pl.DataFrame],
        origins: tuple[Origin, ...],
        notes: tuple[str, ...],
        indicators: tuple[Indicator, ...] | None,
    ) -> Provenance:
        """``save``, alone."""
        before = self._before(source.id)
        came = origins
        if before is not None:
            fetched = {origin.sha256: origin for origin in before.origins if origin.url is not None}
            origins = tuple(origin if origin.url else fetched.get(origin.sha256, origin) for origin in origins)
        earlier = {name: self._earlier(source.id, name) for name in tables}
        joins = {name: join_tables(name, earlier[name], table) for name, table in tables.items()}
        joined = {name: table for name, (table, _) in joins.items()}
        described = tuple(source.indicators) if indicators is None else indicators
        is_same = all((held := earlier[name]) is not None and _same(held, table) for name, table in joined.items())
        if before is not None and (before.rows.keys() - tables.keys() or any(stays for _, stays in joins.values())):
            new = {origin.sha256 for origin in origins}
            origins = (*origins, *(origin for origin in before.origins if origin.sha256 not in new))
            notes = tuple(dict.fromkeys((*notes, *before.notes)))
            described = (*described, *left_of(before, described, joined.get("values")))
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
            written=before.written if before is not None else {},
            notes=notes,
        )
        if before is not None and is_same and says_nothing_new(before, provenance, came):
            return before
        return self._write(source.id, joined, provenance, beside=before is not None)

    def _before(self, source: str) -> Provenance | None:
        try:
            return self.held_of(source)
        except Damaged:
            return None

    def _earlier(self, source: str, name: str) -> pl.DataFrame | None:
        """A table that new rows may join; None where there is none, or it is damaged, so that it is replaced."""
        try:
            return self.scan(source, name).collect() if self.has(source, name) else None
        except Damaged:
            return None

    def _write(
        self, source: str, joined: Mapping[str, pl.DataFrame], provenance: Provenance, *, beside: bool
    ) -> Provenance:
        """Make the whole folder anew beside the old one, then change places; the old one comes back on a failure.

        ``beside``: what else the old folder has goes with it.
        """
        home = self.folder / "sources" / source
        with tempfile.TemporaryDirectory(dir=self.folder, prefix=".unfinished-") as unfinished:
            made, old = Path(unfinished, "new"), Path(unfinished, "old")
            if beside:
                shutil.copytree(home, made)
            else:
                made.mkdir()
            written = dict(provenance.written)
            for name, table in joined.items():
                file = made / f"{name}.parquet"
                table.write_parquet(file, statistics=True)
                written[name] = Written.of(file)
            provenance = provenance.model_copy(update={"written": written})
            (made / "provenance.json").write_text(provenance.model_dump_json(indent=2) + "\n", encoding="utf-8")
            try:
                if home.exists():
                    home.rename(old)
                made.rename(home)
            except BaseException:
                if old.exists():
                    old.rename(home)
                raise
        return provenance

    def _sources(self) -> list[str]:
        """The sources of which something is here, in the order of their ids."""
        return sorted({file.parent.name for file in self.folder.glob("sources/*/*")})

    def _is_here(self, source: str) -> bool:
        return any((self.folder / "sources" / source).glob("*"))

    def _file(self, source: str, table: str) -> Path:
        return self.folder / "sources" / source / f"{table}.parquet"

    def _provenance(self, source: str) -> Provenance:
        """Raises ``Damaged``."""
        file = self.folder / "sources" / source / "provenance.json"
        if not file.is_file():
            raise Damaged(file, "is missing")
        now = (file.stat().st_mtime_ns, file.stat().st_size)
        if file not in self._read or self._read[file][0] != now:
            self._read[file] = (now, read_provenance(file))
        return self._read[file][1]

    def _check(self, source: str, table: str) -> None:
        """Raise ``Damaged`` unless a table is as it was written; it is looked through once, until its file changes."""
        file, kept = self._file(source, table), self._provenance(source)
        if not file.is_file():
            raise Damaged(file, "is missing")
        now = (file, file.stat().st_mtime_ns, file.stat().st_size)
        if now in self._sound:
            return
        check_table(file, kept)
        self._sound.add(now)


def _same(held: pl.DataFrame, table: pl.DataFrame) -> bool:
    return set(held.columns) == set(table.columns) and held.equals(table.select(held.columns))
