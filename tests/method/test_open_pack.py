"""The open method pack keeps its own rules, and agrees with the table of evidence that it was made from."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from commonweal.method import BENEFIT_LANES, Measure, Proxy, find, load_pack, read_pack
from commonweal.method.licence import restricted_parts
from commonweal.method.model import NOMINAL, Benefit
from commonweal.periods import FinancialYear

FOLDER = find("commonweal-open@2026.1")
PACK = load_pack(FOLDER)
MEASURES = sorted(PACK.measures.values(), key=lambda measure: measure.id)
PROXIES = sorted(PACK.proxies.values(), key=lambda proxy: proxy.id)

Row = dict[str, str]
Lanes = dict[str, Decimal]

# Rows whose pounds are not taken from the table, each with what stands in their place.
WAGE_ROWS = {"C01", "P13", "W17", "E05", "W15"}
FACE_VALUE_ROWS = {"E01", "E02", "E03", "C43", "C44", "E09"}
FACTOR_ROWS = {"P02": Decimal("0.000177"), "P04": Decimal("0.0001645"), "P05": Decimal("0.00017088")}
NOT_WELFARE = {"P11"}
TOTAL_WITHOUT_A_USABLE_SPLIT = {"C18"}
# A later restatement of the same estimate is not a bound, and inputs and ratios are not taken from the table.
BOUNDS_NOT_USED = {"C04", "C06", "C09", *NOT_WELFARE, *WAGE_ROWS, *FACE_VALUE_ROWS}
GROUP_NAMES = {"dv": "domestic-abuse", "hs": "workplace-harm", "time": "given-time"}


@pytest.fixture(scope="session")
def rows(shared: Path) -> dict[str, Row]:
    """The table of evidence by our code: ``OM-W01`` is W01."""
    with (shared / "method" / "open_measures.csv").open(encoding="utf-8", newline="") as lines:
        return {row["code"].removeprefix("OM-"): row for row in csv.DictReader(lines)}


def table(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(line for line in lines if not line.startswith("#")))


def by_code(code: str) -> Measure:
    measure = PACK.measure(code)
    assert measure is not None, f"The pack has no measure {code}."
    return measure


def proxies_of(measure: Measure) -> list[Proxy]:
    return [PACK.proxies[name] for name in measure.proxies]


def lanes_of(measure: Measure) -> Lanes:
    """Amount by lane of a measure whose proxies have one plain amount in each lane."""
    values = [value for proxy in proxies_of(measure) for value in proxy.values]
    assert len({value.lane for value in values}) == len(values)
    return {value.lane: value.amount for value in values if value.amount is not None}


def lanes_in_table(row: Row) -> Lanes:
    """Amount by lane as the rules of this pack read a row: transfers set apart, carbon in its own lane."""
    total, fiscal, transfer = (Decimal(row[name] or 0) for name in ("value_gbp", "fiscal_gbp", "fiscal_transfer_gbp"))
    social = "environmental" if row["theme"] == "Planet" else "social"
    if row["value_type"] == "distributional transfer":
        return {"transfer": total}
    split = {
        "fiscal": fiscal - transfer,
        "transfer": transfer,
        "economic": Decimal(row["economic_gbp"] or 0),
        social: Decimal(row["social_gbp"] or 0),
    }
    split = {lane: amount for lane, amount in split.items() if amount}
    if not split or row["code"].removeprefix("OM-") in TOTAL_WITHOUT_A_USABLE_SPLIT:
        return {"unsplit": total}
    return split


def takes_its_pounds_from(row: Row) -> bool:
    """Whether the row's own amounts stand in the pack as plain amounts."""
    code = row["code"].removeprefix("OM-")
    elsewhere = WAGE_ROWS | FACE_VALUE_ROWS | set(FACTOR_ROWS) | NOT_WELFARE | {"P01", "P08", "W09"}
    return bool(row["value_gbp"]) and row["verification"] != "unverified" and code not in elsewhere


def is_cited_fact(row: Row) -> bool:
    return "cited-fact" in row["licence"]


def texts() -> Iterable[tuple[str, str]]:
    for file in sorted(FOLDER.rglob("*")):
        if file.is_file() and file.name != "LICENCE.md":
            yield file.name, file.read_text(encoding="utf-8")


