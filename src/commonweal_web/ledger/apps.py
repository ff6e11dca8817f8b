"""The ledger app."""

from __future__ import annotations

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """Activities and entries."""

    name = "commonweal_web.ledger"
