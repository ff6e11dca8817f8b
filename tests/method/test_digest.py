"""The digest of a pack depends on what it says, and on nothing else."""

from __future__ import annotations

import hashlib
import json
import random
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commonweal.documents.document import read_document
from commonweal.method import find, load_pack, read_pack
from commonweal.method.digest import number_text
from tests.conftest import WritePack
from tests.minimal_pack import write_pack as write_small_pack

SERIES = {"price_year": 2022, "values": {2025: Decimal("273.06"), 2026: Decimal("277.22")}, "low": {2025: 100}}
PROXIES: dict[str, dict[str, Any]] = {
    "job": {
        "values": [
            {"lane": "social", "amount": Decimal("14044.50"), "price_year": "2012/13", "valid_from": date(2020, 1, 1)},
            {"lane": "fiscal", "amount": 566, "price_year": 2013, "low": 500, "high": Decimal("600.0")},
        ]
    },
    "tonne": {"values": [{"lane": "environmental", "factor": Decimal("0.000177"), "series": SERIES}]},
}
MEASURES = {
    "work.job": {"proxies": ["job"], "sdg": ["8.5", "1.2"], "benefit": {"years": 2, "drop_off": Decimal("0.10")}},
    "planet.tonne": {"proxies": ["tonne"], "rules": [{"one-heading": "carbon"}], "code": "P01"},
}


def original(folder: Path) -> Path:
    return write_small_pack(folder, proxies=PROXIES, measures=MEASURES, sources={"second": {"title": "Café £"}})


def digest_of(folder: Path) -> str:
    return load_pack(folder).digest


def flow(value: Any, chance: random.Random) -> str:
    """YAML that says the same in another way: keys in any order, needless noughts, dates in quotes or not."""
    if isinstance(value, dict):
        keys = list(value)
        chance.shuffle(keys)
        return "{" + ", ".join(f"{_key(key)}: {flow(value[key], chance)}" for key in keys) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(flow(inner, chance) for inner in value) + "]"
    if isinstance(value, Decimal):
        return f"{value:f}{'0' * chance.randrange(3)}"
    if isinstance(value, date):
        return chance.choice([str(value), f"'{value}'"])
    return json.dumps(value, ensure_ascii=False)


def _key(key: str | int) -> str:
    return str(key) if isinstance(key, int) else json.dumps(key)


def rewritten(source: Path, folder: Path, chance: random.Random) -> Path:
    """A copy of a pack that holds the same and is written in another way throughout."""
    files = sorted(source.rglob("*.yaml"))
    for number, file in enumerate(chance.sample(files, len(files))):
        place = file.relative_to(source)
        content = read_document(file, file.name).content
        if place.name == "themes.yaml":
            content = chance.sample(content, len(content))
        if len(place.parts) > 1:
            place = Path(place.parts[0], chance.choice(["", "deep/er"]), f"{number}.yaml")
        _write(folder / place, flow(content, chance), chance)
    header, *rows = (source / "indices" / "gdp-deflator.csv").read_text(encoding="utf-8").splitlines()
    rows = [row + ("0" if "." in row else ".0") for row in chance.sample(rows, len(rows))]
    _write(folder / "indices" / "gdp-deflator.csv", "\n".join([header, *rows, ""]), chance)
    return folder


def _write(file: Path, text: str, chance: random.Random) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    line_end, mark = chance.choice(["\n", "\r\n"]), chance.choice(["", "\ufeff"])
    file.write_bytes((mark + text.replace("\n", line_end)).encode())


@settings(max_examples=40)
@given(chance=st.randoms(use_true_random=False))
def test_the_same_content_has_the_same_digest(tmp_path_factory: pytest.TempPathFactory, chance: random.Random) -> None:
    folder = tmp_path_factory.mktemp("packs")
    source = original(folder / "one")
    assert digest_of(rewritten(source, folder / "two", chance)) == digest_of(source)


def test_the_open_pack_keeps_its_digest_when_it_is_written_in_another_way(tmp_path: Path) -> None:
    source = find("commonweal-open@2026.1")
    assert digest_of(rewritten(source, tmp_path / "again", random.Random(1))) == digest_of(source)


# What a digest is made of, written out: keys sorted, numbers as text without needless noughts, no spaces.
CANONICAL = """{"deflator":{"2022":"90.5","2024":"100"},
"measures":[{"aggregation":"none","definition":"D","id":"work.b","name":"B","outcome":"o","unit":"each"}],
"pack":{"discounting":{"first_year":"discounted","rate":"0.035"},"edition":"2026.10","id":"p","licence":"CC0-1.0",
"price_base":"2024","ranges":{"A":"0.1","B":"0.2","C":"0.3","D":"0.5"},"redistributable":true,"title":"Café"},
"parent":null,"proxies":[],"schedules":[],
"sources":{"s":{"accessed":"2026-01-31","licence":"OGL-3.0","publisher":"P","redistributable":true,"title":"T","url":"u"}},
"themes":[{"id":"t","name":"T","outcomes":[{"id":"n","name":"N"},{"id":"o","name":"O"}]}]}"""


