"""Writing YAML that ``read_document`` reads back as the same values: plain, without aliases, exact to the digit."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import yaml

from commonweal.documents.strict_yaml import MOST_DIGITS, plain_value

WIDTH = 116
"""Columns after which long text is folded."""


def plain_yaml(content: Any) -> str:
    """``content`` (dicts, lists, text, numbers, dates, true and false) as YAML, keys in the order in which they stand.

    Raises ``yaml.representer.RepresenterError`` for anything else.
    """
    return yaml.dump(content, Dumper=_Plain, sort_keys=False, allow_unicode=True, width=WIDTH)


class _Plain(yaml.SafeDumper):
    def ignore_aliases(self, data: Any) -> bool:
        """What stands twice is written twice."""
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        """Members of a list stand two columns in, as people write them."""
        super().increase_indent(flow, False)


def _number(dumper: yaml.SafeDumper, number: Decimal) -> yaml.ScalarNode:
    text = f"{number:f}"
    whole, _, part = text.lstrip("-").partition(".")
    if max(len(whole), len(part)) > MOST_DIGITS:
        sign, digits, exponent = number.as_tuple()
        written = "".join(map(str, digits))
        power = int(exponent) + max(0, len(written) - MOST_DIGITS)
        text = f"{'-' * sign}{written[:MOST_DIGITS]}.{written[MOST_DIGITS:] or 0}e{power:+d}"
    return dumper.represent_scalar(f"tag:yaml.org,2002:{'float' if '.' in text else 'int'}", text)


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    node = dumper.represent_str(text)
    # What only our reader would take for a number or a date must be quoted too.
    return node if plain_value(node) == text else dumper.represent_scalar("tag:yaml.org,2002:str", text, style="'")


_Plain.add_representer(Decimal, _number)
_Plain.add_representer(str, _text)