def test_lint_finds_nothing() -> None:
    pack, problems = read_pack(FOLDER)
    assert pack is not None
    assert [f"{problem.where}: {problem.message}" for problem in problems] == []


def test_it_may_be_shipped() -> None:
    assert restricted_parts(FOLDER) == []
    assert PACK.restricted == frozenset()


def test_header() -> None:
    header = PACK.header
    assert (header.id, header.edition, header.price_base, header.licence) == (
        "commonweal-open",
        "2026.1",
        2024,
        "CC-BY-4.0",
    )
    assert header.attribution is not None
    for required in ("Greater Manchester Combined Authority", "version 1.4", "changes", "Open Government Licence"):
        assert required in header.attribution


def test_about_seventy_five_core_measures() -> None:
    core = [measure for measure in MEASURES if measure.tier == "core"]
    assert 70 <= len(core) <= 80
    assert len(core) < len(MEASURES)


def test_themes() -> None:
    assert [theme.name for theme in PACK.themes.values()] == ["Work", "Economy", "Community", "Planet", "Cross-cutting"]
    assert set(PACK.outcomes) == {measure.outcome for measure in MEASURES}


@pytest.mark.parametrize("measure", MEASURES, ids=lambda measure: measure.id)
def test_every_measure_is_defined_and_evidenced(measure: Measure) -> None:
    theme = PACK.theme_of(measure)
    assert measure.id.startswith(f"{theme.id}.")
    assert measure.code is not None
    assert re.fullmatch(r"[WECPX]\d{2}", measure.code)
    assert measure.code[0] == theme.id[0].upper() or (measure.code[0], theme.id) == ("X", "cross-cutting")
    assert len(re.findall(r"[.](?:\s|$)", measure.definition)) >= 2
    assert measure.evidence
    if measure.aggregation == "sum":
        assert re.search(r"\bnot\b", measure.definition), "A definition says who or what does not count."
    file = FOLDER / "measures" / theme.id / f"{measure.id.partition('.')[2]}.yaml"
    assert file.is_file()


@pytest.mark.parametrize("proxy", PROXIES, ids=lambda proxy: proxy.id)
def test_every_proxy_says_where_it_is_from(proxy: Proxy) -> None:
    assert (FOLDER / "proxies" / f"{proxy.id}.yaml").is_file()
    source = PACK.sources[proxy.source]
    assert all((proxy.where, proxy.status, proxy.grade, source.title, source.publisher, source.licence))
    assert all(value.year_of_prices for value in proxy.values)
    if proxy.status == "seen-secondary":
        assert source.note is not None
        assert re.search(r"\bRead in\b", source.note), "A source read at second hand says what was read."


def test_an_input_and_a_unit_are_spelt_in_one_way() -> None:
    inputs = {(given.id, given.label, given.unit) for measure in MEASURES for given in measure.inputs}
    assert len(inputs) == len({name for name, _, _ in inputs})
    units = {measure.unit for measure in MEASURES}
    assert len({re.sub(r"[\s\-]+", "", unit).casefold().rstrip("s") for unit in units}) == len(units)


def test_every_row_of_the_table_is_a_measure(rows: dict[str, Row]) -> None:
    for code, row in rows.items():
        measure = by_code(code)
        assert PACK.theme_of(measure).name == row["theme"]
        assert measure.sdg == row["sdg"].split(";")


def test_amounts_by_lane_are_those_of_the_table(rows: dict[str, Row]) -> None:
    taken = [code for code, row in rows.items() if takes_its_pounds_from(row)]
    assert len(taken) > 55
    for code in taken:
        assert lanes_of(by_code(code)) == lanes_in_table(rows[code]), code


def test_status_grade_and_price_year_are_those_of_the_table(rows: dict[str, Row]) -> None:
    for code, row in rows.items():
        if not takes_its_pounds_from(row):
            continue
        (proxy,) = proxies_of(by_code(code))
        assert (proxy.status, proxy.grade) == (row["verification"].partition(" ")[0], row["quality_grade"]), code
        years = {str(value.year_of_prices) for value in proxy.values}
        assert years == ({NOMINAL} if row["value_type"] == "distributional transfer" else {row["price_year"]}), code


