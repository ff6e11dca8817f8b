"""Files that come in parts, by the tus protocol 1.0 (creation and termination): a weak line loses nothing that came."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Iterator
from functools import wraps
from uuid import UUID

from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from commonweal_web.core.errors import Refused
from commonweal_web.core.requests import SignedInRequest
from commonweal_web.evidence.actions.uploads import add_part, begin_upload, forget_upload, how_far
from commonweal_web.evidence.errors import FileRefused, UploadLost
from commonweal_web.evidence.models import Upload
from commonweal_web.evidence.views.finding import standing_of

SLICE = 1 << 16
VERSION = {"Tus-Resumable": "1.0.0"}
PART = "application/offset+octet-stream"

View = Callable[..., HttpResponse]


def _in_plain_text(view: View) -> View:
    """What is refused, in words that a script can show as they are."""

    @wraps(view)
    def answer(request: SignedInRequest, **ids: UUID) -> HttpResponse:
        try:
            response = view(request, **ids)
        except Refused as refusal:
            response = HttpResponse(str(refusal), status=refusal.status, content_type="text/plain; charset=utf-8")
        for name, value in VERSION.items():
            response[name] = value
        return response

    return answer


@require_http_methods(["GET", "POST"])
@_in_plain_text
def uploads(request: SignedInRequest, entry_id: UUID) -> HttpResponse:
    """What of their files for this entry is on its way; or room for one more."""
    standing = standing_of(request, entry_id)
    if request.method == "GET":
        coming = request.scope.uploads.filter(entry=entry_id).order_by("begun_at")
        return JsonResponse({"uploads": [_told(upload) for upload in coming]})
    name, size = _announced(request)
    upload = begin_upload(by=request.scope, standing=standing, name=name, size=size)
    return HttpResponse(status=201, headers={"Location": _address(upload), "Upload-Offset": "0"})


@require_http_methods(["GET", "HEAD", "PATCH", "DELETE"])
@_in_plain_text
def upload(request: SignedInRequest, upload_id: UUID) -> HttpResponse:
    """How far a file has come; one more part of it; or its end."""
    found = get_object_or_404(request.scope.uploads, pk=upload_id)
    if request.method == "PATCH":
        return _one_more_part(request, found)
    if request.method == "DELETE":
        forget_upload(by=request.scope, upload=found)
        return HttpResponse(status=204)
    response = JsonResponse(_told(found))
    response["Upload-Offset"], response["Upload-Length"] = str(how_far(found)), str(found.size)
    return response


def _one_more_part(request: SignedInRequest, found: Upload) -> HttpResponse:
    if request.content_type != PART:
        return HttpResponse(f"A part is sent as {PART}.", status=415, content_type="text/plain")
    offset, length = _number(request, "Upload-Offset"), _number(request, "Content-Length")
    if offset is None or length is None:
        raise UploadLost("A part says where it belongs and how long it is. Nothing of it was taken.")
    far = add_part(by=request.scope, upload=found, offset=offset, length=length, chunks=_body(request))
    return HttpResponse(status=204, headers={"Upload-Offset": str(far)})


def _body(request: SignedInRequest) -> Iterator[bytes]:
    """What comes, until the line breaks: what came until then is kept."""
    try:
        while chunk := request.read(SLICE):
            yield chunk
    except OSError:
        return


def _announced(request: SignedInRequest) -> tuple[str, int]:
    size = _number(request, "Upload-Length")
    told = dict(pair.strip().partition(" ")[::2] for pair in request.headers.get("Upload-Metadata", "").split(","))
    try:
        name = base64.b64decode(told.get("filename", ""), validate=True).decode("utf-8")
    except (binascii.Error, UnicodeDecodeError):
        name = ""
    if size is None or not name:
        raise FileRefused("A file is announced with its name and its size.")
    return name, size


def _number(request: SignedInRequest, header: str) -> int | None:
    text = request.headers.get(header, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else None


def _told(upload: Upload) -> dict[str, object]:
    return {"name": upload.file_name, "size": upload.size, "offset": how_far(upload), "address": _address(upload)}


def _address(upload: Upload) -> str:
    return reverse("evidence_upload", args=[upload.pk])
