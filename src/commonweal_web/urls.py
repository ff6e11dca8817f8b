"""All addresses of the platform."""

from __future__ import annotations

from django.conf import settings
from django.urls import include, path

urlpatterns = [
    path("", include("commonweal_web.partnerships.urls")),
    path("", include("commonweal_web.accounts.urls")),
    path("accounts/", include("allauth.urls")),
]
if settings.DEBUG or settings.DEMONSTRATION:
    urlpatterns.append(path("design/", include("commonweal_web.design.urls")))
