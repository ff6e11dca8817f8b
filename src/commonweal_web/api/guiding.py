"""The OpenAPI description as chapters that a person reads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from commonweal_web.design.components import Column, Table


@dataclass(frozen=True, slots=True)
class Section:
    """One operation."""

    anchor: str
    method: str
    path: str
    says: str
    parameters: Table | None
    body: Table | None
    answer: str


def chapters(schema: Mapping[str, Any]) -> list[tuple[str, list[Section]]]:
    """The operations by what they are about, in the order of the description."""
    found: dict[str, list[Section]] = {}
    for path, operations in schema["paths"].items():
        for method, operation in operations.items():
            (tag,) = operation["tags"]
            found.setdefault(tag, []).append(_section(schema, path, method, operation))
    return list(found.items())


def _section(schema: Mapping[str, Any], path: str, method: str, operation: Mapping[str, Any]) -> Section:
    content = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema")
    answers = [f"{status}" for status in operation["responses"] if int(status) < 300]
    return Section(
        anchor=operation["operationId"],
        method=method.upper(),
        path=path,
        says=operation.get("description", ""),
        parameters=_parameters(operation.get("parameters", [])),
        body=_body(schema, content) if content else None,
        answer=" or ".join(answers),
    )


def _parameters(given: Sequence[Mapping[str, Any]]) -> Table | None:
    rows = [
        [
            each["name"],
            "header" if each["in"] == "header" else "address",
            "needed" if each.get("required") else "",
            each.get("description") or each["schema"].get("description", ""),
        ]
        for each in given
    ]
    return _table("In the address and headers", ["Name", "Where", "", "Meaning"], rows) if rows else None


def _body(schema: Mapping[str, Any], content: Mapping[str, Any]) -> Table | None:
    rows: list[list[object]] = []
    _fields(schema, content, "", rows)
    return _table("In the body", ["Field", "", "Meaning"], rows) if rows else None


def _fields(schema: Mapping[str, Any], content: Mapping[str, Any], before: str, rows: list[list[object]]) -> None:
    content = _behind(schema, content)
    needed = content.get("required", [])
    for name, field in content.get("properties", {}).items():
        inner = _behind(schema, field)
        rows.append([f"{before}{name}", "needed" if name in needed else "", field.get("description", _kind(inner))])
        if inner.get("type") == "array":
            _fields(schema, inner["items"], f"{before}{name}[].", rows)
        elif inner.get("properties"):
            _fields(schema, inner, f"{before}{name}.", rows)


def _kind(field: Mapping[str, Any]) -> str:
    if "enum" in field:
        return ", ".join(map(str, field["enum"]))
    kinds = [field, *field.get("anyOf", [])]
    return " or ".join(str(kind.get("format", kind["type"])) for kind in kinds if kind.get("type", "null") != "null")


def _behind(schema: Mapping[str, Any], content: Mapping[str, Any]) -> Mapping[str, Any]:
    reference = content.get("$ref") or next((each["$ref"] for each in content.get("allOf", []) if "$ref" in each), "")
    found: Mapping[str, Any] = schema["components"]["schemas"][reference.rpartition("/")[2]] if reference else content
    return found


def _table(caption: str, headings: Sequence[str], rows: Sequence[Sequence[object]]) -> Table:
    return Table(caption=caption, columns=[Column(each) for each in headings], rows=rows, dense=True)
