"""What a sudden stop cut off is told at the next start: once, by name, and only when nobody is still at it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from django.utils import timezone
from pytest_django.fixtures import Settings

from commonweal_web.accounts.models import User
from commonweal_web.core.unfinished import clear_what_was_cut_off, unfinished
from commonweal_web.partnerships.models import Period
from tests.web.operations.conftest import PATIENCE

AT_WORK = """
import sys, time
from pathlib import Path
import django
django.setup()
from commonweal_web.accounts.models import User
from commonweal_web.core.unfinished import unfinished
proof, left = sys.argv[1], Path(sys.argv[2])
proof = Path(proof) if "/" in proof else User(pk=proof)
with unfinished("import", "the workbook spring.xlsx", proof=proof, leaves=[left]):
    left.write_text("half of it")
    print("at work", flush=True)
    time.sleep(600)
"""


@pytest.fixture
def home(tmp_path: Path, settings: Settings) -> Path:
    settings.HOME = tmp_path / "home"
    return settings.HOME


def at_work(home: Path, proof: Path | UUID, left: Path) -> subprocess.Popen[str]:
    """A process in the middle of its work; a proof that is no path is the id of an account."""
    ours = {"COMMONWEAL_HOME": str(home), "COMMONWEAL_DATABASE": "sqlite"}
    process = subprocess.Popen(
        [sys.executable, "-c", AT_WORK, str(proof), left],
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | ours | {"DJANGO_SETTINGS_MODULE": "commonweal_web.settings"},
    )
    assert process.stdout is not None
    with process.stdout:
        assert process.stdout.readline() == "at work\n"
    return process


def killed(process: subprocess.Popen[str]) -> None:
    process.kill()
    assert process.wait(PATIENCE) == -signal.SIGKILL


def test_what_was_cut_off_is_told_once_and_what_it_left_is_removed(home: Path, tmp_path: Path) -> None:
    left = tmp_path / "half.bin"
    killed(at_work(home, tmp_path / "whole.bin", left))
    [cut] = clear_what_was_cut_off()
    assert "this import" in cut.sentence
    assert "the workbook spring.xlsx. Nothing of it was saved; do it again." in cut.sentence
    assert f"removed: {left}." in cut.sentence
    assert not left.exists()
    assert clear_what_was_cut_off() == []
    assert list((home / "unfinished").iterdir()) == []


def test_what_still_runs_is_left_alone(home: Path, tmp_path: Path) -> None:
    left = tmp_path / "half.bin"
    process = at_work(home, tmp_path / "whole.bin", left)
    try:
        assert clear_what_was_cut_off() == []
        assert left.exists()
    finally:
        killed(process)
    assert len(clear_what_was_cut_off()) == 1


def test_a_stop_just_after_all_was_saved_is_told_as_that(home: Path, tmp_path: Path) -> None:
    whole, left = tmp_path / "whole.bin", tmp_path / "half.bin"
    process = at_work(home, whole, left)
    whole.write_text("all of it")
    killed(process)
    [cut] = clear_what_was_cut_off()
    assert "All of it is saved." in cut.sentence
    assert "Nothing" not in cut.sentence
    assert left.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("is_saved", [True, False])
def test_a_row_can_be_the_proof(home: Path, tmp_path: Path, is_saved: bool) -> None:
    account = User(email="nora@example.org")
    process = at_work(home, account.pk, tmp_path / "half.bin")
    if is_saved:
        account.save()
    killed(process)
    [cut] = clear_what_was_cut_off()
    assert cut.was_saved is is_saved
    assert timezone.now() - cut.began < timedelta(seconds=PATIENCE)


def test_an_error_and_an_end_leave_no_note(home: Path, tmp_path: Path) -> None:
    def at_fault() -> None:
        with unfinished("import", "a workbook", proof=tmp_path / "never", scratch=[tmp_path / "worked-with"]):
            (tmp_path / "worked-with").mkdir()
            raise ValueError("row 7")

    with pytest.raises(ValueError, match="row 7"):
        at_fault()
    with unfinished("upload", "a photo", proof=Period()):
        assert len(list((home / "unfinished").iterdir())) == 2
    assert list((home / "unfinished").iterdir()) == []
    assert not (tmp_path / "worked-with").exists()
