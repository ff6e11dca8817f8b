"""Entries, versions, sendings and steps are facts, and nothing is recorded in a closed period."""

from __future__ import annotations

from django.db import migrations

from commonweal_web.core.guards import AppendOnly, Refuse

CLOSED = "EXISTS (SELECT 1 FROM partnerships_periodclosing AS closing WHERE closing.period_id = NEW.period_id)"


class Migration(migrations.Migration):
    """Guards of the ledger."""

    dependencies = [("ledger", "0001_initial"), ("partnerships", "0002_guards")]

    operations = [
        AppendOnly("Entry"),
        AppendOnly("Sending"),
        AppendOnly("EntryVersion"),
        AppendOnly("Step"),
        Refuse(
            "EntryVersion",
            "insert",
            name="period_is_open",
            when=CLOSED,
            because="nothing is recorded in a closed period",
        ),
    ]
