"""The evidence app."""

from __future__ import annotations

from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    """Files that prove entries."""

    name = "commonweal_web.evidence"

    def ready(self) -> None:
        """Show evidence on the page of an entry, and what runs out among what there is to do."""
        from commonweal_web.evidence.panel import evidence_panel
        from commonweal_web.evidence.reminding import evidence_tasks
        from commonweal_web.ledger.panels import register as show
        from commonweal_web.work.sources import register as remind

        show("entry", evidence_panel)
        remind(evidence_tasks)
