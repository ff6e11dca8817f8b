"""Whether an installation holds anything that a restoration would overwrite."""

from __future__ import annotations

from pathlib import Path

from django.contrib.auth import get_user_model
from django.db import connection

from commonweal_web.core.models import Event


def what_is_held(evidence: Path | None) -> str:
    """What this installation holds, in words; nothing when it is as empty as on its first day."""
    tables = connection.introspection.table_names()
    for model, words in ((Event, "a ledger in which things have happened"), (get_user_model(), "accounts")):
        if model._meta.db_table in tables and model._default_manager.exists():
            return words
    if evidence is not None and any(evidence.rglob("*")):
        return f"evidence in {evidence}"
    return ""