def test_benefits_in_2024_prices_are_those_of_the_table(rows: dict[str, Row]) -> None:
    def index(year: int | str) -> Fraction:
        if isinstance(year, int):
            return Fraction(PACK.deflator[year])
        start = FinancialYear.parse(year).start_year
        return (3 * Fraction(PACK.deflator[start]) + Fraction(PACK.deflator[start + 1])) / 4

    checked = 0
    for code, row in rows.items():
        if row["value_type"] != "benefit" or not takes_its_pounds_from(row):
            continue
        (proxy,) = proxies_of(by_code(code))
        base = Fraction(PACK.deflator[PACK.header.price_base])
        value = sum(
            Fraction(value.amount) * base / index(value.year_of_prices)
            for value in proxy.values
            if value.lane in BENEFIT_LANES and value.amount is not None
        )
        stated = Fraction(row["value_2024_prices"])
        assert abs(value - stated) <= (Fraction(1, 2) if stated >= 100 else Fraction(1, 200)), code
        checked += 1
    assert checked > 55


def test_published_bounds_are_used_where_they_bound_the_same_thing(rows: dict[str, Row]) -> None:
    for code, row in rows.items():
        written: dict[tuple[str, str], Decimal] = {
            (name, value.lane): getattr(value, name)
            for proxy in proxies_of(by_code(code))
            for value in proxy.values
            for name in ("low", "high")
            if getattr(value, name) is not None
        }
        if code in BOUNDS_NOT_USED:
            assert set(written.values()) <= {Decimal(1)}, code
            continue
        if row["price_year"] == "2022":
            continue  # carbon: its bounds are those of the series, checked apart
        stated = {name: Decimal(row[f"value_{name}"]) for name in ("low", "high") if row[f"value_{name}"]}
        amounts = lanes_of(by_code(code)) if stated else {}
        totals = {
            name: sum(
                (written.get((name, lane), amount) for lane, amount in amounts.items() if lane in BENEFIT_LANES),
                start=Decimal(0),
            )
            for name in stated
        }
        assert {name: total.quantize(Decimal("0.01"), ROUND_HALF_UP) for name, total in totals.items()} == stated, code
        assert {name for name, _ in written} == set(stated), code


def test_additionality_is_that_of_the_table_and_judgement(rows: dict[str, Row]) -> None:
    for code, row in rows.items():
        measure = by_code(code)
        if not any(proxy.is_benefit for proxy in proxies_of(measure)):
            assert measure.additionality is None, code
            assert measure.benefit == Benefit(), code
            continue
        stated = measure.additionality
        assert stated is not None, code
        assert stated.basis == "judgement", code
        assert stated.deadweight == Decimal(row["default_deadweight_pct"]) / 100, code
        assert stated.displacement == Decimal(row["default_displacement_pct"]) / 100, code
        assert measure.benefit.drop_off == Decimal(row["default_dropoff_pct_pa"] or 0) / 100, code
        assert measure.benefit.years == int(row["default_duration_years"]), code


def test_nothing_unverified_or_count_only_is_priced(rows: dict[str, Row]) -> None:
    unpriced = [
        code
        for code, row in rows.items()
        if row["verification"] in ("unverified", "count-only") or row["value_type"] == "count-only"
    ]
    assert len(unpriced) > 15
    for code in [*unpriced, *NOT_WELFARE]:
        assert by_code(code).proxies == [], code
    for code in unpriced:
        if rows[code]["verification"] == "unverified":
            assert by_code(code).tier == "extended", code


def test_cited_facts_stay_outside_the_core(rows: dict[str, Row]) -> None:
    cited = {proxy.id for proxy in PROXIES if proxy.cited_fact}
    assert cited
    for measure in MEASURES:
        if cited & set(measure.proxies):
            assert measure.tier == "extended", measure.id
    for code, row in rows.items():
        measure = by_code(code)
        if is_cited_fact(row) and code not in FACE_VALUE_ROWS:
            assert set(measure.proxies) <= cited, code
            assert measure.tier == "extended", code
        elif not is_cited_fact(row):
            assert not set(measure.proxies) & cited, code
    for proxy in PROXIES:
        assert proxy.cited_fact == PACK.sources[proxy.source].licence.startswith("cited-fact"), proxy.id