def test_anyone_can_recompute_the_digest(tmp_path: Path) -> None:
    files = {
        "pack.yaml": """
            {title: Café, id: p, edition: 2026.10, licence: CC0-1.0, redistributable: true, price_base: 2024,
             discounting: {rate: 0.0350, first_year: discounted}, ranges: {A: 0.10, B: 0.2, C: 0.30, D: 0.5}}""",
        "themes.yaml": "[{id: t, name: T, outcomes: [{id: o, name: O}, {id: n, name: N}]}]",
        "sources.yaml": """
            s: {title: T, publisher: P, url: u, accessed: 2026-01-31, licence: OGL-3.0, redistributable: true}""",
        "measures/b.yaml": "{id: work.b, name: B, outcome: o, definition: D, unit: each, aggregation: none}",
        "indices/gdp-deflator.csv": "year,index\n2024,100.0\n2022,90.50\n",
    }
    for name, text in files.items():
        _write(tmp_path / name, text, random.Random(0))
    canonical = CANONICAL.replace("\n", "")
    assert digest_of(tmp_path) == hashlib.sha256(canonical.encode()).hexdigest()


@pytest.mark.parametrize(
    ("file", "written", "instead"),
    [
        ("pack.yaml", "edition: '1'", "edition: '2'"),
        ("pack.yaml", "edition: '1'", "edition: 1.0"),
        ("pack.yaml", "A: 0.10", "A: 0.100001"),
        ("pack.yaml", "redistributable: true", "redistributable: false"),
        ("pack.yaml", "price_base: 2024", "price_base: 2023"),
        ("pack.yaml", "first_year: undiscounted", "first_year: discounted"),
        ("themes.yaml", "More people", "Fewer people"),
        ("sources.yaml", "Café", "Cafe\u0301"),
        ("sources.yaml", "2026-01-31", "2026-02-01"),
        ("schedules/green-book.yaml", "rate: 0.035", "rate: 0.036"),
        ("indices/gdp-deflator.csv", "90.5005", "90.5006"),
        ("indices/gdp-deflator.csv", "2010,69.1217\n", ""),
        ("proxies/job.yaml", "amount: 14044.50", "amount: 14044.51"),
        ("proxies/job.yaml", "amount: 14044.50", "amount: -14044.50"),
        ("proxies/job.yaml", "price_year: 2013", "price_year: 2012"),
        ("proxies/job.yaml", "valid_from: 2020-01-01", "valid_from: 2020-01-02"),
        ("proxies/job.yaml", "high: 600.0", "high: 600.0000000000000001"),
        ("proxies/job.yaml", "where: Table 1", "where: Table 2"),
        ("proxies/tonne.yaml", "2026: 277.22", "2027: 277.22"),
        ("measures/work/job.yaml", "years: 2", "years: 3"),
        ("measures/work/job.yaml", "- '8.5'\n- '1.2'", "- '1.2'\n- '8.5'"),
        ("measures/work/job.yaml", "unit: each", "unit: each\ntier: core"),
        ("measures/planet/tonne.yaml", "one-heading: carbon", "one-heading: waste"),
    ],
)
def test_other_content_has_another_digest(tmp_path: Path, file: str, written: str, instead: str) -> None:
    before = digest_of(original(tmp_path))
    text = (tmp_path / file).read_text(encoding="utf-8")
    assert written in text
    (tmp_path / file).write_text(text.replace(written, instead, 1), encoding="utf-8")
    assert digest_of(tmp_path) != before


@settings(max_examples=60)
@given(data=st.data())
def test_no_single_value_can_change_unseen(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    """Whichever value of whichever file is changed: the pack is refused, or it has another digest."""
    folder = tmp_path_factory.mktemp("pack")
    before = digest_of(original(folder))
    file = data.draw(st.sampled_from(sorted(folder.rglob("*.yaml"))))
    content = read_document(file, file.name).content
    leaves = list(_leaves(content))
    path, leaf = data.draw(st.sampled_from(leaves))
    _set(content, path, _changed(leaf))
    file.write_text(flow(content, random.Random(0)), encoding="utf-8")
    pack, problems = read_pack(folder)
    assert (pack is None and problems) or (pack is not None and pack.digest != before)


def _changed(leaf: Any) -> Any:
    if isinstance(leaf, bool):
        return not leaf
    return f"{leaf}x" if isinstance(leaf, str) else leaf + (date.resolution if isinstance(leaf, date) else 1)


def _leaves(content: Any, path: tuple[Any, ...] = ()) -> list[tuple[tuple[Any, ...], Any]]:
    if isinstance(content, dict | list):
        keys = content if isinstance(content, dict) else range(len(content))
        return [leaf for key in keys for leaf in _leaves(content[key], (*path, key))]
    return [(path, content)]


def _set(content: Any, path: tuple[Any, ...], value: Any) -> None:
    for step in path[:-1]:
        content = content[step]
    content[path[-1]] = value


def test_editions_2026_1_and_2026_10_are_two(write_pack: WritePack, tmp_path: Path) -> None:
    written = ["2026.1", "2026.10", Decimal("2026.10")]
    one, ten, ten_unquoted = (
        digest_of(write_pack(tmp_path / str(number), header={"edition": edition}))
        for number, edition in enumerate(written)
    )
    assert one != ten
    assert ten == ten_unquoted


@pytest.mark.parametrize(
    ("number", "text"),
    [
        ("0.50", "0.5"),
        ("0.5", "0.5"),
        ("1E+3", "1000"),
        ("1000.000", "1000"),
        ("100", "100"),
        ("0", "0"),
        ("-0.0", "0"),
        ("-5.10", "-5.1"),
        ("1e-7", "0.0000001"),
        ("123456789012345678.123456789012345678", "123456789012345678.123456789012345678"),
    ],
)
def test_a_number_has_one_text(number: str, text: str) -> None:
    assert number_text(Decimal(number)) == text
