"""What we ship: every pack, licence and page is in the wheel, and nothing that may not be passed on ever is."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

PACKS = Path("src", "commonweal", "method", "packs")
WritePack = Callable[..., Path]


@pytest.fixture
def tree(repo_root: Path, built_styles: Path, tmp_path: Path) -> Path:
    """A copy of what a build reads, the built styles included."""
    copy = tmp_path / "tree"
    copy.mkdir()
    for name in ("pyproject.toml", "hatch_build.py", "README.md", "LICENSE"):
        shutil.copy(repo_root / name, copy / name)
    assert (built_styles / "commonweal.css").is_file()
    shutil.copytree(repo_root / "src", copy / "src", ignore=shutil.ignore_patterns("__pycache__"))
    return copy


def build(tree: Path, kind: str = "--wheel") -> subprocess.CompletedProcess[str]:
    """Build offline, with the backend of this environment."""
    return subprocess.run(
        [sys.executable, "-m", "build", kind, "--no-isolation", "--outdir", str(tree / "dist")],
        cwd=tree,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_wheel_holds_packs_types_and_licences(tree: Path) -> None:
    done = build(tree)
    assert done.returncode == 0, done.stdout + done.stderr
    [wheel] = (tree / "dist").glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        shipped = set(archive.namelist())
    sources = tree / "src"
    assert {file.relative_to(sources).as_posix() for file in sources.rglob("*") if file.is_file()} <= shipped
    assert {
        "commonweal/py.typed",
        "commonweal/method/packs/commonweal-open/2026.1/pack.yaml",
        "commonweal_web/design/static/design/commonweal.css",
        "commonweal_web/design/static/design/type/atkinson-hyperlegible-next-latin-wght-normal.woff2",
        "commonweal_web/design/templates/design/base.html",
        "commonweal_web/accounts/templates/accounts/mail/invitation.txt",
        "commonweal_web/partnerships/migrations/0002_guards.py",
        "commonweal-0.1.0.dist-info/licenses/LICENSE",
        "commonweal-0.1.0.dist-info/licenses/src/commonweal/method/packs/commonweal-open/2026.1/LICENCE.md",
    } <= shipped
    assert not [name for name in shipped if not name.startswith(("commonweal/", "commonweal_web/", "commonweal-0.1.0"))]


@pytest.mark.parametrize("kind", ["--wheel", "--sdist"])
def test_styles_that_were_not_built_stop_the_build(tree: Path, kind: str) -> None:
    shutil.rmtree(tree / "src" / "commonweal_web" / "design" / "static")
    done = build(tree, kind)
    assert done.returncode != 0
    assert "Run tools/build_static.sh first." in done.stdout + done.stderr
    assert not list((tree / "dist").glob("*"))


def test_a_source_archive_holds_the_built_styles(tree: Path) -> None:
    # Otherwise a wheel made from it, as installers do, could not be made.
    done = build(tree, "--sdist")
    assert done.returncode == 0, done.stdout + done.stderr
    [archive] = (tree / "dist").glob("*.tar.gz")
    with tarfile.open(archive) as shipped:
        names = shipped.getnames()
    assert "commonweal-0.1.0/src/commonweal_web/design/static/design/commonweal.css" in names


@pytest.mark.parametrize("kind", ["--wheel", "--sdist"])
def test_a_restricted_pack_stops_the_build(tree: Path, write_pack: WritePack, kind: str) -> None:
    write_pack(tree / PACKS / "members-only" / "1", header={"redistributable": False})
    done = build(tree, kind)
    assert done.returncode != 0
    assert "members-only/1" in done.stdout + done.stderr
    assert "not marked redistributable" in done.stdout + done.stderr
    assert "Traceback" not in done.stdout.split("This distribution may not be built")[-1]
    assert not list((tree / "dist").glob("*"))


def test_a_restricted_source_stops_the_build(tree: Path, write_pack: WritePack) -> None:
    write_pack(tree / PACKS / "mixed" / "1", sources={"closed-book": {"redistributable": False}})
    done = build(tree)
    assert done.returncode != 0
    assert "closed-book" in done.stdout + done.stderr


def test_a_pack_hidden_elsewhere_in_the_package_stops_the_build(tree: Path, write_pack: WritePack) -> None:
    write_pack(tree / "src" / "commonweal" / "entries" / "aside", header={"redistributable": False})
    assert build(tree).returncode != 0
