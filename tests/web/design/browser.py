"""A real browser: the system's Chromium, and axe-core to look at pages with."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

NAMES = ("chromium", "chromium-browser", "google-chrome")
AXE = Path(__file__).parents[3] / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]

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