def test_borrowed_values_say_so(rows: dict[str, Row]) -> None:
    borrowed = {code: row for code, row in rows.items() if "borrowed" in row["verification"]}
    assert borrowed
    for code, row in borrowed.items():
        (proxy,) = proxies_of(by_code(code))
        (lender,) = proxies_of(by_code(row["source"].rpartition("OM-")[2]))
        assert proxy.id != lender.id
        assert proxy.values == lender.values
        assert (proxy.status, proxy.grade) == ("derived", "C")
        assert "borrowed from" in proxy.title


def test_carbon_is_the_published_series(shared: Path) -> None:
    published: dict[str, dict[int, Decimal]] = {}
    for line in table(shared / "method" / "carbon_values_2022prices.csv"):
        published.setdefault(line["scenario"], {})[int(line["year"])] = Decimal(line["value_gbp_per_tco2e"])
    assert set(published["central"]) == set(range(2020, 2051))
    for code, factor in {"P01": None, **FACTOR_ROWS}.items():
        (proxy,) = proxies_of(by_code(code))
        (value,) = proxy.values
        assert value.series is not None
        assert (value.lane, value.series.price_year, value.factor) == ("environmental", 2022, factor)
        assert value.series.values == published["central"]
        assert (value.series.low, value.series.high) == (published["low"], published["high"])
        assert by_code(code).benefit.drop_off == 0


def test_carbon_factors_give_the_values_of_the_table(rows: dict[str, Row]) -> None:
    tonne = Decimal(rows["P01"]["value_gbp"])
    for code, factor in FACTOR_ROWS.items():
        stated = Decimal(rows[code]["value_gbp"])
        assert (tonne * factor).quantize(stated, ROUND_HALF_UP) == stated, code


def test_the_deflator_is_the_published_index(shared: Path) -> None:
    published = {int(line["year"]): Decimal(line["value"]) for line in table(shared / "method" / "gdp_deflator_cy.csv")}
    assert dict(PACK.deflator) == published


def test_schedules_are_those_of_the_green_book() -> None:
    def bands(name: str) -> list[tuple[int, str]]:
        return [(band.to, str(band.rate)) for band in PACK.schedules[name].bands]

    assert bands("green-book") == [(30, "0.035"), (75, "0.03"), (125, "0.025")]
    assert bands("green-book-health") == [(30, "0.015"), (75, "0.0129"), (125, "0.0107")]
    assert by_code("X02").proxies == ["qaly"]
    assert PACK.proxies["qaly"].schedule == "green-book-health"


def test_given_time_is_input_at_the_statutory_wage_of_its_date() -> None:
    wages = ["7.83", "8.21", "8.72", "8.91", "9.50", "10.42", "11.44", "12.21", "12.71"]
    for code in sorted(WAGE_ROWS):
        (proxy,) = proxies_of(by_code(code))
        assert [value.amount for value in proxy.values] == [Decimal(wage) for wage in wages]
        for number, value in enumerate(proxy.values):
            period = FinancialYear(2018 + number).period
            assert (value.valid_from, value.valid_to) == (period.start, period.last_day)
            assert (value.lane, value.price_year) == ("input", NOMINAL)
            assert value.factor == (35 if code == "W15" else None)
    assert PACK.proxies["statutory-wage-hour"].status == "seen-primary"


def test_local_value_and_gifts_are_at_face_value() -> None:
    for code in [*sorted(FACE_VALUE_ROWS), "E10"]:
        (proxy,) = proxies_of(by_code(code))
        (value,) = proxy.values
        assert (value.amount, value.price_year) == (Decimal(1), NOMINAL)
        assert value.lane == ("local" if code in ("E01", "E02", "E03", "E10") else "input")
        if value.lane == "local":
            assert {"one-heading": "local-spend"} in by_code(code).rules
            assert "net of VAT" in by_code(code).definition


def test_local_pay_does_not_stand_beside_local_spend(rows: dict[str, Row]) -> None:
    pay = by_code("W09")
    (proxy,) = proxies_of(pay)
    durham = [value for value in proxy.values if value.place == "E06000047"]
    assert [(value.amount, value.price_year) for value in durham] == [(Decimal(rows["W09"]["value_gbp"]), NOMINAL)]
    assert {value.lane for value in proxy.values} == {"local"}
    assert {"not-beside": [by_code(code).id for code in ("E10", "E01", "E02", "E03")]} in pay.rules


