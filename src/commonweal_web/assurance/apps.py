"""The app's place in Django."""

from __future__ import annotations

from django.apps import AppConfig


class AssuranceConfig(AppConfig):
    """Confirmations, queries, verifications and samples."""

    name = "commonweal_web.assurance"

    def ready(self) -> None:
        """Show on the entry page, and in everybody's work, what this app knows."""
        from commonweal_web.assurance import showing

        showing.register()
