"""The reference page names every command and every option that the command line takes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer.main


def _commands(command: Any, path: tuple[str, ...]) -> Iterator[tuple[str, Any]]:
    yield " ".join(path), command
    for name, child in getattr(command, "commands", {}).items():
        if not child.hidden:
            yield from _commands(child, (*path, name))


def _options(command: Any) -> Iterator[str]:
    for parameter in command.params:
        # An option is told from an argument by its dashes; a hidden one is nobody's business.
        if not getattr(parameter, "hidden", False):
            yield from (name for name in (*parameter.opts, *parameter.secondary_opts) if name.startswith("--"))


def test_every_command_and_option_is_in_the_reference(repo_root: Path) -> None:
    from commonweal.cli import application

    page = (repo_root / "docs" / "reference" / "command-line.md").read_text(encoding="utf-8")
    sections = {
        match[1]: match[2]
        for match in re.finditer(r"^#+ `?(commonweal[a-z -]*?)`?$\n(.*?)(?=^#+ `?commonweal|\Z)", page, re.M | re.S)
    }
    undocumented = []
    for name, command in _commands(typer.main.get_command(application()), ("commonweal",)):
        if name != "commonweal" and name not in sections:
            undocumented.append(f"a section '## commonweal …' for: {name}")
            continue
        text = page if name == "commonweal" else sections[name]
        wanted = set(_options(command)) - {"--help", "--install-completion", "--show-completion"}
        undocumented.extend(
            f"{name} {option}" for option in sorted(wanted) if not re.search(rf"{option}(?![a-z-])", text)
        )
    assert not undocumented, "docs/reference/command-line.md does not name:\n" + "\n".join(undocumented)
