"""A small valid method pack, to be changed by a test in what the test is about."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

HEADER = {
    "id": "test-pack",
    "edition": "1",
    "title": "A pack for tests",
    "licence": "CC-BY-4.0",
    "redistributable": True,
    "price_base": 2024,
    "discounting": {"schedule": "green-book", "first_year": "undiscounted"},
    "ranges": {"A": Decimal("0.10"), "B": Decimal("0.25"), "C": Decimal("0.50"), "D": Decimal("0.50")},
}
SOURCE = {
    "title": "A publication for tests",
    "publisher": "Nobody",
    "url": "https://example.org/",
    "accessed": "2026-01-31",
    "licence": "OGL-3.0",
    "redistributable": True,
}
THEMES = [{"id": "work", "name": "Work", "outcomes": [{"id": "good-work", "name": "More people in good work"}]}]
# HM Treasury, The Green Book (2018), table 8, standard rates.
GREEN_BOOK = {
    "id": "green-book",
    "title": "Green Book, standard",
    "source": "test-source",
    "bands": [
        {"to": 30, "rate": Decimal("0.035")},
        {"to": 75, "rate": Decimal("0.03")},
        {"to": 125, "rate": Decimal("0.025")},
    ],
}
# HM Treasury's GDP deflator with 2024 = 100, the years that tests use.
DEFLATOR = """\
year,index
2010,69.1217
2012,71.9294
2013,73.4795
2015,75.1536
2019,81.1085
2020,85.2137
2021,85.6358
2022,90.5005
2023,96.2507
2024,100
"""
PROXY = {
    "title": "A proxy for tests",
    "source": "test-source",
    "where": "Table 1",
    "status": "seen-primary",
    "grade": "B",
    "values": [{"lane": "economic", "amount": 1000, "price_year": 2024}],
}
MEASURE = {
    "name": "A measure for tests",
    "outcome": "good-work",
    "definition": "Whatever a test counts.",
    "unit": "each",
    "aggregation": "sum",
    # Stated and nothing, so that a test sees the proxy's full value unless it says otherwise.
    "additionality": {
        "deadweight": 0,
        "displacement": 0,
        "leakage": 0,
        "substitution": 0,
        "attribution_to_others": 0,
        "basis": "test",
    },
}


def write_pack(
    folder: Path,
    *,
    header: Mapping[str, Any] | None = None,
    sources: Mapping[str, Mapping[str, Any]] | None = None,
    proxies: Mapping[str, Mapping[str, Any]] | None = None,
    measures: Mapping[str, Mapping[str, Any]] | None = None,
    files: Mapping[str, str] | None = None,
) -> Path:
    """Write a small valid method pack into ``folder`` and return ``folder``.

    Each argument changes the forms above: ``header`` key by key; ``proxies`` and ``measures`` map an id to the
    keys that differ from PROXY and MEASURE (without them there is one of each, ``test-proxy`` and ``work.test``,
    £1,000 economic in 2024 prices); ``sources`` adds to ``test-source`` or changes it. A measure uses every proxy
    unless it says. ``files`` maps a path to text that is written as it stands, last. Exact decimals are ``Decimal``.
    """
    proxies = {"test-proxy": {}} if proxies is None else proxies
    measures = {"work.test": {}} if measures is None else measures
    sources = {"test-source": {}, **(sources or {})}
    written = {
        "pack.yaml": _yaml({**HEADER, **(header or {})}),
        "themes.yaml": _yaml(THEMES),
        "sources.yaml": _yaml({name: {**SOURCE, **own} for name, own in sources.items()}),
        "schedules/green-book.yaml": _yaml(GREEN_BOOK),
        "indices/gdp-deflator.csv": DEFLATOR,
    }
    for name, own in proxies.items():
        written[f"proxies/{name}.yaml"] = _yaml({"id": name, **PROXY, **own})
    for name, own in measures.items():
        form = {"id": name, **MEASURE, "proxies": list(proxies), **own}
        written[f"measures/{name.replace('.', '/')}.yaml"] = _yaml(form)
    for name, text in {**written, **(files or {})}.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


class _ExactYaml(yaml.SafeDumper):
    """Writes a Decimal digit for digit, and no aliases, which a pack may not hold."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _plain_number(dumper: yaml.SafeDumper, number: Decimal) -> yaml.ScalarNode:
    text = f"{number:f}"
    return dumper.represent_scalar(f"tag:yaml.org,2002:{'float' if '.' in text else 'int'}", text)


_ExactYaml.add_representer(Decimal, _plain_number)


def _yaml(form: Any) -> str:
    return yaml.dump(form, Dumper=_ExactYaml, sort_keys=False, allow_unicode=True, width=1000)
