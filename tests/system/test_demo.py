"""``make demo`` starts the platform, and whoever it names can sign in; a second time everything is still there."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import requests

from tests.web.operations.conftest import PATIENCE, free_port, send

NOT_COPIED = (".git", ".venv", ".demo", "node_modules", "__pycache__", ".*_cache", "shared", "mutants")
READY = "Commonweal is at"
SECONDS = 180
"""What the whole may take, from nothing; here the environment is there already."""


@pytest.fixture
def tree(repo_root: Path, built_styles: Path, tmp_path: Path) -> Path:
    """A copy of the repository, with the environment that is here and the styles that are built."""
    assert built_styles.is_dir()
    copy = tmp_path / "commonweal"
    shutil.copytree(repo_root, copy, ignore=shutil.ignore_patterns(*NOT_COPIED))
    for name in (".venv", "node_modules"):
        (copy / name).symlink_to(repo_root / name)
    return copy


@contextmanager
def demonstration(tree: Path, address: str) -> Iterator[str]:
    """While ``make demo`` runs; what it said until it was ready."""
    command = ["make", "--old-file=.venv/installed-base", "demo", f"COMMONWEAL_ADDRESS={address}"]
    around = os.environ | {"PYTHONPATH": str(tree / "src"), "PYTHONUNBUFFERED": "1"}
    screen = tree / "screen.txt"
    with screen.open("wb") as stream:
        demo = subprocess.Popen(command, cwd=tree, env=around, stdout=stream, stderr=stream, start_new_session=True)
    try:
        until = time.monotonic() + SECONDS
        while READY not in (said := screen.read_text(encoding="utf-8")):
            assert demo.poll() is None, said
            assert time.monotonic() < until, said
            time.sleep(0.2)
        yield said
    finally:
        # As Ctrl-C does: everything that make started gets it.
        os.killpg(demo.pid, signal.SIGINT)
        demo.wait(PATIENCE)
    assert "Commonweal has stopped." in screen.read_text(encoding="utf-8")


def test_it_starts_says_who_can_sign_in_and_is_kept(tree: Path) -> None:
    address = f"http://localhost:{free_port()}"
    with demonstration(tree, address) as said, requests.Session() as browser:
        people = re.findall(r"^\s+(\S+@example\.org)\s", said, flags=re.M)
        [password] = re.findall(r"^The password of each is: (.+)$", said, flags=re.M)
        assert len(people) >= 5
        page = browser.get(f"{address}/accounts/login/", timeout=PATIENCE)
        assert "made up" in page.text
        signed_in = send(browser, page, login=people[0], password=password)
        assert signed_in.status_code == 200
        assert "/accounts/login/" not in signed_in.url
        assert "Sign out" in signed_in.text
    begun = time.monotonic()
    with demonstration(tree, address) as said, requests.Session() as browser:
        assert "Recording" not in said
        assert people[0] in said
    assert time.monotonic() - begun < PATIENCE
