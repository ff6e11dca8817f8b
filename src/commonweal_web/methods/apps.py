"""The methods app."""

from __future__ import annotations

from django.apps import AppConfig


class MethodsConfig(AppConfig):
    """Editions of methods, and the periods that use them."""

    name = "commonweal_web.methods"
