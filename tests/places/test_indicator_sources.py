"""Sources of indicators other than the Indices of Deprivation: real tables, and small files in published layouts."""

from __future__ import annotations

import zipfile
from pathlib import Path

import polars as pl
import pytest
import xlsxwriter

from commonweal.places.adaptors import adaptor
from commonweal.places.registry import registry
from commonweal.places.store import Store
from commonweal.places.tables import DISTRIBUTION, POPULATION, VALUES
from tests.places.readings import SAMPLES, claimants, figure, reading, values

DURHAM = "E06000047"
NOT_READ = {
    "la_imd.csv": "it names authorities by mySociety's own codes (DRS, BFS), not by codes of the ONS",
}
"""Files of the shared folder of needs that no source takes, with the reason."""

INDICATOR_ADAPTORS = {
    "categories",
    "census",
    "columns",
    "distribution",
    "fingertips",
    "health-index",
    "iod",
    "iod-areas",
    "nomis",
}


@pytest.fixture(scope="module")
def needs(shared: Path) -> Path:
    return shared / "data" / "needs"


def indicator_sources() -> list[str]:
    return [source.id for source in registry().values() if source.adaptor in INDICATOR_ADAPTORS]


def test_every_file_of_needs_is_taken_by_exactly_one_source(needs: Path) -> None:
    files = sorted(needs.rglob("*.csv"))
    assert len(files) >= 30
    taken = {file.name: claimants(file) for file in files}
    assert {name: found for name, found in taken.items() if len(found) != 1} == {name: [] for name in NOT_READ}


def test_every_file_of_needs_is_read_whole_and_in_the_form_of_the_store(needs: Path) -> None:
    for file in sorted(needs.rglob("*.csv")):
        for source in claimants(file):
            read = reading(source, file)
            assert not read.problems, (file.name, read.problems)
            known = {indicator.id for indicator in registry()[source].indicators}
            assert read.tables
            for name, table in read.tables.items():
                assert table.height > 0
                if name == "values":
                    assert table.schema == VALUES
                    assert set(table["indicator"]) <= known
                    assert table.select("area", "indicator", "period").null_count().sum_horizontal().item() == 0
                if name == "distribution":
                    assert table.schema == DISTRIBUTION
                if name == "population":
                    assert table.schema == POPULATION


@pytest.mark.parametrize("sample", sorted(file.name for file in SAMPLES.glob("*.csv")))
def test_every_sample_in_a_published_layout_is_taken_by_exactly_one_source(sample: str) -> None:
    (source,) = claimants(SAMPLES / sample)
    assert not reading(source, SAMPLES / sample).problems


@pytest.mark.parametrize("source", indicator_sources())
def test_a_source_says_of_every_indicator_what_it_is(source: str) -> None:
    described = registry()[source]
    assert described.indicators
    for indicator in described.indicators:
        assert indicator.name and indicator.unit
        assert described.id.startswith(indicator.id.split(".")[0].rstrip("s")), indicator.id
    assert described.licence_url.startswith("https://")
    assert described.landing.startswith("https://")
    assert described.publisher.split(",")[0] in described.attribution
    if described.licence.startswith("Open Government"):
        assert "Contains public sector information" in described.attribution


@pytest.mark.parametrize("source", indicator_sources())
@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"<!doctype html><title>Moved</title>", id="web page"),
        pytest.param(b"area,sense\nE06000047,1\n", id="another table"),
        pytest.param(b"PK\x03\x04 half a workbook", id="cut-off workbook"),
        pytest.param(b"\x00\x01\x02", id="not text"),
    ],
)
def test_a_file_in_another_layout_is_told_and_never_breaks(source: str, content: bytes, tmp_path: Path) -> None:
    file = tmp_path / "file.csv"
    file.write_bytes(content)
    assert not adaptor(registry()[source].adaptor).fits(file, registry()[source])
    read = reading(source, file)
    assert not read.tables
    (problem,) = read.problems
    assert problem.is_error and problem.remedy and problem.file == "file.csv"


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    assert claimants(tmp_path / "nowhere.csv") == []
    assert [problem.rule for problem in reading("crime-severity", tmp_path / "nowhere.csv").problems] == [
        "unreadable-file"
    ]


