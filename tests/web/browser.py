"""A real browser: the system's Chromium, and axe-core to look at pages with. The fixtures are in ``conftest.py``."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.sync_api import Page, Response

NAMES = ("chromium", "chromium-browser", "google-chrome")
AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]

DESKTOP, PHONE = 1280, 390

RUN_AXE = """
(tags) => axe.run(document, {runOnly: {type: "tag", values: tags}}).then(result => ({
  looked: result.passes.length,
  found: result.violations.flatMap(rule => rule.nodes.map(node => `${rule.id}: ${node.html.slice(0, 160)}`)),
}))
"""


def chromium_path() -> str:
    """Where Chromium is: as CHROMIUM says, or on the PATH. Without it the test fails and says what to do."""
    named = os.environ.get("CHROMIUM", "")
    found = shutil.which(named) if named else next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        pytest.fail(
            f"The browser tests need Chromium, and {named or 'none'} was found. Install it (on Debian or Ubuntu: "
            "sudo apt-get install chromium), or name it: CHROMIUM=/path/to/chromium"
        )
    return found


def violations(page: Page) -> list[str]:
    """What axe finds wrong with a page by WCAG 2.0, 2.1 and 2.2, levels A and AA."""
    assert AXE.exists(), "axe-core is not there. Run tools/build_static.sh --force."
    if page.evaluate("typeof axe === 'undefined'"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    seen: dict[str, Any] = page.evaluate(RUN_AXE, RULES)
    assert seen["looked"] > 5, json.dumps(seen)
    return list(seen["found"])


def look_at(page: Page, name: str) -> None:
    """Fail when axe finds something in light or dark, or when the page scrolls sideways; keep a picture if asked."""
    found = {f"in {scheme}: {fault}" for scheme in ("dark", "light") for fault in _violations_in(page, scheme)}
    assert found == set(), f"{name} ({page.url})"
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), f"{name} scrolls sideways"
    if folder := os.environ.get("PICTURES"):
        width = page.evaluate("window.innerWidth")
        page.screenshot(path=Path(folder) / f"{name}-{width}.png", full_page=True)


def _violations_in(page: Page, scheme: Literal["dark", "light"]) -> list[str]:
    page.emulate_media(color_scheme=scheme)
    return violations(page)


class Complaints:
    """What the browser says against the pages that it is shown: broken scripts, a breach of the policy, a lost file."""

    def __init__(self) -> None:
        self._said: list[str] = []

    def listen_to(self, page: Page, *, and_to_the_server: bool = False) -> None:
        """Note whatever is said of this page from now on; if asked, also that the platform failed to answer."""
        page.on("pageerror", lambda error: self._said.append(str(error)))
        page.on("console", lambda said: self._said.append(said.text) if said.type == "error" else None)
        if and_to_the_server:
            page.on("response", self._note_failure)

    def serious(self) -> list[str]:
        """All but that a page answered with the number of an error, which a test may have wanted."""
        return [text for text in self._said if "status of" not in text or "/static/" in text]

    def _note_failure(self, response: Response) -> None:
        if response.status >= 500:
            self._said.append(f"{response.request.method} {response.url} answered {response.status}")
