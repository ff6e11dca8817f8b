"""Addresses of the API and of the pages about it."""

from __future__ import annotations

from django.urls import include, path, re_path

from commonweal_web.api.operations import api
from commonweal_web.api.views import guide, tokens

urlpatterns = [
    path("your-account/api-tokens/", tokens.tokens, name="api_tokens"),
    path("your-account/api-tokens/new/", tokens.make_token, name="api_token_new"),
    path("your-account/api-tokens/<uuid:token_id>/revoke/", tokens.revoke_token, name="api_token_revoke"),
    path("api/", guide.guide, name="api_guide"),
    path("api/v1/openapi.json", guide.openapi, name="api_openapi"),
    path("api/v1/", include((api.bounded_urls(), "api"))),
    re_path(r"^api/v1(?:/.*)?$", guide.nothing_here),
]
