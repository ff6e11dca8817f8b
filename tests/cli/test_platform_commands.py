"""``commonweal serve``, ``start``, ``backup``, ``restore`` are doorways: what the platform answers passes through."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Run

COMMANDS = {
    "serve": ["serve"],
    "start": ["start", "given.yaml", "--email", "ada@example.org"],
    "backup": ["backup", "ledger.zip"],
    "restore": ["restore", "given.yaml"],
}
STAND_IN = """
import json, os, signal, sys, time
signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(7))
signal.signal(signal.SIGINT, lambda number, frame: sys.exit(8))
print(json.dumps(sys.argv[1:]), flush=True)
time.sleep(60 if "wait" in sys.argv else 0)
sys.exit(3)
"""
"""In place of the platform: says what it was asked, and ends in a way of its own."""


@pytest.fixture
def stand_in(tmp_path: Path) -> Path:
    (tmp_path / "given.yaml").write_text("partnership: somewhere", encoding="utf-8")
    for name in ("commonweal_web", "django"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "__init__.py").touch()
    (tmp_path / "commonweal_web" / "__main__.py").write_text(STAND_IN, encoding="utf-8")
    return tmp_path


def begun(stand_in: Path, *words: str) -> subprocess.Popen[str]:
    """A command of the library, beside a stand-in for the platform."""
    return subprocess.Popen(
        [sys.executable, "-m", "commonweal", *words],
        cwd=stand_in,
        env=os.environ | {"PYTHONPATH": str(stand_in)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.mark.parametrize("name", COMMANDS)
def test_without_the_platform_it_says_what_to_install(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr("commonweal.cli.platform.find_spec", lambda part: None)
    (folder / "given.yaml").touch()
    told = run(*COMMANDS[name]).line
    assert told == "the platform is not installed here. Install it with: pip install 'commonweal[platform]'"


@pytest.mark.parametrize(
    ("words", "asked"),
    [
        (["serve"], '["serve", "--workers", "2"]'),
        (
            ["serve", "--bind", "0.0.0.0:80", "--workers", "4"],
            '["serve", "--bind", "0.0.0.0:80", "--workers", "4"]',
        ),
        (
            ["start", "given.yaml", "--email", "ada@example.org", "--name", "Ada L"],
            '["start", "given.yaml", "--email", "ada@example.org", "--name", "Ada L"]',
        ),
        (["backup", "ledger.zip"], '["backup", "ledger.zip"]'),
        (["backup", "ledger.zip", "--with-secret-key"], '["backup", "ledger.zip", "--with-secret-key"]'),
        (["restore", "given.yaml"], '["restore", "given.yaml"]'),
        (
            ["restore", "given.yaml", "--into", "new", "--database", "other"],
            '["restore", "given.yaml", "--into", "new", "--database", "other"]',
        ),
    ],
)
def test_what_is_asked_and_the_exit_code_pass_through(stand_in: Path, words: list[str], asked: str) -> None:
    process = begun(stand_in, *words)
    said, complaint = process.communicate(timeout=60)
    assert (said.strip(), complaint, process.returncode) == (asked, "", 3)


@pytest.mark.skipif(os.name != "posix", reason="a process is only replaced on POSIX")
@pytest.mark.parametrize(("sent", "code"), [(signal.SIGTERM, 7), (signal.SIGINT, 8)])
def test_a_signal_reaches_the_platform_itself(stand_in: Path, sent: signal.Signals, code: int) -> None:
    process = begun(stand_in, "backup", "wait")
    assert process.stdout is not None
    assert "wait" in process.stdout.readline()
    process.send_signal(sent)
    process.communicate(timeout=60)
    assert process.returncode == code


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("name", ["start", "restore"])
def test_a_file_that_is_not_there_is_told_at_once(run: Run, name: str) -> None:
    assert run(*COMMANDS[name]).line == "There is no file given.yaml"
