"""What cannot run here is skipped with its reason; on CI it fails."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

TEST = """
import pytest

def test_of_published_tables(shared):
    assert shared.is_dir()

@pytest.mark.xfail(reason="known", strict=True)
def test_known():
    assert False
"""


@pytest.mark.parametrize(
    ("ci", "there", "exit_code", "summary"),
    [
        ("", False, 0, "1 skipped, 1 xfailed"),
        ("true", False, 1, "1 xfailed, 1 error"),
        ("true", True, 0, "1 passed, 1 xfailed"),
    ],
)
def test_without_the_shared_tables(
    repo_root: Path, tmp_path: Path, ci: str, there: bool, exit_code: int, summary: str
) -> None:
    (tmp_path / "test_tables.py").write_text(TEST)
    tables = tmp_path / "tables"
    if there:
        tables.mkdir()
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-ra", "-c", os.devnull, "-p", "tests.conftest", str(tmp_path)],
        cwd=repo_root,
        env=os.environ | {"CI": ci, "COMMONWEAL_SHARED": str(tables)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == exit_code, done.stdout
    assert summary in done.stdout.splitlines()[-1]
    assert there or "put shared/ beside the repository" in done.stdout