# Fuel poverty


def test_fuel_poverty_of_county_durham_from_the_messy_copy(needs: Path) -> None:
    read = reading("fuel-poverty-2022", needs / "fuel_poverty_ltla_2022_DESNZ_via_Conall66.csv")
    table = read.tables["values"]
    found = {name: figure(table, DURHAM, f"fuel-poverty.{name}") for name in ("households", "fuel-poor", "share")}
    assert {name: row["value"] for name, row in found.items()} == {
        "households": 240_176,
        "fuel-poor": 27_562,
        "share": 11.475,
    }
    assert {row["period"] for row in found.values()} == {"2022"}
    assert table["area"].n_unique() == 296
    assert table["area"].str.contains(r"^E0[6-9]").all()
    assert read.notes == ("42 rows for areas other than ltla23 left out.",)


def test_fuel_poverty_from_the_official_workbook_of_its_year_only(tmp_path: Path) -> None:
    file = tmp_path / "sub-regional.xlsx"

    def write(year: int) -> None:
        with xlsxwriter.Workbook(str(file)) as book:
            book.add_worksheet("Contents").write(0, 0, "Made up for a test")
            page = book.add_worksheet("Table 2")
            page.write(0, 0, f"Table 2: Fuel poor households by administrative area [Notes 3 and 4], {year}")
            columns = ["Number of households", "Number of households in fuel poverty"]
            page.write_row(
                2, 0, ["Area Codes", "Area names", "", "", *columns, "Proportion of households fuel poor (%)"]
            )
            page.write_row(3, 0, ["E92000001", "ENGLAND", "", "", 1000, 100, 10.0])
            page.write_row(4, 0, ["E06999999", "", "Anyshire", "", 400, 50, 12.5])
            page.write_row(5, 0, ["Back to contents"])

    write(2022)
    assert claimants(file) == ["fuel-poverty-2022"]
    table = values("fuel-poverty-2022", file)
    assert set(table["area"]) == {"E06999999"}
    assert figure(table, "E06999999", "fuel-poverty.share")["value"] == 12.5
    write(2023)
    assert claimants(file) == []


def test_a_table_in_windows_1252_is_read(tmp_path: Path) -> None:
    file = tmp_path / "fuel.csv"
    lines = [
        "Table 2 – fuel poor households, 2022",
        ",".join(
            [
                "Area Codes,Area names,Number of households",
                "Number of households in fuel poverty",
                "Proportion of households fuel poor (%)",
            ]
        ),
        "E06999999,Añyshire,“1,000”,100,10",
    ]
    file.write_bytes("\r\n".join(lines).replace("“1,000”", '"1,000"').encode("cp1252"))
    assert figure(values("fuel-poverty-2022", file), "E06999999", "fuel-poverty.households")["value"] == 1000


# Small tables of authorities


def test_headline_figures_of_county_durham(needs: Path) -> None:
    homeless = values("homelessness", needs / "england_homelessness_ltla.csv")
    assert round(float(str(figure(homeless, DURHAM, "homelessness.assessed")["value"])), 4) == 2.5198
    assert homeless["area"].n_unique() == 296
    assert figure(homeless, "E07000032", "homelessness.assessed")["value"] is None
    doctors = values("patients-per-gp", needs / "durham_england_underdoctored_areas.csv")
    assert figure(doctors, DURHAM, "patients-per-gp.patients")["value"] == 566_660
    households = values("households", needs / "durham_households21_england_wales_ltla23.csv")
    assert figure(households, DURHAM, "households.count")["value"] == 234_761
    crime = values("crime-severity", needs / "durham_england_crime_severity.csv")
    assert figure(crime, DURHAM, "crime-severity.score")["period"] == "2022/23"


