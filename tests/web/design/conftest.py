"""Fixtures of the design system: the gallery on a port, and a browser."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import cache
from pathlib import Path

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.test.testcases import LiveServerThread
from playwright.sync_api import Browser, BrowserContext, Page
from pytest_django.fixtures import Settings

from tests.web.browser import Complaints

Opens = Callable[..., Page]
KindOfWindow = Callable[..., BrowserContext]


@pytest.fixture(scope="session")
def kinds_of_window(chromium: Browser) -> Iterator[KindOfWindow]:
    """A kind of window by its width and scripts: made once, so that styles and type are fetched once."""

    @cache
    def kind(*, width: int, scripts: bool) -> BrowserContext:
        return chromium.new_context(
            viewport={"width": width, "height": 900},
            java_script_enabled=scripts,
            reduced_motion="reduce",
        )

    yield kind
    for context in chromium.contexts:
        context.close()


@pytest.fixture(scope="session")
def server(built_styles: Path) -> Iterator[str]:
    """The address of the platform on a port of its own, without a database: the design system needs none."""
    running = LiveServerThread("localhost", StaticFilesHandler)
    running.daemon = True
    running.start()
    running.is_ready.wait()
    assert running.error is None
    yield f"http://localhost:{running.port}"
    running.terminate()


@pytest.fixture
def gallery(server: str, kinds_of_window: KindOfWindow, settings: Settings) -> Iterator[Opens]:
    """``gallery("question/", width=360, scripts=False)`` opens a page; it must load everything and break no policy."""
    settings.ROOT_URLCONF = "tests.web.design.gallery_urls"
    complaints = Complaints()

    with ExitStack() as closing:

        def opens(page: str = "", *, width: int = 1280, scripts: bool = True) -> Page:
            context = kinds_of_window(width=width, scripts=scripts)
            context.clear_cookies()
            tab = context.new_page()
            closing.callback(tab.close)
            complaints.listen_to(tab)
            tab.goto(f"{server}/design/{page}", wait_until="load")
            return tab

        yield opens
    assert complaints.serious() == []
