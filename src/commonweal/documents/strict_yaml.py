"""YAML as a pack may write it: plain values only, and numbers that keep the digits that were typed.

PyYAML composes the nodes. What a pack does not use (anchors, aliases, tags, endless nesting) is noted and not
followed, and no word is taken for anything but itself: ``yes`` is text, ``010`` and ``1_000`` are not numbers.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Any

import yaml

DEEPEST = 20
"""Levels of nesting; a pack needs seven."""

MOST_DIGITS = 18
"""Digits on either side of the point: more is a slip, and would be slow to write out."""

_INTEGER = re.compile(r"[-+]?(0|[1-9][0-9]{0,17})")
_DECIMAL = re.compile(r"[-+]?[0-9]{1,18}(\.[0-9]{1,18}([eE][-+]?[0-9]{1,2})?|[eE][-+]?[0-9]{1,2})")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_NULLS = {"", "~", "null", "Null", "NULL"}
_BOOLEANS = {"true": True, "false": False}


class StrictComposer(yaml.SafeLoader):
    """Composes nodes; ``refused`` holds the line, the rule and the words of each thing that a pack may not use."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.refused: list[tuple[int, str, str]] = []
        self._depth = 0

    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node | None:
        """One node. An alias becomes an empty value, so that nothing is ever built twice."""
        reader: Any = self  # PyYAML's own methods have no types
        event = reader.peek_event()
        line = event.start_mark.line + 1
        if reader.check_event(yaml.AliasEvent):
            reader.get_event()
            self.refused.append((line, "yaml-alias", f"An alias (*{event.anchor}) is used."))
            return yaml.ScalarNode("tag:yaml.org,2002:null", "", event.start_mark, event.end_mark)
        if event.anchor is not None:
            self.refused.append((line, "yaml-anchor", f"An anchor (&{event.anchor}) is used."))
        if event.tag is not None:
            self.refused.append((line, "yaml-tag", f"A tag ({event.tag}) is used."))
        if self._depth == DEEPEST:
            raise yaml.MarkedYAMLError(problem="it is nested too deeply", problem_mark=event.start_mark)
        self._depth += 1
        node = super().compose_node(parent, index)
        self._depth -= 1
        return node


def plain_value(node: yaml.ScalarNode) -> str | int | bool | Decimal | date | None:
    """What a scalar says; quoted text stays text, and so does all that is not plainly something else."""
    text: str = node.value
    if node.style is not None:
        return text
    if text in _NULLS:
        return None
    if text in _BOOLEANS:
        return _BOOLEANS[text]
    if _INTEGER.fullmatch(text):
        return int(text)
    if _DECIMAL.fullmatch(text):
        return Decimal(text)
    if _DATE.fullmatch(text):
        try:
            return date.fromisoformat(text)
        except ValueError:
            return text
    return text
