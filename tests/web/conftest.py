"""Fixtures of the platform: the universe, who asks, and a database that can be emptied between tests."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connection
from django.test import Client

from commonweal_web.accounts.models import User
from tests.web.universe import Universe, make_universe


@pytest.fixture
def universe(db: None) -> Universe:
    """Two partnerships and the people in and around them, made only by actions."""
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
