"""The form with which a file is sent: what comes of it, and how nothing of it is lost when it was not right."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile

from commonweal_web.core.errors import NotAllowed, Refused
from commonweal_web.core.requests import SignedInRequest
from commonweal_web.core.scope import Scope
from commonweal_web.evidence.actions.uploads import add_part, begin_upload, how_far
from commonweal_web.evidence.checking import Checked
from commonweal_web.evidence.errors import FileRefused, UploadLost
from commonweal_web.evidence.forms import EvidenceForm
from commonweal_web.evidence.models import Attachment, Upload
from commonweal_web.evidence.receiving import Incoming, Told, receive
from commonweal_web.ledger.models import Standing

SLICE = 1 << 16


@dataclass(frozen=True, slots=True)
class Done:
    """The file is kept and attached."""

    attachment: Attachment
    checked: Checked
    without: tuple[str, ...]
    """What was taken out of it first."""


def came_before(request: SignedInRequest, standing: Standing) -> Upload | None:
    """The file that came before the form was sent, in parts or with an earlier try."""
    named = request.POST.get("upload", "")
    try:
        return request.scope.uploads.filter(pk=UUID(named), entry=standing.entry_id).first() if named else None
    except ValueError:
        return None


def sent(scope: Scope, standing: Standing, form: EvidenceForm, upload: Upload | None) -> Done | None:
    """What came of the file; the form says what was wrong when nothing did."""
    if not form.is_valid():
        return None
    try:
        attachment, checked = receive(scope, standing, _file(form, upload), _told(form.cleaned_data))
    except NotAllowed:
        raise
    except (FileRefused, UploadLost) as refusal:
        form.add_error("file", str(refusal))
        return None
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return None
    return Done(attachment, checked, checked.details if form.cleaned_data["keeps_details"] == "no" else ())


def kept_for_another_try(
    request: SignedInRequest, standing: Standing, form: EvidenceForm, upload: Upload | None
) -> Upload | None:
    """The file, which need not be chosen again when it was another answer that was wrong."""
    file = request.FILES.get("file")
    if "file" in form.errors:
        return None
    try:
        if file is not None and file.size:
            upload = _begun(request.scope, standing, file)
        if upload is None or how_far(upload) != upload.size:
            return None
    except Refused as refusal:
        form.add_error("file", str(refusal))
        return None
    answers = request.POST.copy()
    answers["upload"] = str(upload.pk)
    form.data = answers
    return upload


def _begun(scope: Scope, standing: Standing, file: UploadedFile[Any]) -> Upload:
    upload = begin_upload(by=scope, standing=standing, name=file.name or "", size=file.size or 0)
    file.seek(0)
    add_part(by=scope, upload=upload, offset=0, length=upload.size, chunks=file.chunks(SLICE))
    return upload


def _file(form: EvidenceForm, upload: Upload | None) -> Incoming | Upload:
    file = form.cleaned_data.get("file")
    if file is not None:
        return Incoming(file.name, file.chunks(SLICE))
    if upload is None:
        raise UploadLost("The file that was sent is here no more. Choose it again.")
    return upload


def _told(answers: dict[str, Any]) -> Told:
    return Told(
        shows=tuple(answers.get("shows", ())),
        note=answers["note"],
        has_personal_details=answers["personal"] == "yes",
        keeps_details=answers["keeps_details"] == "yes",
        expires_on=answers["expires_on"],
    )
