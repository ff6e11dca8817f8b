"""The evidence of a partnership, one piece of it, and the file itself."""

from __future__ import annotations

from uuid import UUID

from django.core.files.storage import default_storage
from django.core.paginator import Paginator
from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from commonweal_web.core.history import history
from commonweal_web.core.requests import SignedInRequest
from commonweal_web.evidence import permissions, queries, showing
from commonweal_web.evidence.actions.storing import place_of
from commonweal_web.evidence.forms import FindForm
from commonweal_web.evidence.kinds import FORMATS, Kind
from commonweal_web.evidence.panel import may_open, name_for
from commonweal_web.evidence.views.finding import file_of

PAGE = 50


@require_safe
def evidence(request: SignedInRequest, partnership_id: UUID) -> HttpResponse:
    """Every piece of evidence that this person may know of, narrowed as they like."""
    partnership = get_object_or_404(request.scope.partnerships, pk=partnership_id)
    organisations = queries.senders_of_evidence(request.scope, partnership)
    form = FindForm(request.GET, organisations=organisations)
    form.is_valid()
    wanted = queries.Wanted(**form.cleaned_data)
    found = queries.evidence_of(request.scope, partnership, wanted)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "table": showing.evidence_table(request.scope, page),
        "chosen": showing.chosen(form, reverse("evidence", args=[partnership_id])),
        "clear": reverse("evidence", args=[partnership_id]),
    }
    return render(request, "evidence/evidence.html", context)


@require_safe
def file(request: SignedInRequest, evidence_id: UUID) -> HttpResponse:
    """One piece of evidence: what it is, what it proves, what may be done with it."""
    found = file_of(request, evidence_id)
    uses = [*request.scope.attachments.filter(evidence=found).select_related("removal").order_by("-at")]
    context = {
        "evidence": found,
        "name": name_for(request.scope, found),
        "rows": showing.facts(request.scope, found),
        "uses": showing.uses_table(uses),
        "links": showing.links(request.scope, found),
        "may_open": not hasattr(found, "erasure") and may_open(request.scope, found),
        "sees_whole": permissions.may_see_whole(request.scope, found),
        "shared": queries.shared_copy(found),
        "history": history(request.scope, found),
    }
    return render(request, "evidence/file.html", context)


@require_safe
def content(request: SignedInRequest, evidence_id: UUID) -> HttpResponseBase:
    """The file itself, or the copy that others see: always to be saved, never shown as a page of ours."""
    found = queries.served(request.scope, file_of(request, evidence_id), as_others=request.GET.get("as") == "others")
    response = FileResponse(
        default_storage.open(place_of(found.sha256)),
        as_attachment=True,
        filename=showing.saved_as(request.scope, found),
        content_type=FORMATS[Kind(found.kind)].media_type,
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response