def test_a_wide_table_tells_every_fault_at_once(tmp_path: Path) -> None:
    file = tmp_path / "crime.csv"
    file.write_text("ltla23_code,crime_severity_score\nE06000047,much\nE01020752,3\nE06000005,1\nE06000005,2\n")
    problems = reading("crime-severity", file).problems
    assert [(problem.rule, problem.row) for problem in problems] == [
        ("not-a-number", 2),
        ("unknown-area", 3),
        ("repeated-row", 5),
    ]
    assert problems[1].message == (
        "'E01020752' is a code of another kind (neighbourhood); this table is for areas of ltla23."
    )


def test_the_uk_index_covers_all_four_countries(needs: Path) -> None:
    table = values("mysociety-uk-index", needs / "mysociety_uk_index" / "UK_IMD_E.csv")
    assert table.height == 42_619
    starts = table["area"].str.slice(0, 1).value_counts().sort("area").rows()
    assert starts == [("9", 890), ("E", 32_844), ("S", 6_976), ("W", 1_909)]
    assert table["decile"].unique().sort().to_list() == list(range(1, 11))


# ONS Health Index


def test_the_health_index_of_every_authority_over_seven_years(needs: Path) -> None:
    table = values("ons-health-index", needs / "england_health_index_ltla.csv")
    assert table["area"].n_unique() == 307
    assert table["period"].unique().sort().to_list() == [str(year) for year in range(2015, 2022)]
    assert figure(table, DURHAM, "ons-health-index.overall", "2015")["value"] == 95.9
    assert figure(table, DURHAM, "ons-health-index.healthy-places", "2021")["value"] == 108.1


def test_the_subdomains_join_the_same_source(needs: Path, tmp_path: Path) -> None:
    source, store = registry()["ons-health-index"], Store(tmp_path)
    for name in ("england_health_index_ltla.csv", "durham_england_health_index_subdomains.csv"):
        store.save(source, reading(source.id, needs / name).tables, ())
    held = store.scan(source.id, "values").filter(pl.col("area") == DURHAM).collect()
    assert figure(held, DURHAM, "ons-health-index.mental-health", "2021")["value"] == 83.3
    assert held["indicator"].n_unique() == 18


def test_the_indicators_behind_the_health_index(needs: Path) -> None:
    table = values("ons-health-index-indicators", needs / "durham_england_health_index_indicators.csv")
    ids = {one.id for one in registry()["ons-health-index-indicators"].indicators}
    assert set(table["indicator"]) == ids and len(ids) == 56
    young = "ons-health-index-indicators.young-people-in-education-employment-and-apprenticeships"
    assert round(float(str(figure(table, DURHAM, young, "2021")["value"])), 2) == 91.43


def test_the_official_workbook_of_the_health_index(tmp_path: Path) -> None:
    file = tmp_path / "healthindexscoresengland.xlsx"
    place = ["Area Code", "Area Name", "Area Type [Note 3]"]
    areas = (("E92000001", "ENGLAND", "Country"), ("E06999999", "Anyshire", "LTLA"), ("E10999999", "County", "UTLA"))
    with xlsxwriter.Workbook(str(file)) as book:
        book.add_worksheet("Cover").write(0, 0, "Made up for a test")
        page = book.add_worksheet("Table_2_Index_scores")
        page.write_row(2, 0, [*place, "2020", "2021"])
        for at, area in enumerate(areas, start=3):
            page.write_row(at, 0, [*area, 99.5, 98.5])
        page = book.add_worksheet("Table_3_2021_Index")
        page.write_row(4, 0, [*place, "Healthy People Domain", "Mental health [Pe]", "Suicides [Pe2]"])
        for at, area in enumerate(areas, start=5):
            page.write_row(at, 0, [*area, 90.5, 80.5, 70.5])
    assert claimants(file) == ["ons-health-index"]
    table = values("ons-health-index", file)
    assert set(table["area"]) == {"E06999999"}
    assert figure(table, "E06999999", "ons-health-index.overall", "2020")["value"] == 99.5
    assert figure(table, "E06999999", "ons-health-index.mental-health", "2021")["value"] == 80.5
    assert table.height == 4


