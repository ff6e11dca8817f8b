"""Fixtures of the platform: the universe, who asks, a browser, and a database that can be emptied between tests.

In a browser::

    def test_a_lead_closes_a_period(universe: Universe, page_of: PageOf, check_page: CheckPage) -> None:
        page = page_of(universe.alice, width=PHONE)     # signed in; page_of() is a stranger
        page.goto("/")                                  # addresses begin at the platform
        page.get_by_role("link", name="Periods").click()
        check_page(page, "periods")                     # axe in light and dark; nothing scrolls sideways

The platform runs on a port of its own (``live``) with the test's database, which such a test really commits to. When
a page is closed the test fails if a script broke, the policy was breached, a file was lost or the platform answered
500. With ``PICTURES=<folder>`` in the environment ``check_page`` keeps a picture of each page there, to be looked at.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from copy import deepcopy
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.testcases import LiveServerThread
from playwright.sync_api import Browser, Page, sync_playwright
from pytest_django import DjangoDbBlocker

from commonweal_web.accounts.models import User
from tests.web.browser import DESKTOP, Complaints, chromium_path, look_at
from tests.web.universe import Universe, make_universe

PageOf = Callable[..., Page]
CheckPage = Callable[[Page, str], None]


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


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The system's Chromium."""
    with sync_playwright() as playwright, pytest.MonkeyPatch.context() as patch:
        # Playwright turns its loop in this thread, in which Django would then not touch the database.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "yes")
        browser = playwright.chromium.launch(executable_path=chromium_path())
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def _serving(built_styles: Path, django_db_setup: None) -> Iterator[str]:
    server = LiveServerThread("localhost", StaticFilesHandler)
    server.daemon = True
    server.start()
    server.is_ready.wait()
    assert server.error is None
    yield f"http://localhost:{server.port}"
    server.terminate()


@pytest.fixture
def live(_serving: str, transactional_db: None) -> str:
    """The address of the platform, which answers from this test's database."""
    # Counts of earlier tests' sign-ins lie there.
    cache.clear()
    return _serving


@pytest.fixture
def page_of(live: str, chromium: Browser) -> Iterator[PageOf]:
    """``page_of(user, width=PHONE, scripts=False)``: an empty tab of a browser of its own; addresses begin at ``/``."""
    complaints = Complaints()
    with ExitStack() as closing:

        def page_of(user: User | None = None, *, width: int = DESKTOP, scripts: bool = True) -> Page:
            window = chromium.new_context(
                base_url=live,
                viewport={"width": width, "height": 900},
                java_script_enabled=scripts,
                reduced_motion="reduce",
            )
            closing.callback(window.close)
            if user is not None:
                client = Client()
                client.force_login(user)
                session = client.cookies[settings.SESSION_COOKIE_NAME].value
                window.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live}])
            page = window.new_page()
            page.set_default_timeout(10_000)
            complaints.listen_to(page, and_to_the_server=True)
            return page

        yield page_of
    assert complaints.serious() == []


@pytest.fixture
def check_page() -> CheckPage:
    """``check_page(page, "periods")``: axe finds nothing in light or dark, and nothing scrolls sideways."""
    return look_at


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
