"""The API itself: its operations in one place, its OpenAPI description, and its refusals in one form."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema
from ninja.parser import Parser
from ninja.renderers import BaseRenderer
from ninja.security import HttpBearer

from commonweal_web.api.boundary import bounded
from commonweal_web.api.refusals import PROBLEM_TYPE, not_found, not_valid, problem, refused
from commonweal_web.api.told import Refusal
from commonweal_web.core.errors import Refused

DESCRIPTION = (
    "The ledger for programs. Every request bears a token. Every POST has an Idempotency-Key of its own, so that "
    "sending it twice does nothing twice. Lists come in pages; follow the next address. What is read has an ETag: "
    "send it as If-None-Match to be told only of changes, and as If-Match to change what you read. Refusals are "
    "RFC 9457 problem details and name everything that is wrong, each by its JSON pointer."
)
REFUSALS = (400, 401, 403, 404, 409, 412, 413, 415, 422, 428, 429, 503)
KEY_PARAMETER = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": True,
    "description": "Your own, new for each change. The same request with the same key changes nothing twice.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 200, "pattern": "^[!-~]([ -~]*[!-~])?$"},
}


class TokenBearer(HttpBearer):
    """Says in the description how a token is sent; the boundary has looked at it already."""

    def __call__(self, request: HttpRequest) -> Any:
        """The token that the boundary found."""
        return getattr(request, "token", None)

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        """Not asked: the boundary did it."""
        return getattr(request, "token", None)


class ReadAlready(Parser):
    """Gives operations the body as the boundary read it."""

    def parse_body(self, request: HttpRequest) -> Any:
        """The body."""
        return getattr(request, "sent", None)


class ExactJson(BaseRenderer):
    """JSON, always written alike, so that the same thing has the same ETag."""

    media_type = "application/json"

    def render(self, request: HttpRequest | None, data: Any, *, response_status: int) -> str:
        """The text of an answer."""
        return json.dumps(data, cls=DjangoJSONEncoder, ensure_ascii=False, separators=(",", ":"))


class LedgerApi(NinjaAPI):
    """django-ninja with our boundary around every address, and refusals in the description."""

    _described: OpenAPISchema | None = None

    def bounded_urls(self) -> list[URLPattern]:
        """Its addresses, each behind the boundary."""
        patterns = [pattern for pattern in self._get_urls() if isinstance(pattern, URLPattern)]
        for pattern in patterns:
            pattern.callback = bounded(pattern.callback)
        return patterns

    def _get_urls(self) -> list[Any]:
        own = {"api-root", "openapi-json", "openapi-view"}
        return [pattern for pattern in super()._get_urls() if getattr(pattern, "name", "") not in own]

    def get_openapi_schema(
        self, *, path_prefix: str | None = None, path_params: dict[str, Any] | None = None
    ) -> OpenAPISchema:
        """The description, with what every operation refuses and needs."""
        if self._described is not None:
            return self._described
        schema = super().get_openapi_schema(path_prefix=path_prefix or "/api/v1/", path_params=path_params)
        schema["components"]["schemas"].update(_refusal_schemas())
        for path in schema["paths"].values():
            for method, operation in path.items():
                _complete(method, operation)
        self._described = schema
        return schema


def _complete(method: str, operation: dict[str, Any]) -> None:
    answers = operation["responses"]
    if method == "post":
        operation.setdefault("parameters", []).insert(0, KEY_PARAMETER)
    else:
        answers[304] = {"description": "It is as you have it."}
    for status in REFUSALS:
        content = {PROBLEM_TYPE: {"schema": {"$ref": "#/components/schemas/Refusal"}}}
        answers[status] = {"description": HttpResponse(status=status).reason_phrase, "content": content}


def _refusal_schemas() -> Mapping[str, Any]:
    schema = Refusal.model_json_schema(ref_template="#/components/schemas/{model}", mode="validation")
    return {**schema.pop("$defs"), "Refusal": schema}


api = LedgerApi(
    title="Commonweal",
    version="1",
    description=DESCRIPTION,
    urls_namespace="api",
    auth=TokenBearer(),
    parser=ReadAlready(),
    renderer=ExactJson(),
    openapi_url=None,
    docs_url=None,
)


@api.exception_handler(Refused)
def _refused(request: HttpRequest, fault: Refused | type[Refused]) -> HttpResponse:
    assert isinstance(fault, Refused)
    return refused(fault)


@api.exception_handler(Http404)
def _not_found(request: HttpRequest, fault: Http404 | type[Http404]) -> HttpResponse:
    return not_found()


@api.exception_handler(ValidationError)
def _not_valid(request: HttpRequest, fault: ValidationError | type[ValidationError]) -> HttpResponse:
    assert isinstance(fault, ValidationError)
    return not_valid(fault)


@api.exception_handler(HttpError)
def _http_error(request: HttpRequest, fault: HttpError | type[HttpError]) -> HttpResponse:
    assert isinstance(fault, HttpError)
    return problem(fault.status_code, "bad-request", str(fault))
