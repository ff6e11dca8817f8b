"""What was asked, said, found and drawn are facts."""

from __future__ import annotations

from django.db import migrations

from commonweal_web.core.guards import AppendOnly


class Migration(migrations.Migration):
    """Guards of assurance."""

    dependencies = [("assurance", "0001_initial")]

    operations = [
        AppendOnly("RequestedEntry"),
        AppendOnly("ConfirmationLink"),
        AppendOnly("Confirmation"),
        AppendOnly("Query"),
        AppendOnly("Message"),
        AppendOnly("QueryClosing"),
        AppendOnly("Verification"),
        AppendOnly("Sample"),
        AppendOnly("SampleLine"),
    ]
