"""Facts are written once: the database itself refuses to change, delete, replace or truncate them."""

from __future__ import annotations

import pytest
from django.core import checks
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.models import Model

from commonweal_web.accounts import actions as accounts
from commonweal_web.core.guard_sql import statements
from commonweal_web.core.guards import append_only_guards, fact_models, missing_guards
from commonweal_web.core.scope import Scope
from tests.web.assurance import cases as assurance
from tests.web.universe import Universe

FACTS = [
    "accounts.RoleEnding",
    "accounts.RoleGrant",
    "assurance.Confirmation",
    "assurance.ConfirmationLink",
    "assurance.Message",
    "assurance.Query",
    "assurance.QueryClosing",
    "assurance.RequestedEntry",
    "assurance.Sample",
    "assurance.SampleLine",
    "assurance.Verification",
    "core.Event",
    "ledger.Entry",
    "ledger.EntryVersion",
    "ledger.Sending",
    "ledger.Step",
    "methods.Edition",
    "methods.PeriodMethod",
    "partnerships.Membership",
    "partnerships.MembershipEnding",
    "partnerships.PeriodClosing",
]

each_fact = pytest.mark.parametrize("fact", FACTS)


@pytest.fixture
def facts(universe: Universe) -> dict[str, type[Model]]:
    """The models of facts by name, each with a row."""
    accounts.end_role(by=Scope.of(universe.alice), grant=universe.bobs_role, reason="Bob left.")
    assurance.one_of_each(universe)
    models = {model._meta.label: model for model in fact_models()}
    assert all(model._default_manager.exists() for model in models.values())
    return models


def refused(sql: str) -> str:
    """What the database says when it refuses ``sql``."""
    with pytest.raises(IntegrityError) as refusal, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
    return str(refusal.value)


def test_every_fact_is_listed_here() -> None:
    assert sorted(model._meta.label for model in fact_models()) == FACTS


@each_fact
def test_a_fact_cannot_be_changed(facts: dict[str, type[Model]], fact: str) -> None:
    options = facts[fact]._meta
    assert "never changed" in refused(f'UPDATE "{options.db_table}" SET "{options.pk.column}" = "{options.pk.column}"')


@each_fact
def test_a_fact_cannot_be_deleted(facts: dict[str, type[Model]], fact: str) -> None:
    assert "never deleted" in refused(f'DELETE FROM "{facts[fact]._meta.db_table}"')


@each_fact
@pytest.mark.parametrize("replaces_quietly", [False, True])
def test_a_fact_cannot_be_pushed_out(facts: dict[str, type[Model]], fact: str, replaces_quietly: bool) -> None:
    table, key = facts[fact]._meta.db_table, facts[fact]._meta.pk.column
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            # A stranger's connection does not have our pragma, and REPLACE then deletes without a delete trigger.
            cursor.execute(f"PRAGMA recursive_triggers = {'OFF' if replaces_quietly else 'ON'}")
        assert "never replaced" in refused(f'INSERT OR REPLACE INTO "{table}" SELECT * FROM "{table}"')
    else:
        replacing = f'ON CONFLICT ("{key}") DO UPDATE SET "{key}" = EXCLUDED."{key}"'
        assert "never changed" in refused(f'INSERT INTO "{table}" SELECT * FROM "{table}" {replacing}')


@each_fact
def test_a_table_of_facts_cannot_be_truncated(facts: dict[str, type[Model]], fact: str) -> None:
    table = facts[fact]._meta.db_table
    if connection.vendor == "sqlite":
        with pytest.raises(DatabaseError, match="syntax"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f'TRUNCATE "{table}"')
    else:
        # The transactions of tests put off their foreign keys; PostgreSQL will not truncate before they are checked.
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        assert "never deleted" in refused(f'TRUNCATE "{table}" CASCADE')


@each_fact
def test_a_lost_guard_is_an_error_of_the_check(facts: dict[str, type[Model]], fact: str) -> None:
    assert missing_guards(None, databases=["default"]) == []
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for guard in append_only_guards(facts[fact]):
            for statement in statements(connection.vendor, guard).down:
                cursor.execute(statement)
    found = missing_guards(None, databases=["default"])
    assert {message.id for message in found} == {"commonweal.E001"}
    assert all(fact in message.msg for message in found)


def test_the_check_runs_when_the_database_is_checked() -> None:
    assert missing_guards in checks.registry.registry.get_checks(include_deployment_checks=True)
