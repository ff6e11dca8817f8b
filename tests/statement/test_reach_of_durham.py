"""Need against delivery on the real neighbourhoods, postcodes and boundaries of County Durham; entries are made up."""

from __future__ import annotations

import json
import re
from pathlib import Path

import polars as pl
import pytest

from commonweal.charts import svg_of, table_of
from commonweal.method import Pack
from commonweal.needs.england import England
from commonweal.places.adding import add
from commonweal.places.store import Store
from commonweal.statement.need_and_delivery import NeedAndDelivery
from commonweal.statement.need_and_delivery.drawing import reach_map
from tests.statement.reached_hamlet import reach_of

DURHAM = "E06000047"
WORST = "E01020752"
FILES = (
    "needs/iod2025_lsoa21_durham_domains_subdomains.csv",
    "geo/lookup_lsoa21_ward24_ltla24_england_wales.csv",
    "geo/postcodes_durham_codepoint_open_lsoa21.csv",
    "geo/durham_lsoa21_bsc.geojson",
)


@pytest.fixture(scope="module")
def durham(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> England:
    store = Store(tmp_path_factory.mktemp("durham"))
    for file in FILES:
        add(shared / "data" / file, store)
    return England(store)


@pytest.fixture(scope="module")
def postcodes(shared: Path) -> pl.DataFrame:
    """A real postcode of each of 15 neighbourhoods in the worst tenth and of 20 others, as the file says."""
    table = pl.read_csv(shared / "data/geo/postcodes_durham_codepoint_open_lsoa21.csv").drop_nulls("lsoa21_code")
    deciles = pl.read_csv(shared / "data/needs/iod2025_lsoa21_durham_domains_subdomains.csv")
    one_each = table.join(deciles.select("lsoa21_code", "IMD_decile"), on="lsoa21_code").sort("lsoa21_code", "pcds")
    one_each = one_each.unique("lsoa21_code", keep="first", maintain_order=True)
    worst = one_each.filter((pl.col("IMD_decile") == 1) & (pl.col("lsoa21_code") != WORST)).head(15)
    return pl.concat([worst, one_each.filter(pl.col("IMD_decile") > 1).head(20)])


@pytest.fixture(scope="module")
def reach(durham: England, pack: Pack, postcodes: pl.DataFrame) -> NeedAndDelivery:
    rows = [{"place": place} for place in postcodes["pcds"]]
    return reach_of(durham, pack, [*rows, {"place": None}, {"place": "E05016156"}, {"place": "E06000001"}], area=DURHAM)


def test_41_of_the_56_neighbourhoods_in_most_need_have_nothing(reach: NeedAndDelivery) -> None:
    assert reach.finding == "41 of County Durham's 56 neighbourhoods in most need have nothing recorded"
    assert len(reach.places) == 330
    assert (reach.places[0].code, reach.places[0].need.rank, reach.places[0].entries) == (WORST, 41, 0)
    assert {place.need.decile for place in reach.most_in_need} == {1}


def test_every_postcode_lands_in_the_neighbourhood_that_the_file_says(
    reach: NeedAndDelivery, postcodes: pl.DataFrame
) -> None:
    landed = {place.code for place in reach.places if place.entries == 1}
    assert landed == set(postcodes["lsoa21_code"])
    assert reach.approximate == 35


def test_a_division_of_2025_is_somewhere_in_the_county_and_a_neighbour_is_elsewhere(reach: NeedAndDelivery) -> None:
    assert {line.landing: line.delivered.totals.entries for line in reach.landings} == {
        "most need": 15,
        "other need": 20,
        "area": 1,
        "elsewhere": 1,
        "unlocated": 1,
    }


def test_the_63_wards_are_in_order_of_need(durham: England, pack: Pack) -> None:
    wards = reach_of(durham, pack, [{"place": WORST}], area=DURHAM, by="ward").places
    assert len(wards) == 63
    assert sum(ward.need.worst for ward in wards) == 56
    assert sum(ward.need.of for ward in wards) == 330
    shares = [ward.need.worst / ward.need.of for ward in wards]
    assert shares == sorted(shares, reverse=True)
    assert [ward.name for ward in wards if ward.entries] == ["Easington"]


def test_the_map_draws_every_neighbourhood_and_names_its_sources(durham: England, reach: NeedAndDelivery) -> None:
    shapes = durham.gazetteer.boundaries("lsoa21", [place.code for place in reach.places])
    chart = reach_map(reach, shapes, [durham.holdings.source("boundaries-lsoa21")])
    assert len(json.dumps(chart.to_dict(), separators=(",", ":"))) < 150_000
    headings, rows = table_of(chart)
    assert headings == ["Area", "Code", "Tenth of England's neighbourhoods", "Ward", "Delivered, as recorded"]
    assert rows[0] == ["County Durham 025B", WORST, "tenth 1; rank 41", "Easington", "nothing"]
    assert len(rows) == 330
    svg = svg_of(chart)
    assert len(svg.encode()) < 400_000
    assert "3 of 38 delivered entries are on no neighbourhood of this map." in svg
    # Lines are broken where they fit, so the words are read without them.
    words = " ".join(re.sub(r"<[^>]+>", " ", svg).split())
    assert "English Indices of Deprivation 2025" in words
    assert "Contains OS data" in words
