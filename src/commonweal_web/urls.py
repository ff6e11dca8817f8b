"""All addresses of the platform."""

from __future__ import annotations

from django.conf import settings
from django.urls import include, path

urlpatterns = [
    path("", include("commonweal_web.partnerships.urls")),
    path("", include("commonweal_web.accounts.urls")),
    path("", include("commonweal_web.workbooks.urls")),
    path("", include("commonweal_web.ledger.urls")),
    path("", include("commonweal_web.work.urls")),
    path("", include("commonweal_web.evidence.urls")),
    path("", include("commonweal_web.statements.urls")),
    path("", include("commonweal_web.assurance.urls")),
    path("", include("commonweal_web.methods.urls")),
    path("", include("commonweal_web.api.urls")),
    path("accounts/", include("allauth.urls")),
]
if settings.DEBUG or settings.DEMONSTRATION:
    urlpatterns.append(path("design/", include("commonweal_web.design.urls")))
