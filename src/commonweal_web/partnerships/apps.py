"""The app's place in Django."""

from __future__ import annotations

from django.apps import AppConfig


class PartnershipsConfig(AppConfig):
    """Places, partnerships, organisations, memberships and periods."""

    name = "commonweal_web.partnerships"
