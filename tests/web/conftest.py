"""Fixtures of the platform: the universe, who asks, and a database that can be emptied between tests."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy

import pytest
from django.db import connection
from django.test import Client
from pytest_django import DjangoDbBlocker

from commonweal_web.accounts.models import User
from tests.web.universe import Universe, make_universe


@pytest.fixture(scope="session")
def lasting_universe(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Universe:
    """The universe, committed once: each test finds it, and what the test does is rolled back."""
    with django_db_blocker.unblock():
        return make_universe()


@pytest.fixture
def universe(lasting_universe: Universe, db: None) -> Universe:
    """Two partnerships and the people in and around them, made only by actions.

    A test that commits leaves an emptied database: after it each test makes a universe of its own.
    """
    if User.objects.filter(pk=lasting_universe.alice.pk).exists():
        return deepcopy(lasting_universe)
    return make_universe()


@pytest.fixture
def signed_in() -> type[Client]:
    """``signed_in(user)`` is a browser in which that person has signed in."""

    class SignedIn(Client):
        def __init__(self, user: User) -> None:
            super().__init__()
            self.force_login(user)

    return SignedIn


@contextmanager
def _without_guards() -> Iterator[None]:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET session_replication_role = replica")
            yield
            cursor.execute("SET session_replication_role = DEFAULT")
            return
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        triggers = cursor.fetchall()
        for name, _ in triggers:
            cursor.execute(f'DROP TRIGGER "{name}"')
        yield
        for _, creation in triggers:
            cursor.execute(creation)


@pytest.fixture(autouse=True, scope="session")
def _tests_may_empty_the_ledger() -> Iterator[None]:
    """A test that commits is followed by a flush, which the guards would refuse: only that flush is let through."""
    empty = type(connection.ops).execute_sql_flush

    def execute_sql_flush(operations: object, sql_list: list[str]) -> None:
        with _without_guards():
            empty(operations, sql_list)  # type: ignore[arg-type]

    patch = pytest.MonkeyPatch()
    patch.setattr(type(connection.ops), "execute_sql_flush", execute_sql_flush)
    yield
    patch.undo()
