"""Addresses of partnerships and organisations."""

from __future__ import annotations

from django.urls import path

from commonweal_web.partnerships import views

urlpatterns = [
    path("", views.start, name="start"),
    path("partnerships/<uuid:partnership_id>/", views.partnership, name="partnership"),
    path("organisations/<uuid:organisation_id>/", views.organisation, name="organisation"),
]
