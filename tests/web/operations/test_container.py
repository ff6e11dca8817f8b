"""The container files name what is there: settings, files, commands, and the folder in which things are kept."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from commonweal.cli import COMMANDS


@pytest.fixture
def containerfile(repo_root: Path) -> str:
    return (repo_root / "container" / "Containerfile").read_text(encoding="utf-8")


@pytest.fixture
def compose(repo_root: Path) -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load((repo_root / "container" / "compose.yaml").read_text(encoding="utf-8"))
    return content


def test_every_variable_is_a_setting(repo_root: Path, compose: dict[str, Any], containerfile: str) -> None:
    documented = set(
        re.findall(r"^\| `(COMMONWEAL_\w+)`", (repo_root / "docs/reference/settings.md").read_text(), flags=re.M)
    )
    named = set(compose["services"]["platform"]["environment"]) | set(re.findall(r"\bCOMMONWEAL_\w+", containerfile))
    assert len(named) > 6
    assert named <= documented


def test_every_file_that_is_copied_is_there_and_is_not_ignored(repo_root: Path, containerfile: str) -> None:
    copied = {
        name for line in re.findall(r"^COPY (?!--from)(.*) \S+$", containerfile, flags=re.M) for name in line.split()
    }
    kept = set(re.findall(r"^!(\S+)$", (repo_root / ".dockerignore").read_text(), flags=re.M))
    assert {"pyproject.toml", "src", "tools/build_static.sh"} <= copied
    for name in copied:
        assert (repo_root / name).exists()
        assert any(name == root or name.startswith(f"{root}/") for root in kept), name


def test_it_runs_a_command_that_there_is_and_keeps_what_it_writes(compose: dict[str, Any], containerfile: str) -> None:
    [command] = re.findall(r'^CMD \["(\w+)"', containerfile, flags=re.M)
    assert command in COMMANDS
    [home] = re.findall(r"COMMONWEAL_HOME=(\S+)", containerfile)
    [volume] = re.findall(r"^VOLUME (\S+)", containerfile, flags=re.M)
    assert home == volume
    assert f"platform:{home}" in compose["services"]["platform"]["volumes"]


def test_the_platform_and_the_database_agree(compose: dict[str, Any]) -> None:
    platform, database = compose["services"]["platform"]["environment"], compose["services"]["database"]["environment"]
    assert platform["COMMONWEAL_DATABASE_HOST"] in compose["services"]
    assert platform["COMMONWEAL_DATABASE_PASSWORD_FILE"] == database["POSTGRES_PASSWORD_FILE"]
    assert {"COMMONWEAL_DATABASE_NAME", "COMMONWEAL_DATABASE_USER"}.isdisjoint(platform)
    assert database["POSTGRES_DB"] == database["POSTGRES_USER"] == "commonweal"
