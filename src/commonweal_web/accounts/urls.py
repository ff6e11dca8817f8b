"""Addresses of invitations. Those of signing in are django-allauth's."""

from __future__ import annotations

from django.urls import path

from commonweal_web.accounts import views

urlpatterns = [
    path("invitations/<str:token>/", views.invitation, name="invitation"),
]
