"""The copy of whichever database the installation keeps its ledger in."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from django.conf import settings

from commonweal_web.operations import sqlite_copy
from commonweal_web.operations.archive import ArchiveReader, ArchiveWriter
from commonweal_web.operations.manifest import Ledger


def kind() -> Literal["sqlite", "postgresql"]:
    """What this installation keeps its ledger in."""
    return "postgresql" if settings.DATABASE == "postgresql" else "sqlite"


def copy_out(archive: ArchiveWriter, scratch: Path) -> Ledger:
    """Add the database to the archive, as it is at one moment; ``scratch`` is a folder to work in."""
    if kind() == "sqlite":
        return sqlite_copy.copy_out(archive, scratch)
    # Imported here, because psycopg is only there where PostgreSQL is.
    from commonweal_web.operations import postgresql_copy

    return postgresql_copy.copy_out(archive)


def copy_in(archive: ArchiveReader, scratch: Path) -> None:
    """Fill the empty database from the archive, in one transaction."""
    if kind() == "sqlite":
        sqlite_copy.copy_in(archive, scratch)
        return
    from commonweal_web.operations import postgresql_copy

    postgresql_copy.copy_in(archive)
