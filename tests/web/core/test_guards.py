"""Facts are written once: the database itself refuses to change, delete, replace or truncate them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core import checks
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.models import Model

from commonweal_web.accounts import actions as accounts
from commonweal_web.core.guard_sql import statements
from commonweal_web.core.guards import append_only_guards, fact_models, missing_guards
from commonweal_web.core.scope import Scope
from commonweal_web.workbooks.models import WorkbookAccepted
from tests.web.assurance import cases as assurance
from tests.web.evidence import cases as evidence
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
    "evidence.Attachment",
    "evidence.Erasure",
    "evidence.EvidenceFile",
    "evidence.Removal",
    "evidence.SharedCopy",
    "ledger.Entry",
    "ledger.EntryVersion",
    "ledger.Sending",
    "ledger.Step",
    "methods.Edition",
    "methods.PeriodMethod",
    "partnerships.Membership",
    "partnerships.MembershipEnding",
    "partnerships.PeriodClosing",
    "workbooks.WorkbookAccepted",
]


@pytest.fixture
def facts(universe: Universe, tmp_path: Path, settings: Any) -> dict[str, type[Model]]:
    """The models of facts by name, each with a row."""
    settings.HOME = tmp_path
    assurance.one_of_each(universe)
    evidence.one_of_each(universe)
    WorkbookAccepted.objects.create(sending=universe.hours.version.sending, digest="0" * 64, rows=1)
    accounts.end_role(by=Scope.of(universe.alice), grant=universe.bobs_role, reason="Bob left.")
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


def test_no_fact_can_be_changed(facts: dict[str, type[Model]]) -> None:
    for options in (model._meta for model in facts.values()):
        key = options.pk.column
        assert "never changed" in refused(f'UPDATE "{options.db_table}" SET "{key}" = "{key}"')


def test_no_fact_can_be_deleted(facts: dict[str, type[Model]]) -> None:
    for model in facts.values():
        assert "never deleted" in refused(f'DELETE FROM "{model._meta.db_table}"')


@pytest.mark.parametrize("replaces_quietly", [False, True])
def test_no_fact_can_be_pushed_out(facts: dict[str, type[Model]], replaces_quietly: bool) -> None:
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            # A stranger's connection does not have our pragma, and REPLACE then deletes without a delete trigger.
            cursor.execute(f"PRAGMA recursive_triggers = {'OFF' if replaces_quietly else 'ON'}")
    for model in facts.values():
        table, key = model._meta.db_table, model._meta.pk.column
        if connection.vendor == "sqlite":
            assert "never replaced" in refused(f'INSERT OR REPLACE INTO "{table}" SELECT * FROM "{table}"')
        else:
            replacing = f'ON CONFLICT ("{key}") DO UPDATE SET "{key}" = EXCLUDED."{key}"'
            assert "never changed" in refused(f'INSERT INTO "{table}" SELECT * FROM "{table}" {replacing}')


def test_no_table_of_facts_can_be_truncated(facts: dict[str, type[Model]]) -> None:
    if connection.vendor == "postgresql":
        # The transactions of tests put off their foreign keys; PostgreSQL will not truncate before they are checked.
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    for model in facts.values():
        table = model._meta.db_table
        if connection.vendor == "sqlite":
            with pytest.raises(DatabaseError, match="syntax"), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(f'TRUNCATE "{table}"')
        else:
            assert "never deleted" in refused(f'TRUNCATE "{table}" CASCADE')


def test_a_lost_guard_is_an_error_of_the_check(facts: dict[str, type[Model]]) -> None:
    assert missing_guards(None, databases=["default"]) == []
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for fact, model in facts.items():
            changes = [statements(connection.vendor, guard) for guard in append_only_guards(model)]
            for statement in (statement for change in changes for statement in change.down):
                cursor.execute(statement)
            found = missing_guards(None, databases=["default"])
            assert {message.id for message in found} == {"commonweal.E001"}
            assert all(fact in message.msg for message in found)
            for statement in (statement for change in changes for statement in change.up):
                cursor.execute(statement)


def test_the_check_runs_when_the_database_is_checked() -> None:
    assert missing_guards in checks.registry.registry.get_checks(include_deployment_checks=True)
