"""What the values of proxies must keep to: price years, bounds in order, one value for any day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from commonweal.documents.as_written import day, member, members
from commonweal.documents.document import Document, Path_
from commonweal.method.folder import DEFLATOR, PackFolder
from commonweal.method.known import Known
from commonweal.method.model import BENEFIT_LANES, NOMINAL, OTHER_LANES, price_year_problem
from commonweal.periods import FinancialYear
from commonweal.problems import Problem


def values_are_dated_and_ordered(folder: PackFolder, known: Known) -> Iterator[Problem]:
    """Each value has a price year that the index covers, and low ≤ amount ≤ high; its span of time is not empty."""
    for document, at, value in _values(folder):
        series = value.get("series")
        if isinstance(series, dict):
            years = member(series, "values")
            for year, amount in (years if isinstance(years, dict) else {}).items():
                low, high = member(member(series, "low"), year), member(member(series, "high"), year)
                yield from _order(document, (*at, "series", "values", year), low, amount, high)
            yield from _bounds_without_amount(document, (*at, "series"), series)
            yield from _price_year(document, (*at, "series"), series, value.get("lane"), known)
        elif "amount" in value:
            yield from _order(document, (*at, "amount"), value.get("low"), value.get("amount"), value.get("high"))
            yield from _price_year(document, at, value, value.get("lane"), known)
        start, stop = day(value.get("valid_from")), day(value.get("valid_to"))
        if start and stop and stop < start:
            message = f"valid_to ({stop}) is before valid_from ({start})."
            yield document.problem("validity", (*at, "valid_to"), message, "Correct one of them.")


def inherited_values_stay_dated(folder: PackFolder, known: Known) -> Iterator[Problem]:
    """An index that takes the place of the parent's covers every price year of the values that are inherited."""
    needed = {value.year_of_prices for proxy in known.inherited_proxies for value in proxy.values}
    missing = sorted({year for price_year in needed for year in _years_of(price_year)} - known.index_years)
    if missing:
        message = f"Inherited values need the index of {', '.join(map(str, missing))}."
        remedy = "Extend the index, or leave it out to inherit the parent's."
        yield Problem("price-year", "error", message, remedy, file=DEFLATOR)


def replaced_values_keep_their_lanes(folder: PackFolder, known: Known) -> Iterator[Problem]:
    """A proxy that takes the place of the parent's has no lane that the parent's has not: else local pay, say, would be
    counted as a benefit to society by every measure of the parent that uses it. Fewer lanes only claim less."""
    for document in folder.proxies:
        name = member(document.content, "id")
        elder = known.parents_proxies.get(name) if isinstance(name, str) else None
        if elder is None:
            continue
        lanes = list(dict.fromkeys(value.lane for value in elder.values))
        for number, value in enumerate(members(member(document.content, "values"))):
            lane = member(value, "lane")
            if isinstance(lane, str) and lane not in lanes:
                message = (
                    f"The parent's '{name}' has values of the {'lane' if len(lanes) == 1 else 'lanes'} "
                    f"{', '.join(lanes)}, and this one is of the lane {lane}: another thing would be counted."
                )
                remedy = "Keep the lanes, or give the proxy an id of its own and a measure that uses it."
                yield document.problem("lane", ("values", number, "lane"), message, remedy)


def validities_do_not_overlap(folder: PackFolder, known: Known) -> Iterator[Problem]:
    """For one lane and one place, at most one value holds on any day."""
    for document in folder.proxies:
        earlier: list[tuple[Any, Any, date, date, int]] = []
        for number, value in enumerate(members(member(document.content, "values"))):
            if not isinstance(value, dict):
                continue
            lane, place = value.get("lane"), value.get("place")
            start = day(value.get("valid_from")) or date.min
            stop = day(value.get("valid_to")) or date.max
            for other_lane, other_place, other_start, other_stop, line in earlier:
                if (lane, place) == (other_lane, other_place) and start <= other_stop and other_start <= stop:
                    message = f"This value holds on the same days as the one on line {line} (lane {lane})."
                    remedy = "Give valid_from and valid_to so that only one value holds on any day."
                    yield document.problem("overlapping-validity", ("values", number), message, remedy)
            earlier.append((lane, place, start, stop, document.line(("values", number))))


def _values(folder: PackFolder) -> Iterator[tuple[Document, Path_, dict[str, Any]]]:
    for document in folder.proxies:
        for number, value in enumerate(members(member(document.content, "values"))):
            if isinstance(value, dict):
                yield document, ("values", number), value


def _bounds_without_amount(document: Document, at: Path_, series: dict[str, Any]) -> Iterator[Problem]:
    years = member(series, "values")
    for bound in ("low", "high"):
        bounds = member(series, bound)
        for year in bounds if isinstance(bounds, dict) and isinstance(years, dict) else {}:
            if year not in years:
                message = f"The series has a {bound} for {year} but no value."
                yield document.problem("low-high", (*at, bound, year), message, "Add the value, or take it away.")


def _price_year(document: Document, at: Path_, value: Any, lane: Any, known: Known) -> Iterator[Problem]:
    year = value.get("price_year")
    here = (*at, "price_year")
    if year is None:
        message = "An amount stands without a price year."
        yield document.problem("price-year-missing", at, message, "Add price_year: 2024, 2012/13 or nominal.")
    elif isinstance(year, bool) or not isinstance(year, int | str):
        yield document.problem("price-year", here, f"{year} is not a price year.", "Write 2024, 2012/13 or nominal.")
    elif fault := price_year_problem(year):
        yield document.problem("price-year", here, f"{fault}.", "Write 2024, 2012/13 or nominal.")
    elif year == NOMINAL and lane in BENEFIT_LANES:
        message = f"A benefit (lane {lane}) cannot be nominal; only {', '.join(OTHER_LANES)} can."
        yield document.problem("price-year", here, message, "Give the year whose pounds these are.")
    else:
        missing = sorted(_years_of(year) - known.index_years)
        if missing:
            message = f"The index has no value for {' and '.join(map(str, missing))}."
            yield document.problem("price-year", here, message, "Use a year of the index, or extend the index.")


def _years_of(year: int | str) -> set[int]:
    if year == NOMINAL:
        return set()
    if isinstance(year, int):
        return {year}
    start = FinancialYear.parse(year).start_year
    return {start, start + 1}


def _order(document: Document, at: Path_, low: Any, amount: Any, high: Any) -> Iterator[Problem]:
    known = [number for number in (low, amount, high) if isinstance(number, Decimal | int)]
    if known != sorted(known):
        message = f"Low, amount and high are not in order: {', '.join(map(str, known))}."
        yield document.problem("low-high", at, message, "Make low at most the amount and high at least the amount.")
