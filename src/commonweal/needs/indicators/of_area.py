"""Each indicator of one area, as the record has it: value, benchmark, gap, rank, worst tenth, spread, sentence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from commonweal.needs.england import England
from commonweal.needs.england.figures import Figures
from commonweal.needs.england.holdings import Held, geography_stem
from commonweal.needs.indicators import sentences
from commonweal.needs.indicators.compare import Compared
from commonweal.needs.indicators.direction import direction
from commonweal.needs.indicators.sentences import PLURALS
from commonweal.needs.record import (
    NEIGHBOURHOODS,
    Direction,
    IndicatorNeed,
    SourceRecord,
    Spread,
    WorstArea,
    WorstTenth,
)
from commonweal.places.areas import Area
from commonweal.places.registry import Indicator

VALUE_PLACES, GAP_PLACES, SHARE_PLACES = 4, 2, 4
"""Decimal places of values, of gaps in standard deviations, and of shares."""

NO_FIGURE = "no figure"

WEIGHTED = "mean of its neighbourhoods, weighted by population"
"""How the basis of such a value begins."""


def indicator_needs(area: Area, england: England, compared: Compared, small_areas: int) -> tuple[IndicatorNeed, ...]:
    """Everything held that says something about ``area``, in the order of ids."""
    figures = england.figures(area.geography)
    means = figures.mean(compared.codes)
    directions = direction(area.code, england.holdings, figures)
    one = _OneArea(area, england, figures, compared, means, directions, small_areas)
    return tuple(one.need(name, row) for name, row in figures.of(area.code).items())


@dataclass(frozen=True, slots=True)
class _OneArea:
    """What all the indicators of an area have in common."""

    area: Area
    england: England
    figures: Figures
    compared: Compared
    means: Mapping[str, tuple[float, int]]
    directions: Mapping[str, Direction]
    small_areas: int

    def need(self, name: str, row: Mapping[str, Any]) -> IndicatorNeed:
        held = self.england.holdings.indicators[name]
        covered = self.figures.is_covered(name)
        benchmark, basis, gap = self._benchmark(name, row["value"], held)
        rank = row["rank"] if covered else None
        worst = _worst_tenth(row)
        missing = max(0, self.small_areas - row["known"]) if row["known"] is not None else 0
        source, beside = self._sources(held)
        return IndicatorNeed(
            id=name,
            name=held.indicator.name,
            unit=held.indicator.unit,
            polarity=held.indicator.polarity,
            period=row["period"],
            value=_rounded(row["value"], VALUE_PLACES),
            value_basis=self._value_basis(row),
            benchmark=_rounded(benchmark, VALUE_PLACES),
            benchmark_basis=basis,
            gap_sd=_rounded(gap, GAP_PLACES),
            gap_over=None if gap is None else self._gap_over(name),
            rank=rank,
            of=row["of"] if rank is not None else None,
            rank_basis=None if rank is None else _rank_basis(row["is_rank_published"]),
            worst_tenth=worst,
            spread=self._spread(row),
            direction=self.directions.get(name),
            missing=missing,
            sentence=self._sentence(held, row, rank, worst, benchmark, gap, basis, missing),
            note=held.indicator.note,
            source=self.england.holdings.source(source),
            benchmark_source=self._benchmark_source(name, held, benchmark),
            small_areas_source=self.england.holdings.source(beside) if beside else None,
        )

    def _sources(self, held: Held) -> tuple[str, str | None]:
        """The source of the value, and that of the worst tenth and the spread where it is another."""
        published = held.published.get(geography_stem(self.area.geography))
        if published is None:
            return str(held.small_areas), None
        return published, held.small_areas

    def _benchmark_source(self, name: str, held: Held, benchmark: float | None) -> SourceRecord | None:
        if benchmark is None or held.distribution is None or self.figures.is_covered(name):
            return None
        return self.england.holdings.source(held.distribution)

    def _gap_over(self, name: str) -> str:
        return PLURALS[self.area.geography] if self.figures.is_covered(name) else NEIGHBOURHOODS

    def _value_basis(self, row: Mapping[str, Any]) -> str:
        if row["value"] is None:
            return NO_FIGURE
        if row["basis"] == "published":
            return f"as published for {PLURALS[self.area.geography]}"
        if row["basis"] == "weighted":
            return f"{WEIGHTED} ({self.england.residents[1]})"
        return "simple mean of its neighbourhoods"

    def _benchmark(self, name: str, value: float | None, held: Held) -> tuple[float | None, str, float | None]:
        """The benchmark, what it is, and the gap in standard deviations, above zero where worse."""
        standard, polarity = self.figures.standards.get(name), held.indicator.polarity
        if _is_count(held.indicator):
            return None, "a number of people or things, which is not compared", None
        if standard is not None and standard.sd is not None and name in self.means:
            mean, of = self.means[name]
            return mean, self.compared.basis_of(of), _gap(value, mean, standard.sd, polarity)
        spread = self.england.distribution.get(name)
        if spread is not None:
            basis = f"the mean of England's {spread['areas']:,} neighbourhoods that have a figure"
            return spread["mean"], basis, _gap(value, spread["mean"], spread["sd"], polarity)
        return None, NO_FIGURE, None

    def _spread(self, row: Mapping[str, Any]) -> Spread | None:
        if not row["known"]:
            return None
        rounded = {part: _rounded(row[part], VALUE_PLACES) for part in ("lowest", "p10", "median", "p90", "highest")}
        worst = row["worst"] and WorstArea(
            code=row["worst"],
            name=self.england.name(row["worst"]),
            value=_rounded(row["worst_value"], VALUE_PLACES),
            rank=row["worst_rank"],
        )
        return Spread(**rounded, worst=worst)

    def _sentence(
        self,
        held: Held,
        row: Mapping[str, Any],
        rank: int | None,
        worst: WorstTenth | None,
        benchmark: float | None,
        gap: float | None,
        basis: str,
        missing: int,
    ) -> str:
        if row["value"] is None and rank is None:
            told = sentences.without_figure(held.indicator, self.area.name)
        elif rank is not None:
            areas, geography = self.figures.in_england, self.area.geography
            told = sentences.ranking(held.indicator, rank, row["sharing"], row["of"], areas, geography)
        elif benchmark is not None:
            told = sentences.comparison(held.indicator, row["value"], benchmark, gap, basis)
        else:
            told = sentences.alone(held.indicator, row["value"])
            if worst is None and not _is_count(held.indicator):
                told += sentences.NOTHING_BESIDE
        tenth = f"; {sentences.tenth(worst)}" if worst else ""
        return f"{told}{tenth}.{sentences.gaps(missing, self.small_areas)}"


def _is_count(indicator: Indicator) -> bool:
    """Whether it is a bare number, such as households: a bigger place has more of them."""
    return indicator.polarity == "neither" and not indicator.unit.startswith(("%", "share of", "per "))


def _worst_tenth(row: Mapping[str, Any]) -> WorstTenth | None:
    if not row["decided"]:
        return None
    return WorstTenth(count=row["count"], of=row["decided"], share=round(row["count"] / row["decided"], SHARE_PLACES))


def _rank_basis(is_published: bool) -> str:
    return "as published" if is_published else "by value, equal values sharing a rank"


def _gap(value: float | None, mean: float, sd: float | None, polarity: str) -> float | None:
    if value is None or not sd or polarity == "neither":
        return None
    return (value - mean) / sd * (1 if polarity == "higher-is-worse" else -1)


def _rounded(number: float | None, places: int) -> float | None:
    return None if number is None else round(number, places) + 0.0
