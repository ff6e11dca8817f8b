"""The bytes of evidence, by their digest. Whoever stores or removes some holds the row of that digest meanwhile."""

from __future__ import annotations

from pathlib import Path

from django.core.files import File
from django.core.files.storage import default_storage
from django.db.models import F

from commonweal_web.evidence.checking import Draft
from commonweal_web.evidence.models import EvidenceFile, StoredBytes


class _Moved(File):  # type: ignore[type-arg]
    """A file that the storage may move into place whole, rather than copy."""

    def __init__(self, path: Path) -> None:
        self._path = path
        super().__init__(path.open("rb"))

    def temporary_file_path(self) -> str:
        """Where it lies now."""
        return str(self._path)


def place_of(sha256: str) -> str:
    """Where the bytes of this digest lie in the storage."""
    return f"{sha256[:2]}/{sha256}"


def hold(sha256: str) -> None:
    """Hold the bytes of this digest until the transaction ends: nobody else stores or removes them meanwhile."""
    StoredBytes.objects.get_or_create(sha256=sha256)
    StoredBytes.objects.filter(sha256=sha256).update(turn=F("turn") + 1)


def store(draft: Draft) -> None:
    """Put a file in its place, whole or not at all. The same bytes are kept once."""
    hold(draft.sha256)
    if default_storage.exists(place_of(draft.sha256)):
        return
    with _Moved(draft.path) as file:
        default_storage.save(place_of(draft.sha256), file)


def remove_unless_needed(sha256: str) -> bool:
    """Remove the bytes unless a file that was not erased needs them; whether they were removed."""
    hold(sha256)
    needed = EvidenceFile.objects.filter(sha256=sha256, erasure__isnull=True).exists()
    if needed or not default_storage.exists(place_of(sha256)):
        return False
    default_storage.delete(place_of(sha256))
    return True
