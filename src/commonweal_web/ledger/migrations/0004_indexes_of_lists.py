"""Indexes by which the lists of entries are narrowed and sorted."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    """Indexes only: the table of standings has no guards to put up again."""

    dependencies = [
        ("ledger", "0003_draft"),
        ("partnerships", "0002_guards"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="standing",
            index=models.Index(fields=["partner", "is_latest"], name="standing_of_partner"),
        ),
        migrations.AddIndex(
            model_name="standing",
            index=models.Index(fields=["partnership", "is_latest", "period_end", "id"], name="standing_by_end"),
        ),
        migrations.AddIndex(
            model_name="standing",
            index=models.Index(fields=["partnership", "is_latest", "measure", "id"], name="standing_by_measure"),
        ),
    ]
