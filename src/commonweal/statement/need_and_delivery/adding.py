"""Adding up need and delivery: the statement's own figures, grouped by where entries land."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import polars as pl

from commonweal.needs.analysis import small_area_values
from commonweal.needs.england import England
from commonweal.places.areas import Area
from commonweal.places.geography.gazetteer import Gazetteer
from commonweal.statement.need_and_delivery.offices import AT_OFFICE, with_offices
from commonweal.statement.need_and_delivery.placing import (
    APPROXIMATE,
    IN_WARD,
    LANDING,
    LANDINGS,
    NEIGHBOURHOOD,
    SMALL_AREA,
    WARD,
    with_landing,
)
from commonweal.statement.need_and_delivery.reached import (
    MOST_NEED,
    OTHER_NEED,
    Line,
    Need,
    NeedAndDelivery,
    NeedOf,
    Reached,
)
from commonweal.statement.statement import Checked, Question
from commonweal.statement.summary import Group, Summary, summarise
from commonweal.valuation.engine import value

THEME: Final = "theme"
BYS: Final = (NEIGHBOURHOOD, WARD, THEME)

_PLACE, _NEED = "landing_place", "landing_need"


class NoTenths(ValueError):
    """The indicator has no published tenths for the area, so that nothing says where need is great."""


def need_of(england: England, area: Area, indicator: str) -> NeedOf:
    """The need of the neighbourhoods of ``area`` by an indicator that is held.

    Raises ``PlaceError`` where no values of it are held for them.
    """
    values = small_area_values(area, england, indicator)
    held = england.holdings.indicators[indicator]
    store, holdings = england.store, england.holdings
    lookups = [name for name in store.holders("lookup") if holdings.provenance[name].geography == "lsoa21"]
    used = dict.fromkeys([*lookups, *england.gazetteer.postcode_sources, *store.holders("population")])
    return NeedOf(
        indicator=indicator,
        name=held.indicator.name,
        values=values.select("area", "value", "rank", "decile"),
        source=holdings.source(str(held.small_areas)),
        places=tuple(holdings.source(name) for name in used),
    )


def need_and_delivery(
    checked: Checked,
    gazetteer: Gazetteer,
    area: Area,
    need: NeedOf,
    *,
    by: str = NEIGHBOURHOOD,
    question: Question,
    offices: Mapping[str, str] | None = None,
) -> NeedAndDelivery:
    """Set what was delivered beside need, for every neighbourhood or ward of ``area``, and by theme if asked for.

    ``by`` is one of ``BYS``. ``question`` gives the least assurance, the date and the seed; only delivered entries
    are added up, by the statement's own ``summarise``. Every entry is in one place or on one line, so that these add
    up to the statement's totals to the penny. ``offices`` gives organisations the places of their own offices. Raises
    ``NoTenths`` where the indicator has no decile, ``PlaceError`` where no lookup of small areas is held.
    """
    if not need.values["decile"].count():
        raise NoTenths(
            f"{need.name} has no published tenths for neighbourhoods of {area.name}: choose another indicator"
        )
    landed, unknown = with_landing(checked.entries, gazetteer, area)
    flagged, at_offices = with_offices(landed, checked.pack, gazetteer, offices, checked.problems)
    valued = value(_grouped(flagged, by, need.values), checked.card)
    by_place, by_need, by_office = (
        _summary(valued, checked, question, columns) for columns in ([_PLACE], [_NEED], [AT_OFFICE])
    )
    by_theme = _summary(valued, checked, question, [THEME, _NEED]).groups if by == THEME else ()
    themes = {theme.id: theme.name for theme in checked.pack.themes.values()}
    found = {group.group[_PLACE]: group for group in by_place.groups}
    return NeedAndDelivery(
        area=area,
        by=by,
        need=need,
        places=tuple(_places(gazetteer, area, need.values, by, found)),
        landings=tuple(_lines(by_need.groups)),
        themes=tuple(
            line for theme in themes for line in _lines([g for g in by_theme if g.group[THEME] == theme], themes[theme])
        ),
        summary=by_need,
        flagged=next((group for group in by_office.groups if group.group[AT_OFFICE] == "true"), None),
        approximate=_approximate(valued, by_need),
        checked=checked,
        problems=(*checked.problems, *unknown, *at_offices),
    )


def _summary(valued: Any, checked: Checked, question: Question, keys: list[str]) -> Summary:
    return summarise(
        valued,
        checked.card,
        keys,
        stage="delivered",
        min_assurance=question.min_assurance,
        as_at=question.as_at,
        seed=question.seed,
    )


def _grouped(entries: pl.LazyFrame, by: str, need: pl.DataFrame) -> pl.LazyFrame:
    """The entries with what they are grouped by: the neighbourhood or ward, and the landing parted by need."""
    most = need.filter(pl.col("decile") == 1)["area"].to_list()
    parted = pl.when(pl.col(SMALL_AREA).is_in(most)).then(pl.lit(MOST_NEED)).otherwise(pl.lit(OTHER_NEED))
    return entries.with_columns(
        pl.col(IN_WARD if by == WARD else SMALL_AREA).alias(_PLACE),
        pl.when(pl.col(LANDING) == NEIGHBOURHOOD).then(parted).otherwise(LANDING).alias(_NEED),
    )


def _lines(groups: Sequence[Group], theme: str | None = None) -> Iterator[Line]:
    """What landed where need is greatest first."""
    order = [MOST_NEED, OTHER_NEED, *LANDINGS]
    for group in sorted(groups, key=lambda one: order.index(str(one.group[_NEED]))):
        yield Line(str(group.group[_NEED]), group, theme)


def _places(
    gazetteer: Gazetteer, area: Area, need: pl.DataFrame, by: str, found: Mapping[str | None, Group]
) -> Iterator[Reached]:
    """Every neighbourhood or ward, those in most need first."""
    inside = gazetteer.small_areas_of(area).join(need, left_on="lsoa21", right_on="area", how="left")
    rows = _wards(inside) if by == WARD else _neighbourhoods(inside)
    for row in rows.iter_rows(named=True):
        here = Area(row["code"], row["name"], "ward24" if by == WARD else "lsoa21")
        people = gazetteer.residents(here)
        yield Reached(
            code=here.code,
            name=here.name,
            ward=row["ward"],
            need=Need(row["value"], row["rank"], row["decile"], row["worst"], row["of"]),
            people=people.people if people else None,
            people_by=(people.source, people.period) if people else None,
            delivered=found.get(here.code),
        )


def _neighbourhoods(inside: pl.DataFrame) -> pl.DataFrame:
    rows = inside.select(
        pl.col("lsoa21").alias("code"),
        pl.col("lsoa21_name").alias("name"),
        pl.col("ward24_name").alias("ward"),
        "value",
        "rank",
        "decile",
        (pl.col("decile") == 1).fill_null(value=False).cast(pl.Int64).alias("worst"),
        pl.col("decile").is_not_null().cast(pl.Int64).alias("of"),
    )
    return rows.sort("decile", "rank", "code", nulls_last=True)


def _wards(inside: pl.DataFrame) -> pl.DataFrame:
    """Wards by the share of their neighbourhoods in the worst tenth, then by their worst neighbourhood."""
    rows = inside.group_by(pl.col("ward24").alias("code"), pl.col("ward24_name").alias("name")).agg(
        pl.lit(None, dtype=pl.String).first().alias("ward"),
        pl.lit(None, dtype=pl.Float64).first().alias("value"),
        pl.col("rank").min(),
        pl.lit(None, dtype=pl.Int32).first().alias("decile"),
        (pl.col("decile") == 1).sum().cast(pl.Int64).alias("worst"),
        pl.col("decile").count().cast(pl.Int64).alias("of"),
    )
    share = (pl.col("worst") / pl.col("of")).fill_nan(None)
    return rows.sort(share, "rank", "code", descending=[True, False, False], nulls_last=True)


def _approximate(valued: Any, summary: Summary) -> int:
    """How many of the entries added up are at an approximate neighbourhood."""
    counted = valued.filter(
        pl.col("stage") == "delivered", pl.col("assurance").is_in(summary.assurances), pl.col(APPROXIMATE)
    )
    return int(counted.select(pl.len()).collect(engine="streaming").item())
