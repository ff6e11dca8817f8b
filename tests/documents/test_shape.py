"""A fault of shape is one plain sentence: which key, what it must be, what it says, where it belongs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from commonweal.documents.document import read_document
from commonweal.documents.shape import shape
from commonweal.method.model import Form, Measure, PackHeader, Proxy, Schedule, Source

FORMS: dict[str, type[Form]] = {form.__name__: form for form in (PackHeader, Proxy, Measure, Source, Schedule)}
DOCUMENT = read_document(Path(__file__).parents[1] / "cases" / "pack-faults.yaml", "pack-faults.yaml")
RIGHT: dict[str, str] = DOCUMENT.content["right"]
FAULTS: list[dict[str, str]] = DOCUMENT.content["faults"]


def test_the_cases_are_read_whole() -> None:
    assert DOCUMENT.problems == []
    assert RIGHT.keys() == FORMS.keys()


def faults(folder: Path, form: type[Form], text: str) -> list[str]:
    file = folder / "file.yaml"
    file.write_text(text, encoding="utf-8")
    document = read_document(file, "file.yaml")
    made, problems = shape(form, document, document.content)
    assert (made is None) == bool(problems)
    return [f"line {problem.row}: {problem.message} {problem.remedy}" for problem in problems]


@pytest.mark.parametrize("name", FORMS)
def test_the_forms_that_are_right_have_no_faults(tmp_path: Path, name: str) -> None:
    assert faults(tmp_path, FORMS[name], RIGHT[name]) == []


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_every_key_that_is_needed_is_missed(tmp_path: Path, form: type[Form]) -> None:
    needed = [name for name, field in form.model_fields.items() if field.is_required()]
    assert faults(tmp_path, form, "{}") == [f"line 1: The key '{name}' is missing. Add '{name}'." for name in needed]


@pytest.mark.parametrize("case", FAULTS, ids=lambda case: f"{case['form']}: {case['instead'][:60]}")
def test_a_fault_in_plain_words(tmp_path: Path, case: dict[str, str]) -> None:
    right = RIGHT[case["form"]]
    assert case["written"] in right
    found = faults(tmp_path, FORMS[case["form"]], right.replace(case["written"], case["instead"], 1))
    assert case["says"] in found
    assert [fault for fault in found if "is missing" not in fault] in ([], [case["says"]]), "one fault is told once"


@pytest.mark.parametrize("text", ["- id: a\n", "word\n", "5\n", ""])
def test_what_is_not_keys_and_values_is_told_which_keys_there_are(tmp_path: Path, text: str) -> None:
    (fault,) = faults(tmp_path, Source, text)
    assert fault.startswith("line 1: Here should be keys and values: title, publisher, url, accessed, licence,")
    assert fault.endswith("Write it as the documentation of packs shows.")


@pytest.mark.parametrize(
    ("text", "key", "value"),
    [
        ("edition: 2026.10", "edition", "2026.10"),
        ("edition: 3", "edition", "3"),
        ("edition: '2026.10'", "edition", "2026.10"),
        ("extends: other@2026.10", "extends", "other@2026.10"),
    ],
)
def test_text_keeps_the_digits_that_were_typed(tmp_path: Path, text: str, key: str, value: Any) -> None:
    file = tmp_path / "pack.yaml"
    lines = [line for line in RIGHT["PackHeader"].splitlines() if not line.startswith(f"{key}:")]
    file.write_text("\n".join([*lines, text]), encoding="utf-8")
    document = read_document(file, "pack.yaml")
    header, problems = shape(PackHeader, document, document.content)
    assert problems == []
    assert getattr(header, key) == value
