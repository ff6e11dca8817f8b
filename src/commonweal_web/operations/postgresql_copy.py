"""A copy of a PostgreSQL database at one moment, by COPY, and the way back.

Not by pg_dump: it must be on the machine and be as new as the server, and often is neither. COPY is the server's own.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import LiteralString

from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from psycopg import Cursor, sql

from commonweal_web.operations.archive import ArchiveReader, ArchiveWriter
from commonweal_web.operations.errors import Damaged, RestoreRefused
from commonweal_web.operations.manifest import LEFT_OUT, Ledger

COLUMNS = """
    SELECT column_name FROM information_schema.columns
    WHERE table_schema = current_schema() AND table_name = %s AND is_generated = 'NEVER' ORDER BY ordinal_position
"""
NUMBERING = """
    SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = current_schema() AND last_value IS NOT NULL
"""


def copy_out(archive: ArchiveWriter) -> Ledger:
    """Add every table to the archive, all as they were at one moment. Nobody waits for it."""
    with transaction.atomic(), _cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        columns = {table: _columns(cursor, table) for table in _tables()}
        rows = {}
        for table, names in columns.items():
            if table in LEFT_OUT:
                rows[table] = 0
                continue
            archive.add(_part(table), _copied_out(cursor, table, names), packed=True)
            rows[table] = cursor.rowcount
        cursor.execute("SELECT app, name FROM django_migrations ORDER BY id")
        migrations = cursor.fetchall()
        cursor.execute("SELECT coalesce(max(sequence), 0) FROM core_event")
        [(sequence,)] = cursor.fetchall()
        cursor.execute(NUMBERING)
        return Ledger(
            migrations=migrations, sequence=sequence, rows=rows, columns=columns, numbering=dict(cursor.fetchall())
        )


def copy_in(archive: ArchiveReader) -> None:
    """Make the tables as they were, and fill them in one transaction."""
    ledger = archive.manifest.ledger
    executor = MigrationExecutor(connection)
    beyond = executor.loader.applied_migrations.keys() - set(ledger.migrations)
    if beyond:
        raise RestoreRefused(
            "The tables of this database are newer than the backup. Name another database, without any tables, in "
            "COMMONWEAL_DATABASE_NAME; it is brought up to date after it is filled. Nothing was restored."
        )
    executor.migrate(ledger.migrations)
    with transaction.atomic(), _cursor() as cursor:
        tables = [table for table in ledger.columns if _part(table) in archive.manifest.parts]
        if any(set(_columns(cursor, table)) != set(ledger.columns[table]) for table in tables):
            raise RestoreRefused("The tables of the backup are not those of this version. Nothing was restored.")
        _fill(cursor, archive, tables)


def _fill(cursor: Cursor, archive: ArchiveReader, tables: list[str]) -> None:
    """Fill ``tables``. The guards speak of what people do one by one, not of rows put back at once."""
    ledger = archive.manifest.ledger
    named = [sql.Identifier(table) for table in tables]
    for name in named:
        cursor.execute(sql.SQL("ALTER TABLE {} DISABLE TRIGGER USER").format(name))
    cursor.execute(sql.SQL("TRUNCATE {} RESTART IDENTITY").format(sql.SQL(", ").join(named)))
    for table in tables:
        with cursor.copy(_copy("COPY {} ({}) FROM STDIN", table, ledger.columns[table])) as copy:
            for block in archive.blocks(_part(table)):
                copy.write(block)
        if cursor.rowcount != ledger.rows[table]:
            raise Damaged(f"The backup does not hold as many rows of {table} as it says. Nothing was restored.")
    for sequence, number in ledger.numbering.items():
        cursor.execute("SELECT setval(quote_ident(%s)::regclass, %s)", [sequence, number])
    # What refers to what is looked at here, before the guards can be put up again.
    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    for name in named:
        cursor.execute(sql.SQL("ALTER TABLE {} ENABLE TRIGGER USER").format(name))


def _cursor() -> Cursor:
    connection.ensure_connection()
    return connection.connection.cursor()  # type: ignore[no-any-return]


def _tables() -> list[str]:
    return sorted(connection.introspection.table_names())


def _columns(cursor: Cursor, table: str) -> list[str]:
    cursor.execute(COLUMNS, [table])
    return [name for (name,) in cursor.fetchall()]


def _copied_out(cursor: Cursor, table: str, columns: list[str]) -> Iterator[bytes | bytearray | memoryview]:
    with cursor.copy(_copy("COPY {} ({}) TO STDOUT", table, columns)) as copy:
        yield from copy


def _copy(words: LiteralString, table: str, columns: list[str]) -> sql.Composed:
    return sql.SQL(words).format(sql.Identifier(table), sql.SQL(", ").join(map(sql.Identifier, columns)))


def _part(table: str) -> str:
    return f"tables/{table}.copy"
