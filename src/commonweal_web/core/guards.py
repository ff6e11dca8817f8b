"""Guards that stand in the database itself, so that no code, ours or another's, gets round them.

Two operations for migrations, on SQLite and PostgreSQL alike:

``AppendOnly("Entry")``
    the rows of this table are never changed, deleted, replaced or truncated.
``Refuse("Period", "insert", name="overlap", when="…", because="…")``
    refuses an insert or an update for which the SQL condition ``when`` holds. It sees the row as ``NEW``
    (and ``OLD``), and must be plain enough for both databases. ``{model}`` in it stands for a table.

SQLite makes a table anew when a migration alters it and forgets its triggers: such a migration repeats these
operations after the alteration. The check ``missing_guards`` (at every ``migrate``) says when one forgot.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

from django.apps import AppConfig, apps
from django.core import checks
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState
from django.db.models import Model

from commonweal_web.core.guard_sql import Guard, statements
from commonweal_web.core.models import Fact


class _GuardOperation(Operation):
    """Puts guards on the table of ``model`` and, backwards, takes them away."""

    reversible = True
    reduces_to_sql = True

    def __init__(self, model: str) -> None:
        self.model = model

    def guards(self, state: ProjectState, app: str) -> list[Guard]:
        raise NotImplementedError

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """A guard changes nothing that Django knows of a model."""

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """Put the guards up, in place of earlier ones of the same name."""
        for guard in self.guards(to_state, app_label):
            for statement in statements(schema_editor.connection.vendor, guard).up:
                schema_editor.execute(statement, params=None)

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """Take them down."""
        for guard in self.guards(from_state, app_label):
            for statement in statements(schema_editor.connection.vendor, guard).down:
                schema_editor.execute(statement, params=None)


class AppendOnly(_GuardOperation):
    """The rows of ``model`` are facts: written once."""

    def guards(self, state: ProjectState, app: str) -> list[Guard]:
        """What refuses change, deletion and replacement."""
        return append_only_guards(state.apps.get_model(app, self.model))

    def describe(self) -> str:
        """What the migration says while it runs."""
        return f"Refuse to change or delete rows of {self.model}"


class Refuse(_GuardOperation):
    """An insert or update of ``model`` is refused when ``when`` holds, with the sentence ``because``."""

    def __init__(
        self, model: str, event: Literal["insert", "update", "delete"], *, name: str, when: str, because: str
    ) -> None:
        super().__init__(model)
        self.event = event
        self.name = name
        self.when = when
        self.because = because

    def guards(self, state: ProjectState, app: str) -> list[Guard]:
        """The one guard, with the names of tables put in."""
        tables = {
            model._meta.model_name: model._meta.db_table
            for model in state.apps.get_models()
            if model._meta.app_label == app
        }
        table = tables[self.model.lower()]
        return [Guard(f"{table}_{self.name}", table, self.event, self.because, self.when.format_map(tables))]

    def describe(self) -> str:
        """What the migration says while it runs."""
        return f"Refuse to {self.event} a row of {self.model}: {self.because}"


def append_only_guards(model: type[Model]) -> list[Guard]:
    """The guards that make facts of the rows of ``model``."""
    table, key = model._meta.db_table, model._meta.pk.column
    sentence = f"{table} is append-only: a row is never"
    return [
        Guard(f"{table}_never_changed", table, "update", f"{sentence} changed"),
        Guard(f"{table}_never_deleted", table, "delete", f"{sentence} deleted"),
        Guard(f"{table}_never_truncated", table, "truncate", f"{sentence} deleted"),
        # INSERT OR REPLACE would delete without asking the delete trigger, unless the connection says otherwise.
        Guard(
            f"{table}_never_replaced",
            table,
            "replace",
            f"{sentence} replaced",
            f'EXISTS (SELECT 1 FROM "{table}" AS earlier WHERE earlier."{key}" = NEW."{key}")',
        ),
    ]


def fact_models() -> list[type[Model]]:
    """Every model whose rows are facts."""
    return [model for model in apps.get_models() if issubclass(model, Fact)]


def standing_guards(connection: BaseDatabaseWrapper) -> set[str]:
    """The names of all triggers in the database."""
    query = (
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        if connection.vendor == "sqlite"
        else "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        return {name for (name,) in cursor.fetchall()}


def missing_guards(
    app_configs: Sequence[AppConfig] | None, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[checks.CheckMessage]:
    """An error for every table of facts that lost its triggers; for ``migrate`` and ``check --database``."""
    if DEFAULT_DB_ALIAS not in (databases or ()):
        return []
    connection = connections[DEFAULT_DB_ALIAS]
    tables, standing = set(connection.introspection.table_names()), standing_guards(connection)
    return [
        checks.Error(
            f"The database would let rows of {model._meta.label} be changed: the guard {guard.name} is missing.",
            hint=f'The migration that altered the table must end with AppendOnly("{model.__name__}").',
            id="commonweal.E001",
        )
        for model in fact_models()
        if model._meta.db_table in tables
        for guard in append_only_guards(model)
        if statements(connection.vendor, guard).up and guard.name not in standing
    ]
