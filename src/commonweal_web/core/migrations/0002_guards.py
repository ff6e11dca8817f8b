"""Events are facts; and the table that rate limits are counted in."""

from __future__ import annotations

from django.core.management import call_command
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from commonweal_web.core.guards import AppendOnly


def make_cache_table(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Make the table of the cache, unless it is there."""
    call_command("createcachetable", database=schema_editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):
    """Guards of the core."""

    dependencies = [("core", "0001_initial")]

    operations = [
        AppendOnly("Event"),
        migrations.RunPython(make_cache_table, migrations.RunPython.noop),
    ]
