"""Putting a backup back, into an installation that holds nothing yet."""

from __future__ import annotations

import secrets
import shutil
from pathlib import Path

from django.conf import settings
from django.db.migrations.loader import MigrationLoader

from commonweal import __version__
from commonweal_web.core.installation import prepare_database
from commonweal_web.core.models import Event
from commonweal_web.core.unfinished import unfinished
from commonweal_web.operations import archive, database_copy
from commonweal_web.operations.backup import EVIDENCE, SECRET_KEY, evidence_folder, scratch_folder
from commonweal_web.operations.emptiness import what_is_held
from commonweal_web.operations.errors import RestoreRefused
from commonweal_web.operations.manifest import Manifest


def restore(file: Path) -> Manifest:
    """Put all of the backup in ``file`` back, or nothing.

    Raises ``RestoreRefused`` when the archive is damaged, is of another database or of a newer version, or when this
    installation is not empty. Everything is checked before anything is touched.
    """
    with archive.opened(file) as reader:
        manifest = reader.manifest
        _fits(manifest)
        reader.check()
        # The evidence comes first, so that the database, whose one transaction decides, never names what is not there.
        evidence = evidence_folder()
        proof = Event(sequence=manifest.ledger.sequence)
        leaves = [evidence] if evidence else []
        scratch = scratch_folder()
        with unfinished("restoration", str(file.absolute()), proof=proof, leaves=leaves, scratch=[scratch]):
            scratch.mkdir(mode=0o700)
            try:
                _put_evidence(reader, scratch, evidence)
                database_copy.copy_in(reader, scratch)
            except BaseException:
                # Unless it was the moment after the database was filled.
                if evidence and not what_is_held(None):
                    shutil.rmtree(evidence, ignore_errors=True)
                raise
            if SECRET_KEY in manifest.parts:
                _put_secret_key(reader)
    prepare_database()
    return manifest


def _fits(manifest: Manifest) -> None:
    """Refuse what cannot be put back here, before the archive is read to its end."""
    if manifest.database != database_copy.kind():
        raise RestoreRefused(
            f"This is a backup of {manifest.database}, but COMMONWEAL_DATABASE says {database_copy.kind()}. "
            f"Set it to {manifest.database} and try again. Nothing was restored."
        )
    unknown = set(manifest.ledger.migrations) - set(MigrationLoader(None).disk_migrations or ())
    if unknown:
        raise RestoreRefused(
            f"This backup was made by Commonweal {manifest.made_by}, whose tables version {__version__} does not know. "
            "Install that version or a newer one. Nothing was restored."
        )
    held = what_is_held(evidence_folder())
    if held:
        raise RestoreRefused(
            f"This installation holds {held}, and nothing is ever restored over it. Restore into an empty one: "
            "--into another folder (with PostgreSQL also --database with the name of an empty one). "
            "Nothing was restored."
        )


def _put_evidence(reader: archive.ArchiveReader, scratch: Path, evidence: Path | None) -> None:
    names = reader.manifest.evidence
    if not names:
        return
    if evidence is None:
        raise RestoreRefused("The backup holds evidence, but here evidence is kept by a service elsewhere.")
    for name in names:
        reader.put(name, scratch / name)
    if evidence.exists():
        evidence.rmdir()
    (scratch / EVIDENCE).rename(evidence)
    archive.flush_folder(evidence.parent)


def _put_secret_key(reader: archive.ArchiveReader) -> None:
    """In place of the one that this installation made for itself; one that a setting gives stays what it is."""
    place = Path(settings.HOME) / SECRET_KEY
    draft = place.with_name(f"{SECRET_KEY}.{secrets.token_hex(4)}")
    reader.put(SECRET_KEY, draft)
    draft.replace(place)
