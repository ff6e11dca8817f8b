"""The app's place in Django."""

from __future__ import annotations

from django.apps import AppConfig
from django.core import checks
from django.utils.module_loading import autodiscover_modules


class CoreConfig(AppConfig):
    """Events, facts and scope."""

    name = "commonweal_web.core"

    def ready(self) -> None:
        """Learn every app's verbs, so that any event can be told; watch over the triggers."""
        from commonweal_web.core.guards import missing_guards

        autodiscover_modules("verbs")
        checks.register(missing_guards, checks.Tags.database)
