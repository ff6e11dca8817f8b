"""Editions, and which period uses which, are facts."""

from __future__ import annotations

from django.db import migrations

from commonweal_web.core.guards import AppendOnly


class Migration(migrations.Migration):
    """Guards of methods."""

    dependencies = [("methods", "0001_initial")]

    operations = [AppendOnly("Edition"), AppendOnly("PeriodMethod")]
