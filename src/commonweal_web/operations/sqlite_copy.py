"""A copy of an SQLite database at one moment, while others write to it, and the way back."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from django.db import connection

from commonweal_web.operations.archive import ArchiveReader, ArchiveWriter, blocks_of
from commonweal_web.operations.errors import BackupRefused, Damaged
from commonweal_web.operations.manifest import LEFT_OUT, Ledger

PART = "ledger.sqlite3"


def copy_out(archive: ArchiveWriter, scratch: Path) -> Ledger:
    """Add the database to the archive, by way of a copy in the folder ``scratch``."""
    copy = scratch / PART
    with closing(sqlite3.connect(copy)) as written:
        # In one step, which is one moment; in WAL mode nobody waits for it.
        _live().backup(written)
        _check(copy)
        ledger = _trimmed(written)
    with copy.open("rb") as stream:
        archive.add(PART, blocks_of(stream), packed=True)
    return ledger


def copy_in(archive: ArchiveReader, scratch: Path) -> None:
    """Put the archive's database in place of the empty one, in one transaction of SQLite's own."""
    copy = scratch / PART
    archive.put(PART, copy)
    with closing(sqlite3.connect(copy)) as read:
        if _rows(read) != archive.manifest.ledger.rows:
            raise Damaged("The database in the backup does not hold what its manifest says. Nothing was restored.")
        read.backup(_live())


def _live() -> sqlite3.Connection:
    connection.ensure_connection()
    return connection.connection  # type: ignore[no-any-return]


def _check(copy: Path) -> None:
    """A damaged database makes a worthless backup: that is said now, not on the day when it is needed."""
    # On Django's connection, because it knows the functions that our constraints name.
    with connection.cursor() as cursor:
        cursor.execute("ATTACH DATABASE %s AS copied", [str(copy)])
        try:
            cursor.execute("PRAGMA copied.quick_check(1)")
            [(told,)] = cursor.fetchall()
        finally:
            cursor.execute("DETACH DATABASE copied")
    if told != "ok":
        raise BackupRefused(f"The database is damaged, so no backup was made: {told}. Keep your last backup safe.")


def _trimmed(copy: sqlite3.Connection) -> Ledger:
    """Take out what is left out, byte by byte, and tell what remains."""
    copy.execute("PRAGMA secure_delete = ON")
    copy.execute("PRAGMA journal_mode = DELETE")
    tables = _tables(copy)
    with copy:
        for table in LEFT_OUT:
            if table in tables:
                copy.execute(f'DELETE FROM "{table}"')
    migrations = copy.execute("SELECT app, name FROM django_migrations ORDER BY id").fetchall()
    [(sequence,)] = copy.execute("SELECT coalesce(max(sequence), 0) FROM core_event").fetchall()
    return Ledger(migrations=migrations, sequence=sequence, rows=_rows(copy))


def _tables(database: sqlite3.Connection) -> list[str]:
    query = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite^_%' ESCAPE '^' ORDER BY name"
    return [name for (name,) in database.execute(query)]


def _rows(database: sqlite3.Connection) -> dict[str, int]:
    return {table: database.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0] for table in _tables(database)}
