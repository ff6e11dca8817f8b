"""Files that come in parts, so that a weak line does not lose what has come. Nothing here is evidence yet.

A part lies in the data folder, and its length says how far it is. ``evidence.receiving`` makes evidence of a whole one.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path

from django.utils import timezone
from filelock import FileLock, Timeout

from commonweal_web.core.scope import Scope
from commonweal_web.evidence.checking import receiving_folder, require_size
from commonweal_web.evidence.errors import FileRefused, TooManyUploads, UploadLost
from commonweal_web.evidence.inspecting.names import checked_ending
from commonweal_web.evidence.inspecting.unfit import Unfit
from commonweal_web.evidence.models import Upload
from commonweal_web.evidence.permissions import required_organisation
from commonweal_web.ledger.models import Standing

MOST_AT_ONCE = 20
KEPT_FOR = timedelta(days=2)
"""How long a file of which a part has come is waited for."""


def begin_upload(*, by: Scope, standing: Standing, name: str, size: int) -> Upload:
    """Make room for a file of which parts will come."""
    required_organisation(by, standing)
    if size < 1:
        raise FileRefused("The file is empty. Check that it was saved, and send it again.")
    require_size(size)
    try:
        checked_ending(name)
    except Unfit as unfit:
        raise FileRefused(str(unfit)) from unfit
    if Upload.objects.filter(user=by.user).count() >= MOST_AT_ONCE:
        raise TooManyUploads(f"{MOST_AT_ONCE} files are on their way already. Finish those, or wait until tomorrow.")
    upload = Upload.objects.create(user=by.user, entry=standing.entry, file_name=name, size=size)
    part_of(upload).touch(mode=0o600, exist_ok=False)
    return upload


def add_part(*, by: Scope, upload: Upload, offset: int, length: int, chunks: Iterable[bytes]) -> int:
    """Add what comes behind ``offset``; how far the file is then. Raises ``UploadLost`` when it does not follow."""
    part = part_of(upload)
    try:
        with FileLock(part.with_suffix(".lock"), timeout=0):
            if offset != how_far(upload) or length > upload.size - offset or length < 0:
                raise UploadLost
            left = length
            with part.open("ab") as file:
                for chunk in chunks:
                    file.write(chunk[:left])
                    left -= len(chunk[:left])
    except Timeout:
        raise UploadLost from None
    return how_far(upload)


def forget_upload(*, by: Scope, upload: Upload) -> None:
    """Remove a file that came in parts: it is evidence now, was refused, or is wanted no more."""
    for left in (part_of(upload), part_of(upload).with_suffix(".lock")):
        left.unlink(missing_ok=True)
    upload.delete()


def forget_abandoned_uploads(*, by: Scope) -> int:
    """Remove those that nobody went on with; how many."""
    abandoned = [*Upload.objects.filter(begun_at__lt=timezone.now() - KEPT_FOR)]
    for upload in abandoned:
        forget_upload(by=by, upload=upload)
    return len(abandoned)


def how_far(upload: Upload) -> int:
    """How much of the file has come. Raises ``UploadLost`` when what came is here no more."""
    try:
        return part_of(upload).stat().st_size
    except FileNotFoundError:
        raise UploadLost("What came of this file is here no more. Send it again from its beginning.") from None


def part_of(upload: Upload) -> Path:
    """Where what came of it lies."""
    return receiving_folder() / f"{upload.pk}.part"
