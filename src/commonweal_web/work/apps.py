"""The app's place in Django."""

from __future__ import annotations

from django.apps import AppConfig


class WorkConfig(AppConfig):
    """My work, saved views and reminders."""

    name = "commonweal_web.work"
