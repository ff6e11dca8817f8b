"""What modules are called, how long they are, and where data may lie."""

from __future__ import annotations

import re
from pathlib import Path

WORD_THAT_SAYS_NOTHING = re.compile(r"(common|data|handler|helper|item|manager|misc|process|util)(s|es|ities)?")
LONGEST_MODULE = 300
PACK_FILES = {".csv", ".md", ".txt", ".yaml"}


def _modules(root: Path) -> list[Path]:
    found = [
        module.relative_to(root)
        for folder in ("src", "tools", "benchmarks", "tests")
        for module in (root / folder).rglob("*.py")
    ]
    assert len(found) > 20
    return found


def test_modules_are_named_from_the_field(repo_root: Path) -> None:
    empty = [
        str(module)
        for module in _modules(repo_root)
        for part in module.with_suffix("").parts
        for word in re.split(r"[_\W]+", part)
        if WORD_THAT_SAYS_NOTHING.fullmatch(word)
    ]
    assert not empty


def test_no_module_is_too_long(repo_root: Path) -> None:
    lengths = {
        str(module): len((repo_root / module).read_text(encoding="utf-8").splitlines())
        for module in _modules(repo_root)
        # A first migration is written by Django from the models.
        if module.parts[0] != "tests" and module.name != "0001_initial.py"
    }
    assert {module: lines for module, lines in lengths.items() if lines > LONGEST_MODULE} == {}


def test_packs_hold_only_data(repo_root: Path) -> None:
    packs = repo_root / "src" / "commonweal" / "method" / "packs"
    files = [file.relative_to(packs) for file in packs.rglob("*") if file.is_file()]
    assert Path("commonweal-open/2026.1/pack.yaml") in files
    assert not [file for file in files if file.suffix not in PACK_FILES and file.name not in {"LICENCE", "LICENSE"}]
