"""Reading YAML strictly: exact numbers, no repeated keys, and the line of everything.

PyYAML alone falls short of a method pack in three ways: it turns numbers into floats, lets a repeated key win
silently, and forgets where things stood. ``read_document`` builds plain dicts and lists from PyYAML's own
node tree, with ``Decimal`` for every number that has a point, and remembers the line of every key and value.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import yaml

from commonweal.documents.strict_yaml import StrictComposer, plain_value
from commonweal.problems import Problem

Path_ = tuple[str | int, ...]


@dataclass(slots=True)
class Document:
    """One YAML file: its content as plain Python values, and the line on which each part stands."""

    file: str
    content: Any = None
    lines: dict[Path_, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def line(self, path: Path_) -> int:
        """The line of ``path``, or of the nearest thing around it that is there."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)

    def problem(self, rule: str, path: Path_, message: str, remedy: str, *, warning: bool = False) -> Problem:
        """A problem that stands at ``path`` in this file."""
        return Problem(
            rule=rule,
            severity="warning" if warning else "error",
            message=message,
            remedy=remedy,
            file=self.file,
            row=self.line(path),
            column=".".join(str(step) for step in path) or None,
        )


def read_document(path: Path, name: str) -> Document:
    """Read one YAML file; ``name`` is what problems call it.

    Never raises for what the file holds: syntax errors, other encodings, repeated keys and YAML features that
    a pack does not use (anchors, aliases, tags, several documents) are problems of the returned document.
    """
    document = Document(file=name)
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        _add(document, "encoding", (), "The file is not UTF-8 text.", "Save it as UTF-8 and try again.")
        return document
    try:
        composer = StrictComposer(text)
        node = composer.get_single_node()
    except yaml.YAMLError as error:
        line, reason = _syntax_fault(error, text)
        _add(document, "yaml-syntax", (), f"This is not valid YAML: {reason}.", "Correct the line shown.", line)
        return document
    for line, rule, message in composer.refused:
        _add(document, rule, (), message, "Write the plain value out in full.", line=line)
    if node is not None:
        document.content = _build(node, (), document)
    return document


def _syntax_fault(error: yaml.YAMLError, text: str) -> tuple[int | None, str]:
    """The line and the reason, in PyYAML's words."""
    if isinstance(error, yaml.MarkedYAMLError):
        reason = ", ".join(filter(None, (error.context, error.problem)))
        return error.problem_mark.line + 1 if error.problem_mark else None, reason
    before = text[: getattr(error, "position", 0)]
    return before.count("\n") + 1, "it holds a character that text may not hold"


def _add(document: Document, rule: str, path: Path_, message: str, remedy: str, line: int | None = None) -> None:
    problem = document.problem(rule, path, message, remedy)
    document.problems.append(problem if line is None else replace(problem, row=line))


def _build(node: yaml.Node, path: Path_, document: Document) -> Any:
    document.lines.setdefault(path, node.start_mark.line + 1)
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, path, document)
    if isinstance(node, yaml.SequenceNode):
        return [_build(child, (*path, index), document) for index, child in enumerate(node.value)]
    return plain_value(node) if isinstance(node, yaml.ScalarNode) else None


def _mapping(node: yaml.MappingNode, path: Path_, document: Document) -> dict[str | int, Any]:
    content: dict[str | int, Any] = {}
    for key_node, value_node in node.value:
        line = key_node.start_mark.line + 1
        if not isinstance(key_node, yaml.ScalarNode):
            message, remedy = "A key is not a plain word.", "Write a plain word as the key."
            _add(document, "yaml-key", path, message, remedy, line)
            continue
        plain = plain_value(key_node)
        key = plain if isinstance(plain, int) and not isinstance(plain, bool) else str(key_node.value)
        if key in content:
            first = document.lines[(*path, key)]
            message = f"The key '{key}' is repeated; it was first written on line {first}."
            _add(document, "repeated-key", (*path, key), message, "Keep one of the two.", line)
            continue
        document.lines[(*path, key)] = line
        content[key] = _build(value_node, (*path, key), document)
    return content
