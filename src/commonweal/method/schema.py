"""JSON Schemas of the pack files, for editors and for other people's software."""

from __future__ import annotations

from typing import Any

from pydantic import TypeAdapter

from commonweal.method.model import Measure, PackHeader, Proxy, Schedule, Source, Theme

SCHEMAS: dict[str, Any] = {
    "pack": PackHeader,
    "themes": list[Theme],
    "sources": dict[str, Source],
    "schedule": Schedule,
    "proxy": Proxy,
    "measure": Measure,
}


def json_schema(kind: str) -> dict[str, Any]:
    """The JSON Schema (2020-12) of one kind of file: a key of ``SCHEMAS``. Raises ``KeyError`` for another."""
    schema = TypeAdapter(SCHEMAS[kind]).json_schema(mode="validation")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"Commonweal method pack: {kind}",
        **_numbers(schema),
    }


def _numbers(schema: Any) -> Any:
    """Decimals are written as plain numbers in YAML: drop the text form that JSON would also allow."""
    if isinstance(schema, dict):
        options = schema.get("anyOf")
        if isinstance(options, list) and any(option.get("type") == "number" for option in options):
            kept = [option for option in options if not (option.get("type") == "string" and "pattern" in option)]
            schema = {**schema, "anyOf": kept}
            if len(kept) == 1:
                schema = {**{key: value for key, value in schema.items() if key != "anyOf"}, **kept[0]}
        return {key: _numbers(value) for key, value in schema.items()}
    return [_numbers(value) for value in schema] if isinstance(schema, list) else schema
