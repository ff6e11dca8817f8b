"""Turning the worked cases of tests/cases/rules into packs and entries frames."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl

from commonweal.documents.document import read_document
from commonweal.entries.columns import COLUMNS, DATES, FRACTIONS, INPUT_PREFIX, SOURCE, fixed
from commonweal.entries.rules.inputs_agree import product_e4
from commonweal.method import Measure, Pack
from commonweal.money import QUANTITY_PLACES, fixed_half_up
from tests.minimal_pack import MEASURE

CASES = Path(__file__).parents[1] / "cases" / "rules"
USUAL = {
    "organisation": "Org",
    "stage": "delivered",
    "period_start": date(2025, 4, 1),
    "period_end": date(2026, 3, 31),
}


# A pack in which every rule stands, for properties of all rules together.
EVERY_RULE: dict[str, dict[str, Any]] = {
    "work.hire": {
        "rules": [
            "fte-years",
            "first-12-months",
            "one-disadvantage-type",
            {"exclusive": "employment"},
            {"allowed-with": ["work.local"]},
        ],
        "inputs": ["people", "fte", "years"],
    },
    "work.other-hire": {"rules": ["one-disadvantage-type", {"exclusive": "employment"}, {"exclusive": "health"}]},
    "work.local": {"rules": ["fte-years", {"not-beside": ["economy.local"]}], "inputs": ["people", "fte", "years"]},
    "work.talk": {"rules": ["hours-times-attendees"], "inputs": ["hours", "attendees"]},
    "economy.local": {"rules": [{"one-heading": "spend"}]},
    "economy.sme": {"rules": [{"one-heading": "spend"}, {"exclusive": "health"}]},
    "planet.homes": {"rules": ["cumulative"]},
}


def worked_cases() -> list[dict[str, Any]]:
    """Every case of every file, numbers exact."""
    cases: list[dict[str, Any]] = []
    for file in sorted(CASES.glob("*.yaml")):
        document = read_document(file, file.name)
        assert not document.problems, document.problems
        assert {case["rule"] for case in document.content} == {file.stem}
        cases += document.content
    return cases


def pack_with(pack: Pack, measures: Mapping[str, Mapping[str, Any]]) -> Pack:
    """``pack`` with these measures only; each says what differs from the measure for tests, inputs by id."""
    form = {key: value for key, value in MEASURE.items() if key != "additionality"}
    made = {}
    for name, own in measures.items():
        inputs = [{"id": each, "label": each, "unit": each} for each in own.get("inputs", [])]
        made[name] = Measure.model_validate({"id": name, **form, **own, "inputs": inputs})
    return replace(pack, measures=made)


def entries_frame(written: Iterable[Mapping[str, Any]], pack: Pack) -> pl.LazyFrame:
    """The frame that a reader makes of entries as people write them; each is a row of ``entries.csv``."""
    rows = []
    for number, own in enumerate(written, start=2):
        row = {**USUAL, "measure": next(iter(pack.measures)), **own}
        rows.append(
            {
                "source_file": "entries.csv",
                "source_row": number,
                **{fixed(name) if _is_number(name) else name: _typed(name, value) for name, value in row.items()},
            }
        )
    columns = dict.fromkeys([*SOURCE, *(fixed(name) if _is_number(name) else name for name in COLUMNS)])
    columns.update(dict.fromkeys(name for row in rows for name in row))
    frame = pl.DataFrame(rows, schema={name: _dtype(name) for name in columns}, orient="row").lazy()
    for measure in pack.measures.values():
        inputs = [fixed(INPUT_PREFIX + each.id) for each in measure.inputs]
        if inputs and set(inputs) <= columns.keys():
            product = pl.when(pl.col("measure") == measure.id).then(product_e4([pl.col(each) for each in inputs]))
            frame = frame.with_columns(quantity_e4=pl.coalesce("quantity_e4", product))
    return frame


def _is_number(name: str) -> bool:
    return name == "quantity" or name in FRACTIONS or name.startswith(INPUT_PREFIX)


def _dtype(name: str) -> pl.DataType | type[pl.DataType]:
    if name.endswith("_e4") or name == "source_row":
        return pl.Int64
    return pl.Date if name in DATES else pl.String


def _typed(name: str, value: Any) -> Any:
    if value is None or not _is_number(name):
        return value
    return fixed_half_up(Decimal(value), QUANTITY_PLACES)
