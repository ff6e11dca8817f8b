"""That a workbook was accepted is a fact."""

from __future__ import annotations

from django.db import migrations

from commonweal_web.core.guards import AppendOnly


class Migration(migrations.Migration):
    """Guards of the workbook door."""

    dependencies = [("workbooks", "0001_initial")]

    operations = [AppendOnly("WorkbookAccepted")]
