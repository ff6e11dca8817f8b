"""From a file that arrives to an upload: looked at first, and kept only when it can be read."""

from __future__ import annotations

import hashlib
import tempfile
from pathlib import Path, PurePath

from django.core.files import File

from commonweal_web.core.errors import NotAllowed
from commonweal_web.core.scope import Scope
from commonweal_web.core.unfinished import unfinished
from commonweal_web.partnerships.models import Partnership
from commonweal_web.workbooks import actions, queries
from commonweal_web.workbooks.actions import storing
from commonweal_web.workbooks.errors import AlreadyUploaded, WorkbookRefused
from commonweal_web.workbooks.limits import MOST_BYTES
from commonweal_web.workbooks.models import Progress, WorkbookUpload
from commonweal_web.workbooks.permissions import may_give_workbooks
from commonweal_web.workbooks.reading import read_workbook
from commonweal_web.workbooks.soundness import too_large


def receive(scope: Scope, partnership: Partnership, file: File[bytes]) -> WorkbookUpload:
    """Take a file that somebody gives. The same file again is the same upload, compared again if it was not sent.

    Raises ``WorkbookRefused``, with nothing kept, where it cannot be taken as a whole.
    """
    if not may_give_workbooks(scope, partnership):
        raise NotAllowed("Only those who send entries of an organisation can upload a workbook.")
    # A name that holds a path is a name: only its last part is kept, and nothing is ever stored under it.
    name = PurePath((file.name or "workbook").replace("\\", "/")).name[-200:]
    pack = queries.pack_to_read_by(scope, partnership)
    if file.size > MOST_BYTES:
        raise WorkbookRefused([too_large(file.size, name)])
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"workbook{PurePath(name).suffix.lower()}"
        digest = _copied(file, path)
        given = queries.upload_of(scope, partnership, digest)
        if given is None:
            workbook = read_workbook(path, name, pack)
            upload = WorkbookUpload(partnership=partnership, name=name, size=path.stat().st_size, digest=digest)
            upload.rows = len(workbook.rows)
            return _kept(scope, upload, path)
    if given.progress in (Progress.COMPARED, Progress.STOPPED) or given.is_stuck:
        actions.ask_to_compare(by=scope, upload=given)
    return given


def _copied(file: File[bytes], path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("wb") as copy:
        for piece in file.chunks():
            digest.update(piece)
            copy.write(piece)
    return digest.hexdigest()


def _kept(scope: Scope, upload: WorkbookUpload, path: Path) -> WorkbookUpload:
    """File and row, both or neither, however it ends."""
    kind = PurePath(upload.name).suffix.lower()
    upload.file = f"workbooks/{upload.digest[:2]}/{upload.digest}-{upload.pk}{kind}"
    words = f"a workbook of {upload.rows:,} rows for {upload.partnership}"
    with unfinished("upload", words, proof=upload, leaves=storing.on_this_machine(upload.file)):
        storing.store(path, upload.file)
        try:
            return actions.receive_workbook(by=scope, upload=upload)
        except BaseException as fault:
            storing.drop(upload.file)
            earlier = queries.upload_of(scope, upload.partnership, upload.digest)
            if isinstance(fault, AlreadyUploaded) and earlier is not None:
                return earlier
            raise
