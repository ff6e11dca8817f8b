"""JSON Schemas of the pack files, for editors and for other people's software."""

from __future__ import annotations

from typing import Any

from pydantic import TypeAdapter

from commonweal.method.model import Measure, PackHeader, Proxy, Schedule, Source, Theme
from commonweal.method.tailoring import Tailoring

SCHEMAS: dict[str, Any] = {
    "pack": PackHeader,
    "themes": list[Theme],
    "sources": dict[str, Source],
    "schedule": Schedule,
    "proxy": Proxy,
    "measure": Measure,
    "tailoring": Tailoring,
}


def json_schema(kind: str) -> dict[str, Any]:
    """The JSON Schema (2020-12) of one kind of file: a key of ``SCHEMAS``. Raises ``KeyError`` for another."""
    schema = TypeAdapter(SCHEMAS[kind]).json_schema(mode="validation")
    return {
        **_numbers(schema),
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"Commonweal method pack: {kind}",
    }


def _numbers(schema: Any) -> Any:
    """Decimals are written as plain numbers in YAML: drop the text form that JSON would also allow."""
    if isinstance(schema, list):
        return [_numbers(inner) for inner in schema]
    if not isinstance(schema, dict):
        return schema
    options = schema.get("anyOf", [])
    if any(option.get("type") == "number" for option in options):
        kept = [option for option in options if option.get("type") != "string"]
        rest = {key: inner for key, inner in schema.items() if key != "anyOf"}
        schema = {**rest, **kept[0]} if len(kept) == 1 else {**rest, "anyOf": kept}
    return {key: _numbers(inner) for key, inner in schema.items()}
