"""The reference page of the pack format tells the truth."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pytest
from pydantic import BaseModel

from commonweal.method import Pack, load_pack, read_pack
from commonweal.method.licence import restricted_parts
from commonweal.method.model import Form, Measure, PackHeader, Proxy, Schedule, Source, Theme
from commonweal.method.schema import SCHEMAS
from commonweal.method.tailoring import Tailoring

TOP = (PackHeader, Theme, Source, Schedule, Proxy, Measure, Tailoring)
NOT_IN_THE_EXAMPLE = {"rate"}
"""Keys that cannot stand beside others of the example; the text beside it names them."""


@pytest.fixture(scope="module")
def page(repo_root: Path) -> str:
    return (repo_root / "docs" / "reference" / "packs.md").read_text(encoding="utf-8")


@pytest.fixture
def example(page: str, tmp_path: Path) -> Path:
    """The pack of the page, each file as it stands there."""
    return written(page, "###", tmp_path / "county-example@2026.1")


@pytest.fixture
def tailored(page: str, example: Path) -> Path:
    """The pack of the page that is tailored from the other, and lies beside it."""
    return written(page, "####", example.parent / "anyshire-example")


def written(page: str, heading: str, folder: Path) -> Path:
    for name, text in re.findall(rf"^{heading} `([^`]+)`\n\n```\w+\n(.*?)^```", page, re.S | re.M):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def forms(annotation: Any) -> Iterator[type[Form]]:
    """Every form that is part of this one."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
        for field in annotation.model_fields.values():
            yield from forms(field.annotation)
    for part in get_args(annotation):
        yield from forms(part)


def keys(form: type[Form]) -> set[str]:
    return {name for inner in forms(form) for name in inner.model_fields}


def test_the_example_is_a_pack_without_a_fault(example: Path) -> None:
    pack, problems = read_pack(example)
    assert problems == []
    assert isinstance(pack, Pack)
    assert restricted_parts(example) == []
    assert len(pack.measures) == len(pack.proxies) == 3


def test_the_tailored_example_is_a_pack_without_a_fault(tailored: Path) -> None:
    pack, problems = read_pack(tailored)
    assert problems == []
    assert isinstance(pack, Pack)
    assert restricted_parts(tailored) == []
    assert [measure.name for measure in pack.measures.values()] == ["Somebody out of work hired"]


def test_every_key_stands_in_the_examples_once_at_least(example: Path, tailored: Path) -> None:
    pack, child = load_pack(example), load_pack(tailored)
    used: set[str] = set()

    def look(form: Any) -> None:
        if isinstance(form, Form):
            used.update(form.model_fields_set)
            for name in form.model_fields_set:
                look(getattr(form, name))
        elif isinstance(form, list):
            for inner in form:
                look(inner)

    look([child.header, child.tailoring, pack.header])
    look([*pack.themes.values(), *pack.sources.values(), *pack.schedules.values()])
    look([*pack.proxies.values(), *pack.measures.values()])
    every = {key for form in TOP for key in keys(form)}
    assert every - used == NOT_IN_THE_EXAMPLE - used


@pytest.mark.parametrize("form", TOP, ids=lambda form: form.__name__)
def test_every_key_is_on_the_page(page: str, form: type[Form]) -> None:
    missing = [key for key in keys(form) if not re.search(rf"(\b{key}\b:)|(`[^`]*\b{key}\b[^`]*`)", page)]
    assert missing == []


def test_every_rule_of_the_check_is_on_the_page_and_no_other(page: str, repo_root: Path) -> None:
    made = re.compile(r'\b(?:\w*[pP]roblem|_add)\((?:\s*document,)?\s*"([a-z][a-z_-]+)"')
    refused = re.compile(r'refused\.append\(\(line, "([a-z-]+)"')
    unknown = re.compile(r'_unknown\([\w.]+, "(\w+)"')
    rules: set[str] = set()
    library = repo_root / "src" / "commonweal"
    for file in (*library.glob("method/*.py"), *library.glob("documents/*.py")):
        source = file.read_text(encoding="utf-8")
        rules |= {*made.findall(source), *refused.findall(source)}
        rules |= {f"missing-{key}" for key in unknown.findall(source)}
    rules |= {"index", "extends"}
    table = page.split("## Every rule of the check\n")[1]
    told = {rule for row in re.findall(r"^\| (`.+?) \|", table, re.M) for rule in re.findall("`([^`]+)`", row)}
    assert told == rules


def test_the_kinds_of_schema_are_on_the_page(page: str) -> None:
    assert f"`commonweal method schema {'|'.join(SCHEMAS)}`" in page
