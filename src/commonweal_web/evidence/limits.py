"""A file that is too large is cut off while it comes, before it fills the disk."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler, SkipFile

ROOM_FOR_ANSWERS = 2_000_000
CUT_OFF = "cut_off_file"
"""What a request is given when its file was cut off: the file's name, for the form to say so."""


class LargeFilesCutOff(FileUploadHandler):
    """Skips the rest of a file once it is larger than evidence may be, and reads the other answers to the end.

    A request that says it is many times as large is not read at all.
    """

    def handle_raw_input(
        self,
        input_data: Any,
        META: dict[str, str],  # noqa: N803
        content_length: int,
        *args: Any,
        **options: Any,
    ) -> None:
        """Refuse at the door what could not be read to its end in good time."""
        if content_length > 10 * settings.EVIDENCE_MOST_BYTES + ROOM_FOR_ANSWERS:
            raise RequestDataTooBig("The request is far larger than a piece of evidence may be.")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Let it pass, until it is too much."""
        if start + len(raw_data) > settings.EVIDENCE_MOST_BYTES:
            setattr(self.request, CUT_OFF, self.file_name or "The file")
            raise SkipFile
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """The handlers after this one make the file."""
