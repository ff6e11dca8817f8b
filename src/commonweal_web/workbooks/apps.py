"""The workbooks app."""

from __future__ import annotations

from django.apps import AppConfig


class WorkbooksConfig(AppConfig):
    """The workbook door."""

    name = "commonweal_web.workbooks"

    def ready(self) -> None:
        """Say on "my work" which workbooks wait for who gave them."""
        from commonweal_web.work.sources import register
        from commonweal_web.workbooks.waiting import waiting_workbooks

        register(waiting_workbooks)