def test_the_official_workbook_of_health_indicators_leaves_out_other_areas(tmp_path: Path) -> None:
    file = tmp_path / "indicators.xlsx"
    with xlsxwriter.Workbook(str(file)) as book:
        page = book.add_worksheet("Table_2_Underlying_data")
        page.write_row(3, 0, ["Area code", "Area name", "Indicator name", "Year", "Value"])
        page.write_row(4, 0, ["E92000001", "ENGLAND", "Smoking", 2021, 13.0])
        page.write_row(5, 0, ["E06999999", "Anyshire", "Smoking", 2021, 16.2])
        page.write_row(6, 0, ["E06999999", "Anyshire", "Something new", 2021, 1.0])
    assert claimants(file) == ["ons-health-index-indicators"]
    read = reading("ons-health-index-indicators", file)
    assert read.tables["values"].select("area", "period", "value").rows() == [("E06999999", "2021", 16.2)]
    assert read.notes == (
        "One row for an area other than ltla21 left out.",
        "Left out, because the catalogue does not know them: Something new.",
    )


# Census 2021


def test_two_tidy_copies_of_one_census_table_agree(needs: Path) -> None:
    shares = [
        values("census2021-deprivation", needs / name).sort("area", "indicator")
        for name in ("census21_household_deprivation_lsoa21_durham.csv", "durham_household_deprivation21_lsoa21.csv")
    ]
    assert shares[0].height == 330 * 3
    assert shares[0].equals(shares[1])


def test_census_shares_are_those_of_the_tidy_copies(needs: Path) -> None:
    table = values("census2021-disability", needs / "durham_disability21_lsoa21_ew.csv")
    assert figure(table, "E01020590", "census2021-disability.disabled")["value"] == pytest.approx(19.285714)
    whole = values("census2021-disability-authorities", needs / "durham_england_disability_21.csv")
    assert figure(whole, DURHAM, "census2021-disability.disabled")["value"] == pytest.approx(22.945287)
    tenure = values("census2021-tenure", needs / "durham_household_tenure21_lsoa21.csv")
    assert tenure["area"].n_unique() == 330
    together = tenure.group_by("area").agg(pl.col("value").sum())["value"]
    assert together.is_between(95, 100.0001).all()


def test_the_bulk_file_of_nomis_and_its_zip(tmp_path: Path) -> None:
    bulk = SAMPLES / "census2021-ts054-lsoa.csv"
    whole = tmp_path / "census2021-ts054.zip"
    with zipfile.ZipFile(whole, "w") as archive:
        text = bulk.read_text(encoding="utf-8")
        archive.writestr("census2021-ts054-ltla.csv", text.replace("E01999991", "E06999999").replace("W01", "W06"))
        archive.writestr("metadata/ts054.txt", "Made up for a test")
        archive.writestr("census2021-ts054-lsoa.csv", text)
    for file in (bulk, whole):
        assert claimants(file) == ["census2021-tenure"]
        table = values("census2021-tenure", file)
        assert set(table["area"]) == {"E01999991", "W01999991"}
        rented = figure(table, "E01999991", "census2021-tenure.social-rented")
        assert (rented["value"], rented["period"]) == (20.0, "2021")


def test_an_overcrowded_home_is_not_taken_for_one_with_a_room_to_spare() -> None:
    table = values("census2021-overcrowding", SAMPLES / "census2021-ts052-lsoa.csv")
    assert figure(table, "E01999991", "census2021-overcrowding.overcrowded")["value"] == 8.0
    assert figure(table, "E01999991", "census2021-overcrowding.under-occupied")["value"] == 70.0


