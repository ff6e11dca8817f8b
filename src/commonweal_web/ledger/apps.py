"""The ledger app."""

from __future__ import annotations

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """Activities and entries."""

    name = "commonweal_web.ledger"

    def ready(self) -> None:
        """Say what there is to do in the ledger, for everybody's work."""
        from commonweal_web.ledger.queries.tasks import SOURCES
        from commonweal_web.work.sources import register

        for source in SOURCES:
            register(source)
