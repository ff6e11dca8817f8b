"""The JSON Schemas of pack files, which editors use, agree with what the reader takes."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from commonweal.documents.document import read_document
from commonweal.method import find, shipped
from commonweal.method.schema import SCHEMAS, json_schema

CASES = read_document(Path(__file__).parents[1] / "cases" / "pack-faults.yaml", "pack-faults.yaml").content
KINDS = {"PackHeader": "pack", "Proxy": "proxy", "Measure": "measure", "Source": "sources", "Schedule": "schedule"}


def plainly(text: str) -> Any:
    """What any reader of YAML makes of a file, as JSON knows it: dates and all keys as text."""
    return json.loads(json.dumps(yaml.safe_load(text), default=_as_text))


def _as_text(value: Any) -> str:
    assert isinstance(value, date), value
    return value.isoformat()


def kind_of(file: Path, pack: Path) -> str:
    part = file.relative_to(pack).parts[0]
    return {"measures": "measure", "proxies": "proxy", "schedules": "schedule"}.get(part, file.stem)


@pytest.mark.parametrize("kind", SCHEMAS)
def test_each_is_a_json_schema_that_refuses_unknown_keys(kind: str) -> None:
    schema = json_schema(kind)
    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["title"] == f"Commonweal method pack: {kind}"
    forms = [schema, *schema.get("$defs", {}).values()]
    assert all(form["additionalProperties"] is False for form in forms if "properties" in form)


def test_there_is_no_schema_of_another_kind() -> None:
    with pytest.raises(KeyError):
        json_schema("recipe")


EXAMPLE = Path(__file__).parents[2] / "examples" / "county-durham" / "pack"
KINDS_OF_A_TAILORED_PACK = {"pack", "tailoring"}
"""Of the tailored example, which has no forms of its own beside them."""


@pytest.mark.parametrize(
    ("pack", "kinds"),
    [(EXAMPLE, KINDS_OF_A_TAILORED_PACK), *[(find(name), set(SCHEMAS) - {"tailoring"}) for name in shipped()]],
    ids=lambda value: value.name if isinstance(value, Path) else "",
)
def test_every_file_of_a_pack_keeps_to_its_schema(pack: Path, kinds: set[str]) -> None:
    validators = {kind: jsonschema.Draft202012Validator(json_schema(kind)) for kind in SCHEMAS}
    seen = set()
    for file in sorted(pack.rglob("*.yaml")):
        kind = kind_of(file, pack)
        faults = [fault.message for fault in validators[kind].iter_errors(plainly(file.read_text(encoding="utf-8")))]
        assert faults == [], file
        seen.add(kind)
    assert seen == kinds


@pytest.mark.parametrize("kind", SCHEMAS)
def test_a_number_is_a_number_and_not_text(kind: str) -> None:
    """JSON Schema made for JSON would let a decimal be text, which a pack does not."""
    assert "pattern" not in json.dumps([part for part in _unions(json_schema(kind)) if _has_number(part)])


def _unions(schema: Any) -> list[Any]:
    if isinstance(schema, dict):
        found = [schema["anyOf"]] if "anyOf" in schema else []
        return found + [union for inner in schema.values() for union in _unions(inner)]
    return [union for inner in schema for union in _unions(inner)] if isinstance(schema, list) else []


def _has_number(union: Any) -> bool:
    return any(part.get("type") == "number" for part in union)


@pytest.mark.parametrize("amount", ["1000", "14044.50", "-0.0001"])
def test_plain_numbers_are_taken(amount: str) -> None:
    value = plainly(f"{{lane: social, amount: {amount}, price_year: 2012/13}}")
    jsonschema.validate(value, json_schema("proxy")["$defs"]["ProxyValue"] | {"$defs": json_schema("proxy")["$defs"]})


def takes(form: str, text: str) -> bool:
    content = plainly(text)
    validator = jsonschema.Draft202012Validator(
        json_schema(KINDS[form]), format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER
    )
    return validator.is_valid({"a-source": content} if form == "Source" else content)


@pytest.mark.parametrize("form", KINDS)
def test_the_schema_takes_what_is_right(form: str) -> None:
    assert takes(form, CASES["right"][form])


@pytest.mark.parametrize("case", CASES["faults"], ids=lambda case: f"{case['form']}: {case['instead'][:60]}")
def test_the_schema_refuses_what_the_reader_refuses(case: dict[str, str]) -> None:
    faulty = CASES["right"][case["form"]].replace(case["written"], case["instead"], 1)
    assert takes(case["form"], faulty) == ("schema_passes" in case)
