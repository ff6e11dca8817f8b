"""The files themselves, in Django's storage."""

from __future__ import annotations

from pathlib import Path

from django.core.files import File
from django.core.files.storage import FileSystemStorage, default_storage


def store(path: Path, name: str) -> None:
    """Put a file into the storage under this name, which nothing else bears."""
    with path.open("rb") as stream:
        default_storage.save(name, File(stream))


def drop(name: str) -> None:
    """Take a file out of the storage."""
    default_storage.delete(name)


def on_this_machine(name: str) -> list[Path]:
    """Where a file of the storage lies on this machine, if it does."""
    return [Path(default_storage.path(name))] if isinstance(default_storage, FileSystemStorage) else []
