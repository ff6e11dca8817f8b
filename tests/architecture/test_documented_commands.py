"""Every command that README and docs show runs, and prints what they say it prints."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from documented_commands import CONSOLE, Block, Run, blocks, commands, matches, new_folder, pages, run_page
from refresh_docs import refreshed

ROOT = Path(__file__).resolve().parents[2]
BLOCKS = [block for page in pages(ROOT) for block in blocks(page)]
SHELLS = {"", "sh", "bash", "shell", "text"}

RunsOf = Callable[[Path], dict[int, list[Run]]]


def _name(block: Block) -> str:
    return f"{block.page.relative_to(ROOT)}:{block.line}"


@pytest.fixture(scope="session")
def runs_of(tmp_path_factory: pytest.TempPathFactory) -> RunsOf:
    """The runs of a page by the line of their block; a page runs once however many blocks are looked at."""

    @cache
    def runs(page: Path) -> dict[int, list[Run]]:
        folder = new_folder(ROOT, tmp_path_factory.mktemp("page") / "here")
        return {block.line: done for block, done in run_page(page, folder)}

    return runs


@pytest.mark.parametrize("block", [block for block in BLOCKS if block.language == CONSOLE], ids=_name)
def test_the_page_shows_what_the_command_prints(block: Block, runs_of: RunsOf) -> None:
    for run in runs_of(block.page)[block.line]:
        drift = difflib.unified_diff(run.command.expected, run.output, "on the page", "in truth", lineterm="")
        assert run.as_shown, "\n".join(
            [
                f"{_name(block)}: $ {run.command.text}",
                f"exit {run.exit_code}, the page says {run.command.exit_code}",
                *drift,
                "If the new output is right: make docs",
            ]
        )


def test_the_readme_shows_the_main_command() -> None:
    shown = [
        command.text
        for block in BLOCKS
        if block.page == ROOT / "README.md" and block.language == CONSOLE
        for command in commands(block)
    ]
    assert any(text.startswith("commonweal value ") for text in shown)


def test_no_command_hides_where_it_is_not_run() -> None:
    hidden = [
        f"{_name(block)}: {line}"
        for block in BLOCKS
        if block.language in SHELLS and block.file is None and "not-run" not in block.info
        for line in block.lines
        if re.match(r"^\s*(\$ )?(\S+=\S+ )*commonweal [a-z-]", line)
    ]
    assert not hidden, "Tag the block 'console'; or 'sh not-run', and say beside it why it is not run:\n" + "\n".join(
        hidden
    )


def test_every_make_target_that_a_page_names_exists() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), flags=re.M))
    named = {
        target
        for page in pages(ROOT)
        for target in re.findall(r"(?:^|`|\$ )make ([a-z-]+)", page.read_text(encoding="utf-8"), flags=re.M)
    }
    assert named <= targets


PAGE = """# A page

```csv file=box/things.csv
a,b
```

```console
$ cat \\
    box/things.csv
a,b
$ echo wrong; exit 3
# exit 3
right
```

```console
$ seq 5
1
…
5
```
"""


def test_a_page_that_drifts_is_found_and_refreshed(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(PAGE, encoding="utf-8")
    [(_, [first, second]), (_, [third])] = run_page(page, new_folder(ROOT, tmp_path / "once"))
    assert (first.as_shown, second.as_shown, third.as_shown) == (True, False, True)
    assert refreshed(page, new_folder(ROOT, tmp_path / "again")) == PAGE.replace("\nright\n", "\nwrong\n")


def test_a_wrong_exit_code_is_drift(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("```console\n$ exit 2\n```\n", encoding="utf-8")
    [(_, [run])] = run_page(page, new_folder(ROOT, tmp_path / "once"))
    assert not run.as_shown
    assert "# exit 2" in refreshed(page, new_folder(ROOT, tmp_path / "again"))


@pytest.mark.parametrize(
    ("expected", "output", "agree"),
    [
        (["a"], ["a"], True),
        (["a"], ["a", "b"], False),
        (["a.c"], ["abc"], False),
        (["…", "b"], ["b"], True),
        (["a", "…", "d"], ["a", "b", "c", "d"], True),
        (["a", "…", "d"], ["a", "b", "c"], False),
        (["…"], [], True),
        ([], ["a"], False),
    ],
)
def test_what_agrees(expected: list[str], output: list[str], agree: bool) -> None:
    assert matches(expected, output) is agree


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("```console\n$ true\n", "line 1: the fenced block never ends"),
        ("- so:\n\n  ```console\n  $ true\n  ```\n", "line 3: a fenced block starts at the margin"),
        ("```console\ntrue\n```\n", "line 1: a console block starts with a command"),
    ],
)
def test_a_block_is_never_passed_over(tmp_path: Path, text: str, fault: str) -> None:
    page = tmp_path / "page.md"
    page.write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=fault):
        list(run_page(page, tmp_path))
