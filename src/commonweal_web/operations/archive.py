"""The archive of a backup: parts written one after another, each digested as it passes, and read back with care."""

from __future__ import annotations

import hashlib
import os
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from pydantic import ValidationError

from commonweal_web.operations.errors import Damaged
from commonweal_web.operations.manifest import FORMAT, Manifest, Part

MANIFEST = "manifest.json"
LONGEST_MANIFEST = 512 * 1024 * 1024
BLOCK = 1024 * 1024


class ArchiveWriter:
    """Writes the parts of a backup, and knows what it wrote."""

    def __init__(self, stream: BinaryIO) -> None:
        self._zip = zipfile.ZipFile(stream, "w", compresslevel=3)
        self.parts: dict[str, Part] = {}

    def add(self, name: str, blocks: Iterable[bytes | bytearray | memoryview], *, packed: bool) -> Part:
        """Add a part; ``packed`` where packing makes it smaller (photos and PDFs are packed already)."""
        part = zipfile.ZipInfo(name)
        part.compress_type = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
        digest, length = hashlib.sha256(), 0
        with self._zip.open(part, "w", force_zip64=True) as stream:
            for block in blocks:
                digest.update(block)
                length += len(block)
                stream.write(block)
        self.parts[name] = Part(sha256=digest.hexdigest(), bytes=length)
        return self.parts[name]

    def close(self, manifest: Manifest) -> None:
        """Write the manifest, after which the archive is whole."""
        self._zip.writestr(MANIFEST, manifest.model_dump_json(indent=1), zipfile.ZIP_DEFLATED)
        self._zip.close()


class ArchiveReader:
    """Reads a backup, believing nothing of it before it was checked."""

    def __init__(self, file: Path, opened: zipfile.ZipFile) -> None:
        self._file, self._zip = file, opened
        self.manifest = self._manifest()

    def check(self) -> None:
        """Every part is there, nothing else is, and each has the digest that the manifest says."""
        names = self._zip.namelist()
        if sorted(names) != sorted([*self.manifest.parts, MANIFEST]):
            raise self._damaged("it does not hold exactly the parts that its manifest names")
        for name in self.manifest.parts:
            path = PurePosixPath(name)
            if path.is_absolute() or ".." in path.parts or "\\" in name or str(path) != name:
                raise self._damaged(f"a part is called {name!r}, which leads out of the folder")
            for _ in self.blocks(name):
                pass

    def blocks(self, name: str) -> Iterator[bytes]:
        """A part, block by block. Raises ``Damaged`` at its end, or before, when it is not what was written."""
        told = self.manifest.parts[name]
        digest, length = hashlib.sha256(), 0
        try:
            with self._zip.open(name) as stream:
                while block := stream.read(BLOCK):
                    digest.update(block)
                    length += len(block)
                    if length > told.bytes:
                        break
                    yield block
        except (
            zipfile.BadZipFile,
            OSError,
            EOFError,
            RuntimeError,
            ValueError,
            NotImplementedError,
            zlib.error,
        ) as fault:
            raise self._damaged(f"{name} cannot be read") from fault
        if (digest.hexdigest(), length) != (told.sha256, told.bytes):
            raise self._damaged(f"{name} is not what was written: its digest differs")

    def put(self, name: str, path: Path) -> None:
        """Write a part to ``path``, down to the disk."""
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with new_file(path) as stream:
            for block in self.blocks(name):
                stream.write(block)
            flush_to_disk(stream)

    def _manifest(self) -> Manifest:
        try:
            if self._zip.getinfo(MANIFEST).file_size > LONGEST_MANIFEST:
                raise self._damaged("its manifest is too long")
            written = self._zip.read(MANIFEST)
        except (
            KeyError,
            zipfile.BadZipFile,
            OSError,
            EOFError,
            zlib.error,
            NotImplementedError,
            RuntimeError,
        ) as fault:
            raise self._damaged("it has no manifest that can be read") from fault
        try:
            return Manifest.model_validate_json(written)
        except ValidationError as fault:
            if any(error["loc"] == ("format",) for error in fault.errors()):
                raise Damaged(
                    f"{self._file} is in another form than {FORMAT}, the one that this version of Commonweal reads. "
                    "Restore it with the version that made it."
                ) from fault
            raise self._damaged("its manifest is not one of ours") from fault

    def _damaged(self, why: str) -> Damaged:
        return Damaged(f"{self._file} is damaged: {why}. Nothing was restored. Take another backup.")


@contextmanager
def opened(file: Path) -> Iterator[ArchiveReader]:
    """Open the backup in ``file``. Raises ``Damaged`` when it is none, ``OSError`` when it cannot be read."""
    with file.open("rb") as stream:
        try:
            archive = zipfile.ZipFile(stream)
        except (zipfile.BadZipFile, ValueError) as fault:
            raise Damaged(f"{file} is no whole backup of Commonweal. Nothing was restored. Take another.") from fault
        with archive:
            yield ArchiveReader(file, archive)


def blocks_of(stream: BinaryIO) -> Iterator[bytes]:
    """The bytes of a file, block by block."""
    while block := stream.read(BLOCK):
        yield block


def new_file(path: Path) -> BinaryIO:
    """Make a file that nobody else may read. Raises ``FileExistsError`` when it is there."""
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600), "wb")


def flush_to_disk(stream: BinaryIO) -> None:
    """Wait until what was written is on the disk."""
    stream.flush()
    os.fsync(stream.fileno())


def flush_folder(folder: Path) -> None:
    """Wait until a name in ``folder`` is on the disk; where a folder cannot be opened (Windows) there is no need."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
