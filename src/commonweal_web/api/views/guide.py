"""What the API can do: for programs as OpenAPI, for people as a page; and what is said where nothing is."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from commonweal_web.api.boundary import bounded
from commonweal_web.api.guiding import chapters
from commonweal_web.api.operations import api
from commonweal_web.api.refusals import not_found


@login_not_required
@require_safe
def openapi(request: HttpRequest) -> HttpResponse:
    """The description for programs; it says nothing of anybody's ledger."""
    return JsonResponse(api.get_openapi_schema())


@login_not_required
@require_safe
def guide(request: HttpRequest) -> HttpResponse:
    """The same for people."""
    schema = api.get_openapi_schema()
    return render(request, "api/guide.html", {"schema": schema, "chapters": chapters(schema)})


@csrf_exempt
@bounded
def nothing_here(request: HttpRequest) -> HttpResponse:
    """Any other address below the API's."""
    return not_found()
