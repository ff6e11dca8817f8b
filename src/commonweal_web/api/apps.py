"""The API app."""

from __future__ import annotations

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """Tokens, and the addresses that programs use."""

    name = "commonweal_web.api"
    label = "api"
