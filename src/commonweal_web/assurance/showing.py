"""What this app adds to the entry page and to everybody's work."""

from __future__ import annotations

from commonweal_web.assurance import tasks_to_do
from commonweal_web.assurance.panels import confirmation_panel, query_panel, verification_panel
from commonweal_web.ledger import panels
from commonweal_web.work import sources


def register() -> None:
    """Add the panels and the sources of work."""
    for panel in (confirmation_panel, query_panel, verification_panel):
        panels.register("entry", panel)
    for source in (tasks_to_do.questions, tasks_to_do.verifications):
        sources.register(source)
