"""The statements app."""

from __future__ import annotations

from django.apps import AppConfig


class StatementsConfig(AppConfig):
    """The columnar copy of the ledger, and the dashboard that is made of it."""

    name = "commonweal_web.statements"
