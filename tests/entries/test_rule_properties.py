"""What holds for the counting rules whatever the entries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, localcontext
from math import prod
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commonweal.entries.columns import QUANTITY_LIMIT_E4
from commonweal.entries.rules import check_rules
from commonweal.entries.rules.inputs_agree import product_e4
from commonweal.method import Pack, load_pack
from tests.entries.rule_cases import EVERY_RULE, entries_frame, pack_with
from tests.minimal_pack import write_pack

ENTRIES = st.fixed_dictionaries(
    {
        "measure": st.sampled_from(list(EVERY_RULE)),
        "organisation": st.sampled_from(["Org", "Another"]),
        "stage": st.sampled_from(["commitment", "delivered"]),
        "period_start": st.sampled_from([None, date(2024, 4, 1), date(2025, 1, 1)]),
        "period_end": st.sampled_from([date(2025, 3, 31), date(2025, 6, 30), date(2026, 3, 31)]),
        "quantity": st.sampled_from([None, 0, 1, 2]),
        "beneficiary": st.sampled_from([None, "ann", "bob"]),
        "activity": st.sampled_from([None, "Roads", "Parks", "Schools"]),
        "reference": st.sampled_from([None, "C-1"]),
        "recipient": st.sampled_from([None, "First", "Second"]),
        "place": st.sampled_from([None, "DH1 5UL"]),
        "outcome_ref": st.sampled_from([None, "fair"]),
        "share": st.sampled_from([None, Decimal("0.5")]),
        "note": st.sampled_from([None, "Correction"]),
        "input.people": st.sampled_from([None, 1]),
        "input.fte": st.sampled_from([None, 1, 2]),
        "input.years": st.sampled_from([None, 1, 2]),
        "input.hours": st.sampled_from([None, 2]),
        "input.attendees": st.sampled_from([None, 8]),
    }
)


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Pack:
    return load_pack(write_pack(tmp_path_factory.mktemp("pack")))


@settings(max_examples=50)
@given(entries=st.lists(ENTRIES, max_size=14), seed=st.integers(0, 1_000))
def test_row_order_changes_nothing(entries: list[dict[str, Any]], seed: int, pack: Pack) -> None:
    own = pack_with(pack, EVERY_RULE)
    frame = entries_frame(_numbered(entries), own).collect()
    shuffled = frame.sample(fraction=1, shuffle=True, seed=seed)
    assert check_rules(shuffled.lazy(), own) == check_rules(frame.lazy(), own)


@settings(max_examples=50)
@given(entries=st.lists(ENTRIES, max_size=10), strangers=st.lists(ENTRIES, max_size=6), seed=st.integers(0, 1_000))
def test_unrelated_rows_change_nothing(
    entries: list[dict[str, Any]], strangers: list[dict[str, Any]], seed: int, pack: Pack
) -> None:
    own = pack_with(pack, EVERY_RULE)
    unrelated = [_apart(row, number) for number, row in enumerate(strangers)]
    mixed = [*_numbered(entries), *unrelated]
    alone = check_rules(entries_frame(_numbered(entries), own), own)
    frame = entries_frame(mixed, own).collect().sample(fraction=1, shuffle=True, seed=seed)
    together = check_rules(frame.lazy(), own)
    assert [problem for problem in together if not any(entry[0] == "Z" for entry in problem.entries)] == alone
    assert all(len({entry[0] for entry in problem.entries}) == 1 for problem in together)


@given(entries=st.lists(ENTRIES, min_size=1, max_size=14))
def test_the_rules_about_people_agree_with_a_plain_count(entries: list[dict[str, Any]], pack: Pack) -> None:
    own = pack_with(pack, EVERY_RULE)
    rows = list(_numbered(entries))
    found = check_rules(entries_frame(rows, own), own)
    told = {(problem.rule, problem.entries) for problem in found}
    assert {names for rule, names in told if rule == "one-disadvantage-type"} == set(
        _several(rows, {"work.hire", "work.other-hire"}, by_year=False)
    )
    groups = [{"work.hire", "work.other-hire"}, {"work.other-hire", "economy.sme"}]
    expected = [names for group in groups for names in _several(rows, group, by_year=True)]
    assert sorted(names for rule, names in told if rule == "exclusive") == sorted(set(expected))
    shares = defaultdict(list)
    for row in rows:
        if row["outcome_ref"]:
            shares[row["stage"]].append(row)
    over = {
        tuple(row["entry"] for row in claims)
        for claims in shares.values()
        if sum(Decimal(1) if row["share"] is None else row["share"] for row in claims) > 1
    }
    assert {names for rule, names in told if rule == "shares-of-one-outcome"} == over


@given(entries=st.lists(ENTRIES, max_size=14))
def test_no_finding_holds_a_token(entries: list[dict[str, Any]], pack: Pack) -> None:
    own = pack_with(pack, EVERY_RULE)
    tokens = {"ann": "qzwxtokenqzwx", "bob": "vkjhtokenvkjh", None: None}
    rows = [{**row, "beneficiary": tokens[row["beneficiary"]]} for row in _numbered(entries)]
    assert "token" not in repr(check_rules(entries_frame(rows, own), own))


@given(
    factors=st.lists(
        st.one_of(st.integers(0, 50_000), st.integers(-30_000, QUANTITY_LIMIT_E4 - 1), st.none()),
        min_size=1,
        max_size=9,
    )
)
def test_the_product_of_inputs_is_exact(factors: list[int | None]) -> None:
    columns = [f"input.{place}" for place in range(len(factors))]
    frame = pl.DataFrame([factors], schema=dict.fromkeys(columns, pl.Int64), orient="row")
    product = frame.select(product_e4([pl.col(column) for column in columns])).item()
    present = [factor for factor in factors if factor is not None]
    if len(present) < len(factors):
        assert product is None
        return
    with localcontext(prec=400):
        exact = Decimal(prod(present)).scaleb(-4 * (len(factors) - 1)).quantize(Decimal(1), ROUND_HALF_UP)
    assert product == max(-QUANTITY_LIMIT_E4, min(QUANTITY_LIMIT_E4, int(exact)))


@pytest.mark.parametrize(
    ("factors", "product"),
    [
        ([QUANTITY_LIMIT_E4 - 1, 10_000], QUANTITY_LIMIT_E4 - 1),
        ([QUANTITY_LIMIT_E4 - 1, 10_001], QUANTITY_LIMIT_E4),
        ([10_000, 5], 5),
        ([14_285, 70_000_000_000_000], 99_995_000_000_000),
        ([90_000_000_000, 100_000_000_000, 1], 90_000_000_000_000),
        ([QUANTITY_LIMIT_E4 - 1, QUANTITY_LIMIT_E4 - 1, 0], 0),
        ([0, QUANTITY_LIMIT_E4 - 1, QUANTITY_LIMIT_E4 - 1], 0),
        ([20_000] * 7, 1_280_000),
        ([20_000] * 8, 2_560_000),
        ([QUANTITY_LIMIT_E4 - 1] * 8, QUANTITY_LIMIT_E4),
    ],
)
def test_products_on_either_side_of_the_limit(factors: list[int], product: int) -> None:
    columns = [f"input.{place}" for place in range(len(factors))]
    frame = pl.DataFrame([factors], schema=dict.fromkeys(columns, pl.Int64), orient="row")
    assert frame.select(product_e4([pl.col(column) for column in columns])).item() == product


def _numbered(entries: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for place, row in enumerate(entries):
        yield {"entry": f"E{place:03}", **row}


def _apart(row: dict[str, Any], number: int) -> dict[str, Any]:
    """The row made a stranger to every other: its own organisation, person, work and outcome."""
    own = {
        name: f"{name} {number}"
        for name in ("organisation", "beneficiary", "activity", "reference", "recipient", "outcome_ref")
    }
    return {**row, **own, "entry": f"Z{number:03}"}


def _several(rows: list[dict[str, Any]], measures: set[str], *, by_year: bool) -> Iterator[tuple[str, ...]]:
    """The entries of each person and stage (and year) that stand under two or more of ``measures``."""
    people = defaultdict(list)
    for row in rows:
        if row["beneficiary"] and row["measure"] in measures:
            people[row["beneficiary"], row["stage"], row["period_end"].year if by_year else None].append(row)
    for claims in people.values():
        if len({row["measure"] for row in claims}) > 1:
            yield tuple(row["entry"] for row in claims)
