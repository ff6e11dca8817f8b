"""From a file that comes in to evidence that proves an entry: measured, checked, kept; or nothing at all.

While it lasts a note lies in the data folder, so that the next start says what a sudden stop cut off.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone

from commonweal_web.core.scope import Scope
from commonweal_web.core.unfinished import unfinished
from commonweal_web.evidence import actions, verbs
from commonweal_web.evidence.actions.uploads import forget_upload, how_far, part_of
from commonweal_web.evidence.checking import Checked, checked, clean_copy_of, measured, scratch, written
from commonweal_web.evidence.errors import FileRefused, TooManyUploads, UploadLost
from commonweal_web.evidence.models import Attachment, EvidenceFile, SharedCopy, Upload
from commonweal_web.evidence.permissions import require_may_change, required_organisation
from commonweal_web.ledger.models import Standing


@dataclass(frozen=True, slots=True)
class Incoming:
    """A file that comes with a form: what its sender calls it, and its bytes one after the other."""

    name: str
    chunks: Iterable[bytes]


@dataclass(frozen=True, slots=True)
class Told:
    """What its sender said of a file."""

    shows: tuple[str, ...] = ()
    note: str = ""
    has_personal_details: bool = False
    keeps_details: bool = False
    expires_on: date | None = None


def receive(by: Scope, standing: Standing, file: Incoming | Upload, told: Told) -> tuple[Attachment, Checked]:
    """Make evidence of a file that came with the form, or in parts before it."""
    required_organisation(by, standing)
    _require_pace(by)
    new = Attachment(pk=uuid.uuid4())
    with _arrived(by, file, f"a file for entry {standing.entry.label}", new) as good:
        attachment = actions.add_evidence(
            by=by,
            standing=standing,
            checked=good,
            shows=told.shows,
            note=told.note,
            has_personal_details=told.has_personal_details,
            keeps_details=told.keeps_details,
            expires_on=told.expires_on,
            new_id=new.pk,
        )
    if isinstance(file, Upload):
        forget_upload(by=by, upload=file)
    return attachment, good


def receive_copy(by: Scope, evidence: EvidenceFile, file: Incoming) -> SharedCopy:
    """Have others see this copy of a file."""
    require_may_change(by, evidence)
    _require_pace(by)
    new = SharedCopy(pk=uuid.uuid4())
    with _arrived(by, file, f"a copy to be shared of the file {evidence.short_digest}", new) as good:
        return actions.share_copy(by=by, evidence=evidence, checked=good, new_id=new.pk)


@contextmanager
def _arrived(by: Scope, file: Incoming | Upload, words: str, proof: models.Model) -> Iterator[Checked]:
    """The file, whole and checked, for as long as it takes to keep it."""
    if isinstance(file, Upload):
        # What came in parts stays until it is evidence: a stop loses nothing of it, so there is nothing to note.
        if how_far(file) != file.size:
            raise UploadLost("The file has not come whole yet. Go on sending it, or choose it again.")
        part = part_of(file)
        try:
            yield _whole(by, file)
        finally:
            clean_copy_of(part).unlink(missing_ok=True)
        return
    with scratch() as path, unfinished("upload", words, proof=proof, scratch=[path, clean_copy_of(path)]):
        draft = written(file.chunks, path)
        if draft.size == 0:
            raise FileRefused("The file is empty. Check that it was saved, and send it again.")
        yield checked(draft, file.name)


def _whole(by: Scope, upload: Upload) -> Checked:
    """What came in parts, checked. What cannot be evidence is not kept for another try."""
    try:
        return checked(measured(part_of(upload)), upload.file_name)
    except FileRefused:
        forget_upload(by=by, upload=upload)
        raise


def _require_pace(by: Scope) -> None:
    since = timezone.now() - timedelta(hours=1)
    if by.times_done(verbs.ATTACHED, verbs.SHARED, since=since) >= settings.EVIDENCE_PER_HOUR:
        raise TooManyUploads