def test_landfill_tax_is_a_transfer_with_two_rates(rows: dict[str, Row]) -> None:
    (proxy,) = proxies_of(by_code("P08"))
    assert [value.lane for value in proxy.values] == ["transfer", "transfer"]
    assert [value.amount for value in proxy.values] == [Decimal("126.15"), Decimal(rows["P08"]["value_gbp"])]


def test_qualifications_need_a_completion_certificate(rows: dict[str, Row]) -> None:
    qualifications = [code for code, row in rows.items() if row["exclusive_group"] == "qualification"]
    assert len(qualifications) == 5
    for code in qualifications:
        measure = by_code(code)
        assert any("completion certificate" in proof.casefold() for proof in measure.evidence), code
        assert "never stands for an apprentice started" in measure.definition
        assert measure.benefit.years == 40
    for started in ("work.apprentice-started", "work.apprenticeship-weeks", "work.training-weeks"):
        assert PACK.measures[started].proxies == []


def test_what_excludes_each_other_in_the_table_does_so_here(rows: dict[str, Row]) -> None:
    for code, row in rows.items():
        group = row["exclusive_group"]
        members = [other for other, line in rows.items() if line["exclusive_group"] == group]
        # An unpriced measure has nothing to count twice; a landfill tax is a transfer beside the carbon of its tonne.
        if not group or len(members) < 2 or not by_code(code).proxies or code == "P08":
            continue
        name = GROUP_NAMES.get(group, group)
        assert {"exclusive": name} in by_code(code).rules or {"one-heading": name} in by_code(code).rules, code


def test_disadvantaged_hires_follow_the_rules_of_the_field() -> None:
    for number in range(1, 9):
        measure = by_code(f"W{number:02d}")
        assert {"first-12-months", "one-disadvantage-type"} <= {rule for rule in measure.rules if isinstance(rule, str)}
        allowed = [rule["allowed-with"] for rule in measure.rules if isinstance(rule, dict) and "allowed-with" in rule]
        assert len(allowed) == 1
        assert "work.local-resident-employed" in allowed[0]


def test_overlaps_across_groups_exclude_each_other() -> None:
    def groups(code: str) -> set[str]:
        return {rule["exclusive"] for rule in by_code(code).rules if isinstance(rule, dict) and "exclusive" in rule}

    for master, specific in [("X01", "C02"), ("X01", "C04"), ("C07", "C05"), ("C09", "C06"), ("C17", "C21")]:
        assert groups(master) & groups(specific), (master, specific)
    for abuse in ("C18", "C19"):
        assert groups(abuse) & groups("C22")
        assert groups(abuse) & groups("C12")


def test_no_words_or_values_of_restricted_frameworks() -> None:
    for name, text in texts():
        assert not re.search(r"\bTOMs?\b|\bHACT\b|\bNT\d{2}\b", text), name


def test_the_page_about_the_pack_tells_the_truth(repo_root: Path) -> None:
    page = (repo_root / "docs" / "method" / "commonweal-open.md").read_text(encoding="utf-8")

    def codes(heading: str) -> set[str]:
        section = page.split(f"## {heading}\n")[1].split("\n## ")[0]
        return set(re.findall(r"\b[WECPX]\d{2}\b", section))

    assert codes("Counted, not priced, and why") == {measure.code for measure in MEASURES if not measure.proxies}
    cited = {measure.code for measure in MEASURES if any(proxy.cited_fact for proxy in proxies_of(measure))}
    assert codes("Cited facts") == cited
    for theme in PACK.themes.values():
        tiers = [measure.tier for measure in MEASURES if PACK.theme_of(measure).id == theme.id]
        assert f"| {theme.name} | {tiers.count('core')} | {tiers.count('extended')} |" in page
    benefit = [measure for measure in MEASURES if any(proxy.is_benefit for proxy in proxies_of(measure))]
    shown = [measure for measure in MEASURES if measure.proxies and measure not in benefit]
    assert f"{len(benefit)} carry a benefit, {len(shown)} are shown only" in page
    database = [proxy for proxy in PROXIES if proxy.source == "gmca-ucd-1.4"]
    assert f"The {len(database)} proxies from the Unit Cost Database" in page
