"""One process at a time in a data folder: a lock file, so that two that add at once do not lose each other's rows."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

WAIT = 600
"""Seconds to wait for another process: to join and write the largest source takes less than one of ten."""


class Busy(OSError):
    """Another process does not leave the data folder; the message says what to do."""


class Lock:
    """The lock of one data folder. Within a thread it may be taken again by who has it."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / ".lock"
        self._lock = FileLock(self._file, timeout=WAIT)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Alone in the folder, which must exist. Raises ``Busy``."""
        try:
            self._lock.acquire()
        except Timeout:
            raise Busy(
                f"Another process has been writing in {self._file.parent} for {WAIT // 60} minutes: wait until it is "
                "done, or end it"
            ) from None
        try:
            yield
        finally:
            self._lock.release()

    @contextmanager
    def reading(self) -> Iterator[None]:
        """While nobody writes. Where nothing was ever written, or the folder is for reading only, there is no wait."""
        if not self._file.is_file():
            yield
            return
        try:
            self._lock.acquire()
        except Timeout:
            raise Busy(f"Another process has been writing in {self._file.parent} for {WAIT // 60} minutes") from None
        except OSError:
            yield
            return
        try:
            yield
        finally:
            self._lock.release()
