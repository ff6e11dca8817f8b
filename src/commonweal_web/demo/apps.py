"""The demonstration's place in Django."""

from __future__ import annotations

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """A made-up partnership to try the platform with."""

    name = "commonweal_web.demo"