def test_a_census_table_from_the_nomis_api() -> None:
    table = values("census2021-deprivation", SAMPLES / "nomis_ts011.csv")
    found = {row["indicator"].split(".")[1]: row["value"] for row in table.to_dicts()}
    assert found == {"any": 50.0, "two-or-more": 20.0, "three-or-more": 5.0}


def test_a_census_table_that_lacks_a_category_makes_no_share(tmp_path: Path) -> None:
    lines = (SAMPLES / "nomis_ts011.csv").read_text(encoding="utf-8").splitlines()
    file = tmp_path / "part.csv"
    file.write_text("\n".join(line for line in lines if "four dimensions" not in line) + "\n", encoding="utf-8")
    read = reading("census2021-deprivation", file)
    assert not read.tables
    assert [problem.message for problem in read.problems] == [
        "E01999991: only 4 of 5 categories are there, so no share can be made."
    ]


def test_a_census_share_with_a_suppressed_count_is_missing(tmp_path: Path) -> None:
    text = (SAMPLES / "nomis_ts011.csv").read_text(encoding="utf-8")
    file = tmp_path / "suppressed.csv"
    file.write_text(text.replace("four dimensions,Value,2", "four dimensions,Value,c"), encoding="utf-8")
    assert values("census2021-deprivation", file)["value"].null_count() == 3


# APIs


def test_the_claimant_count_from_the_nomis_api() -> None:
    read = reading("claimant-count", SAMPLES / "nomis_claimants.csv")
    assert not read.problems
    table = read.tables["values"]
    share = figure(table, "E06999999", "claimant-count.share")
    assert (share["value"], share["period"]) == (4.5, "2026-10")
    assert figure(table, "E06999999", "claimant-count.claimants")["value"] == 1235
    assert figure(table, "E07999999", "claimant-count.share")["value"] is None
    assert table.height == 4
    assert read.notes == ("One row for an area other than ltla23 left out.",)


def test_an_answer_of_nomis_for_another_kind_of_area_is_told(tmp_path: Path) -> None:
    file = tmp_path / "wards.csv"
    text = (SAMPLES / "nomis_claimants.csv").read_text(encoding="utf-8")
    file.write_text(text.replace(",E06", ",E05").replace(",E07", ",E05"), encoding="utf-8")
    (problem,) = reading("claimant-count", file).problems
    assert problem.message == "No row is for an area of ltla23."


def test_a_fingertips_indicator_with_its_interval() -> None:
    table = values("fingertips-child-poverty", SAMPLES / "fingertips_93701.csv")
    poor = figure(table, "E06999999", "fingertips-child-poverty.absolute")
    assert (poor["value"], poor["low"], poor["high"], poor["period"]) == (12.5, 12.1, 12.9, "2022/23")
    assert figure(table, "E07999999", "fingertips-child-poverty.absolute", "2022/23")["value"] is None
    assert figure(table, "E07999999", "fingertips-child-poverty.absolute", "2020-22")["value"] == 9.5
    assert table.height == 3


def test_girls_and_boys_are_two_indicators_of_healthy_life() -> None:
    table = values("fingertips-healthy-life", SAMPLES / "fingertips_90362.csv")
    lives = {row["indicator"].split(".")[1]: row["value"] for row in table.to_dicts()}
    assert lives == {"female": 63.5, "male": 61.5}


def test_several_age_groups_are_told_and_not_mixed(tmp_path: Path) -> None:
    lines = (SAMPLES / "fingertips_93701.csv").read_text(encoding="utf-8").splitlines()
    file = tmp_path / "ages.csv"
    file.write_text("\n".join([*lines, lines[2].replace("<16 yrs", "16+ yrs")]) + "\n", encoding="utf-8")
    (problem,) = reading("fingertips-child-poverty", file).problems
    assert problem.message == "The file has several age groups: 16+ yrs, <16 yrs."
