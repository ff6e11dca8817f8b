"""What the static build makes, and what it must never hold."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path


def test_the_build_makes_all_that_a_page_asks_for(built_styles: Path) -> None:
    names = {str(file.relative_to(built_styles)) for file in built_styles.rglob("*") if file.is_file()}
    assert names >= {
        "commonweal.css",
        "commonweal.js",
        "scripted.js",
        "govuk-frontend.min.js",
        "mark.svg",
        "type/atkinson-hyperlegible-next-latin-wght-normal.woff2",
        "licences/atkinson-hyperlegible-next.txt",
        "licences/govuk-frontend.txt",
    }
    assert "SIL OPEN FONT LICENSE" in (built_styles / "licences" / "atkinson-hyperlegible-next.txt").read_text()


def test_every_file_that_the_styles_name_is_there(built_styles: Path) -> None:
    css = (built_styles / "commonweal.css").read_text()
    named = {part.split(")")[0].strip('"') for part in css.split("url(")[1:]}
    assert named
    assert [name for name in named if not name.startswith("data:") and not (built_styles / name).exists()] == []


def test_nothing_of_govuk_that_is_not_ours_to_use(built_styles: Path) -> None:
    css = (built_styles / "commonweal.css").read_text()
    assert "govuk-button" in css
    assert [
        mark for mark in ("GDS Transport", "crown", "govuk-header", "govuk-footer", "#1d70b8;") if mark in css
    ] == []


def test_a_second_build_does_nothing(built_styles: Path, repo_root: Path) -> None:
    before = (built_styles / "commonweal.css").stat().st_mtime_ns
    again = subprocess.run([repo_root / "tools" / "build_static.sh"], check=True, capture_output=True, text=True)
    assert again.stdout == ""
    assert (built_styles / "commonweal.css").stat().st_mtime_ns == before


def test_the_lock_file_has_a_hash_for_every_part_and_no_address(repo_root: Path) -> None:
    packages = json.loads((repo_root / "package-lock.json").read_text())["packages"]
    parts = [part for name, part in packages.items() if name]
    assert len(parts) > 5
    assert all("resolved" not in part and part["integrity"].startswith("sha512-") for part in parts)
