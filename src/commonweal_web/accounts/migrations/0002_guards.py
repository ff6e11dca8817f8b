"""Roles are facts: they are given and ended, never changed."""

from __future__ import annotations

from django.db import migrations

from commonweal_web.core.guards import AppendOnly


class Migration(migrations.Migration):
    """Guards of accounts."""

    dependencies = [("accounts", "0001_initial")]

    operations = [AppendOnly("RoleGrant"), AppendOnly("RoleEnding")]
