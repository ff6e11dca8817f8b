"""Making a backup while the platform runs."""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.core.files.storage import FileSystemStorage, default_storage
from django.utils import timezone

from commonweal import __version__
from commonweal_web.core.unfinished import unfinished
from commonweal_web.operations import database_copy
from commonweal_web.operations.archive import ArchiveWriter, blocks_of, flush_folder, flush_to_disk, new_file
from commonweal_web.operations.errors import BackupRefused
from commonweal_web.operations.manifest import Manifest

EVIDENCE = "evidence"
SECRET_KEY = "secret-key"


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup that was made."""

    file: Path
    manifest: Manifest
    is_without_evidence: bool
    """Evidence lies elsewhere than on this machine's disk, and so is not in it."""
    damaged_evidence: list[str]
    """Evidence that the disk no longer holds as it was; it is in the backup as it is."""


def make_backup(file: Path, *, with_secret_key: bool = False) -> Backup:
    """Write the database as it is at one moment, and the evidence, to ``file``: all of it, or no file at all.

    Raises ``BackupRefused`` when ``file`` is there already or the database is damaged, ``OSError`` when the disk
    does not let us.
    """
    file = file.absolute()
    if file.exists():
        raise BackupRefused(f"{file} is there already, and a backup is never written over. Name another file.")
    if not file.parent.is_dir():
        raise BackupRefused(f"There is no folder {file.parent}. Make it, or name another file.")
    draft = file.with_name(f".{file.name}.{secrets.token_hex(4)}.unfinished")
    scratch = scratch_folder()
    with unfinished("backup", str(file), proof=file, scratch=[draft, scratch]):
        scratch.mkdir(mode=0o700)
        with new_file(draft) as stream:
            manifest = _written(ArchiveWriter(stream), scratch, with_secret_key)
            flush_to_disk(stream)
        _put_in_place(draft, file)
    return Backup(file, manifest, evidence_folder() is None, _damaged_evidence(manifest))


def evidence_folder() -> Path | None:
    """Where evidence lies on this machine; none when it is kept by a service elsewhere."""
    return Path(default_storage.location) if isinstance(default_storage, FileSystemStorage) else None


def scratch_folder() -> Path:
    """A name for a folder to work in, on the disk of the data folder."""
    return Path(settings.HOME) / f"copying-{secrets.token_hex(4)}"


def _written(archive: ArchiveWriter, scratch: Path, with_secret_key: bool) -> Manifest:
    # The database first: a file of evidence is there before the row that names it, so none is missing.
    ledger = database_copy.copy_out(archive, scratch)
    if (folder := evidence_folder()) is not None:
        _add_evidence(archive, folder)
    if with_secret_key:
        archive.add(SECRET_KEY, [settings.SECRET_KEY.encode()], packed=False)
    manifest = Manifest(
        made_by=__version__,
        made_at=timezone.now(),
        database=database_copy.kind(),
        ledger=ledger,
        parts=archive.parts,
    )
    archive.close(manifest)
    return manifest


def _add_evidence(archive: ArchiveWriter, folder: Path) -> None:
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        try:
            stream = path.open("rb")
        except FileNotFoundError:
            # Its time had come, and it was erased since the folder was read.
            continue
        with stream:
            archive.add(f"{EVIDENCE}/{path.relative_to(folder).as_posix()}", blocks_of(stream), packed=False)


def _damaged_evidence(manifest: Manifest) -> list[str]:
    """Files that are no longer what they were: evidence is called by its digest."""
    called = {name: name.rpartition("/")[2] for name in manifest.evidence}
    return [name for name, digest in called.items() if len(digest) == 64 and manifest.parts[name].sha256 != digest]


def _put_in_place(draft: Path, file: Path) -> None:
    """Give the draft its name, unless somebody else took it meanwhile."""
    try:
        os.link(draft, file)
    except FileExistsError:
        raise BackupRefused(f"{file} was made by somebody else meanwhile, so this backup was not kept.") from None
    except OSError:
        # A disk without links (a memory stick) still renames at once.
        draft.rename(file)
    flush_folder(file.parent)
