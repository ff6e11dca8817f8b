"""English Indices of Deprivation: real tables against published figures, official layouts on made-up ones."""

from __future__ import annotations

import zipfile
from pathlib import Path

import polars as pl
import pytest
import xlsxwriter

from commonweal.places.registry import registry
from commonweal.places.tables import POPULATION, VALUES
from tests.places.readings import SAMPLES, claimants, figure, reading, values

DURHAM = "E06000047"
DOMAINS = ("imd", "income", "employment", "education", "health", "crime", "housing-and-services", "environment")


@pytest.fixture(scope="module")
def needs(shared: Path) -> Path:
    return shared / "data" / "needs"


@pytest.fixture(scope="module")
def england(needs: Path) -> pl.DataFrame:
    """Every small area and domain of 2025, with its authority."""
    read = reading("iod2025", needs / "iod2025_lsoa21_england_all_domains.csv")
    assert not read.problems
    places = read.tables["lookup"].select("lsoa21", "ltla24")
    return read.tables["values"].join(places, left_on="area", right_on="lsoa21")


@pytest.fixture(scope="module")
def authorities(needs: Path) -> pl.DataFrame:
    return values("iod2025-authorities", needs / "iod2025_ltla24_summaries_england.csv")


def durham(england: pl.DataFrame, indicator: str) -> pl.DataFrame:
    return england.filter(pl.col("ltla24") == DURHAM, pl.col("indicator") == indicator)


def test_county_durham_has_330_small_areas_of_which_56_are_in_the_most_deprived_tenth(england: pl.DataFrame) -> None:
    imd = durham(england, "iod2025.imd")
    assert imd.height == 330
    assert imd.filter(pl.col("decile") == 1).height == 56


def test_the_most_deprived_small_area_of_county_durham(england: pl.DataFrame) -> None:
    worst = durham(england, "iod2025.imd").sort("rank").row(0, named=True)
    assert (worst["area"], worst["rank"], worst["value"]) == ("E01020752", 41, 80.183)


def test_simple_means_of_the_scores(england: pl.DataFrame) -> None:
    imd = england.filter(pl.col("indicator") == "iod2025.imd")
    assert imd.height == 33_755
    means = durham(england, "iod2025.imd")["value"].mean(), imd["value"].mean()
    assert [round(float(str(mean)), 3) for mean in means] == [29.850, 21.669]


def test_the_official_figures_of_county_durham(authorities: pl.DataFrame) -> None:
    imd = figure(authorities, DURHAM, "iod2025.imd")
    assert (imd["value"], imd["rank"], imd["share_worst_tenth"]) == (28.808, 49, 0.1697)
    ranks = {name: figure(authorities, DURHAM, f"iod2025.{name}")["rank"] for name in DOMAINS}
    assert {name: ranks[name] for name in ("income", "employment", "health")} == {
        "income": 70,
        "employment": 34,
        "health": 18,
    }
    extent = figure(authorities, DURHAM, "iod2025.imd-extent")
    assert (extent["value"], extent["rank"]) == (0.3602, 46)
    assert figure(authorities, DURHAM, "iod2025.imd-average-rank")["rank"] == 47


@pytest.mark.parametrize(
    "authority",
    [
        pytest.param("E06000047", id="County Durham"),
        pytest.param("E06000002", id="Middlesbrough"),
        pytest.param("E08000003", id="Manchester"),
        pytest.param("E08000025", id="Birmingham"),
        pytest.param("E09000030", id="Tower Hamlets"),
        pytest.param("E06000052", id="Cornwall"),
        pytest.param("E07000223", id="Adur"),
    ],
)
@pytest.mark.parametrize("domain", DOMAINS)
def test_the_share_in_the_worst_tenth_agrees_with_the_official_summary(
    england: pl.DataFrame, authorities: pl.DataFrame, authority: str, domain: str
) -> None:
    own = england.filter(pl.col("ltla24") == authority, pl.col("indicator") == f"iod2025.{domain}")
    assert own.height > 0
    share = own.filter(pl.col("decile") == 1).height / own.height
    assert round(share, 4) == figure(authorities, authority, f"iod2025.{domain}")["share_worst_tenth"]


def test_all_296_authorities_and_all_domains_agree_with_the_official_summary_but_for_one_small_area(
    england: pl.DataFrame, authorities: pl.DataFrame
) -> None:
    assert _authorities_that_differ(england, authorities) == {"E06000062", "E07000177"}
    # The tidy copy has wards, and so authorities, by the ONS's best fit: one small area of West Northamptonshire
    # falls to a ward of Cherwell. The summary counts it where it lies.
    moved = pl.when(pl.col("area") == "E01027305").then(pl.lit("E06000062")).otherwise("ltla24")
    assert _authorities_that_differ(england.with_columns(moved.alias("ltla24")), authorities) == set()


def _authorities_that_differ(england: pl.DataFrame, authorities: pl.DataFrame) -> set[str]:
    computed = england.group_by("ltla24", "indicator").agg((pl.col("decile") == 1).mean().alias("share"))
    both = computed.join(authorities, left_on=["ltla24", "indicator"], right_on=["area", "indicator"])
    assert both.height == 296 * len(DOMAINS)
    differing = (pl.col("share") - pl.col("share_worst_tenth")).abs() > 0.00005 + 1e-12
    return set(both.filter(differing)["ltla24"])


def test_the_lookup_of_2025_says_ward_and_authority_of_every_small_area(needs: Path) -> None:
    lookup = reading("iod2025", needs / "iod2025_lsoa21_england_all_domains.csv").tables["lookup"]
    assert lookup.columns == ["lsoa21", "lsoa21_name", "ward24", "ward24_name", "ltla24", "ltla24_name"]
    assert lookup.filter(pl.col("ltla24") == DURHAM)["ward24"].n_unique() == 63
    assert lookup["ltla24"].n_unique() == 296


def test_the_extract_for_durham_adds_the_sub_domains(needs: Path) -> None:
    table = values("iod2025", needs / "iod2025_lsoa21_durham_domains_subdomains.csv")
    subs = {"children-and-young-people", "adult-skills", "geographical-barriers", "wider-barriers", "indoors"}
    assert {f"iod2025.{name}" for name in {*DOMAINS, *subs, "outdoors"}} == set(table["indicator"])
    assert table.height == 330 * 14
    assert figure(table, "E01020590", "iod2025.adult-skills") == {
        **dict.fromkeys(VALUES),
        "area": "E01020590",
        "indicator": "iod2025.adult-skills",
        "period": "2025",
        "value": 0.245,
        "rank": 14233,
        "decile": 5,
    }


def test_2019_has_39_of_324_small_areas_in_the_most_deprived_tenth(needs: Path) -> None:
    read = reading("iod2019", needs / "iod2019_lsoa11_england_ranks_deciles.csv")
    areas = read.tables["lookup"].filter(pl.col("ltla22") == DURHAM)
    imd = read.tables["values"].filter(
        pl.col("indicator") == "iod2019.imd", pl.col("area").is_in(areas["lsoa11"].implode())
    )
    assert (imd.height, imd.filter(pl.col("decile") == 1).height) == (324, 39)


def test_2019_without_scores_has_no_values_and_says_so(needs: Path) -> None:
    read = reading("iod2019", needs / "iod2019_lsoa11_durham_domains_subdomains.csv")
    table = read.tables["values"]
    assert table["value"].null_count() == table.height == 324 * 14
    assert table["rank"].null_count() == 0
    assert read.notes == ("The file has ranks and deciles, and no scores, for 14 of 14 indices.",)


def test_the_barriers_of_2019_and_of_2025_are_two_indicators() -> None:
    ids = {indicator.id for source in ("iod2019", "iod2025") for indicator in registry()[source].indicators}
    assert {"iod2019.barriers", "iod2025.housing-and-services"} <= ids
    assert not {"iod2025.barriers", "iod2019.housing-and-services"} & ids


def test_the_official_file_7_of_2025() -> None:
    file = SAMPLES / "file_7_iod2025.csv"
    assert claimants(file) == ["iod2025"]
    read = reading("iod2025", file)
    assert not read.problems
    table = read.tables["values"]
    assert set(table["indicator"]) == {indicator.id for indicator in registry()["iod2025"].indicators}
    assert table.schema == VALUES
    last = figure(table, "E01999992", "iod2025.outdoors")
    assert (last["value"], last["rank"], last["decile"]) == (215.5, 2015, 2)
    assert figure(table, "E01999991", "iod2025.children-and-young-people")["decile"] == 1
    assert read.tables["population"].rows() == [("E01999991", "2022", 1501), ("E01999992", "2022", 1502)]
    assert read.tables["population"].schema == POPULATION
    assert read.tables["lookup"].columns == ["lsoa21", "lsoa21_name", "ltla24", "ltla24_name"]
    assert read.notes == ()


def test_the_official_file_7_of_2019() -> None:
    file = SAMPLES / "file_7_iod2019.csv"
    assert claimants(file) == ["iod2019"]
    read = reading("iod2019", file)
    assert figure(read.tables["values"], "E01999993", "iod2019.barriers")["value"] == 36.5
    assert read.tables["population"].rows() == [("E01999993", "2015", 1601)]
    assert "ltla19" in read.tables["lookup"].columns


def test_the_edition_of_2015_is_not_taken_for_that_of_2019(tmp_path: Path) -> None:
    text = (SAMPLES / "file_7_iod2019.csv").read_text(encoding="utf-8").replace("(2019)", "(2013)")
    older = tmp_path / "file_7.csv"
    older.write_text(text, encoding="utf-8")
    assert claimants(older) == []


def test_the_official_file_10_with_a_sheet_for_each_domain(tmp_path: Path) -> None:
    file = tmp_path / "file_10.xlsx"
    with xlsxwriter.Workbook(str(file)) as book:
        book.add_worksheet("Notes").write(0, 0, "Made up for a test")
        for sheet, name in (("IMD", "IMD"), ("Income", "Income"), ("IDACI", "IDACI")):
            columns = [
                "Local Authority District code (2024)",
                "Local Authority District name (2024)",
                f"{name} - Average rank ",
                f"{name} - Rank of average rank ",
                f"{name} - Average score ",
                f"{name} - Rank of average score ",
                f"{name} - Proportion of LSOAs in most deprived 10% nationally ",
                f"{name} - Rank of proportion of LSOAs in most deprived 10% nationally ",
            ]
            score = 31.25 if name == "IMD" else 0.3125
            figures: list[object] = ["E06999999", "Anyshire", 20000.5, 4, score, 3, 0.2, 5]
            if name == "IMD":
                columns += ["IMD 2025 - Extent", "IMD 2025 - Rank of extent"]
                figures += [0.4, 6]
            page = book.add_worksheet(sheet)
            page.write_row(0, 0, columns)
            page.write_row(1, 0, figures)
    assert claimants(file) == ["iod2025-authorities"]
    table = values("iod2025-authorities", file)
    assert sorted(table["indicator"]) == [
        "iod2025.idaci",
        "iod2025.imd",
        "iod2025.imd-average-rank",
        "iod2025.imd-extent",
        "iod2025.income",
    ]
    imd = figure(table, "E06999999", "iod2025.imd")
    assert (imd["value"], imd["rank"], imd["share_worst_tenth"]) == (31.25, 3, 0.2)


def test_care_boards_have_their_own_summary(needs: Path) -> None:
    table = values("iod2025-icbs", needs / "iod2025_icb24_summaries_england.csv")
    assert table["area"].n_unique() == 42
    assert figure(table, "E54000008", "iod2025.imd")["value"] == 25.531


def test_suppressed_counts_are_missing_and_never_nought(needs: Path) -> None:
    table = values("iod2025-indicators", needs / "iod2025_lsoa21_durham_indicators.csv")
    missing = dict(table.group_by("indicator").agg(pl.col("value").null_count()).filter(pl.col("value") > 0).rows())
    assert missing == {
        "iod2025-indicators.idaci-children": 10,
        "iod2025-indicators.idaopi-people": 4,
        "iod2025-indicators.employment-people": 1,
    }
    assert table.filter(pl.col("indicator").str.ends_with("-people"), pl.col("value") == 0).is_empty()
    assert table["indicator"].n_unique() == 28


def test_a_suppressed_mark_is_missing_whatever_the_publisher_writes(needs: Path, tmp_path: Path) -> None:
    lines = (needs / "iod2025_lsoa21_durham_indicators.csv").read_text(encoding="utf-8").splitlines()[:8]
    marks = ["c", "-", "*", "[x]", "..", "suppressed"]
    for at, mark in enumerate(marks, start=1):
        cells = lines[at].split(",")
        lines[at] = ",".join([cells[0], mark, *cells[2:]])
    file = tmp_path / "marks.csv"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    table = values("iod2025-indicators", file).filter(pl.col("indicator") == "iod2025-indicators.income-people")
    assert table["value"].null_count() == len(marks)
    assert table["value"].len() == 7


def test_the_official_file_8_with_a_sheet_for_each_domain(tmp_path: Path) -> None:
    options = registry()["iod2025-indicators"].options
    headings = [*options["columns"], *options["more_columns"]]
    file = tmp_path / "file_8.xlsx"
    with xlsxwriter.Workbook(str(file)) as book:
        book.add_worksheet("Notes").write(10, 2, "Domain")
        for number, part in enumerate((headings[:10], headings[10:28], headings[28:])):
            page = book.add_worksheet(f"IoD25 Domain {number}")
            page.write_row(0, 0, ["LSOA code (2021)", "LSOA name (2021)", *part])
            page.write_row(1, 0, ["E01999991", "Anyshire 001A", *([0.332] * len(part))])
    assert claimants(file) == ["iod2025-indicators"]
    table = values("iod2025-indicators", file)
    assert table["indicator"].n_unique() == table.height == len(headings)
    assert set(table["value"]) == {0.332}


def test_the_distribution_over_england_has_the_ids_of_the_indicators(needs: Path) -> None:
    read = reading("iod2025-indicator-distribution", needs / "iod2025_lsoa21_england_indicator_distribution.csv")
    table = read.tables["distribution"]
    known = {indicator.id for indicator in registry()["iod2025-indicators"].indicators}
    assert table.height == 28 and set(table["indicator"]) <= known
    row = table.filter(pl.col("indicator") == "iod2025-indicators.income-people").row(0, named=True)
    assert (row["areas"], row["lowest"], row["median"], row["highest"]) == (33750, 10.0, 310.0, 2620.0)


def test_connectivity_is_the_indicator_of_2025_of_which_more_is_better(needs: Path) -> None:
    better = [one.id for one in registry()["iod2025-indicators"].indicators if one.polarity == "lower-is-worse"]
    assert better == ["iod2025-indicators.connectivity"]
    scores = values("iod2025-indicators", needs / "iod2025_lsoa21_durham_indicators.csv")
    barriers = values("iod2025", needs / "iod2025_lsoa21_durham_domains_subdomains.csv")
    both = scores.filter(pl.col("indicator") == better[0]).join(
        barriers.filter(pl.col("indicator") == "iod2025.geographical-barriers"), on="area"
    )
    assert both.select(pl.corr("value", "value_right", method="spearman")).item() < -0.99


def test_a_zip_with_two_tables_is_refused_and_not_half_read(tmp_path: Path) -> None:
    text = (SAMPLES / "file_7_iod2025.csv").read_bytes()
    packed = tmp_path / "both.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("a.csv", text)
        archive.writestr("b.csv", text)
    (problem,) = reading("iod2025", packed).problems
    assert problem.message == "both.zip holds several tables of this layout: a.csv, b.csv."


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("E01999991,Anyshire 001A", "cut off"),
        ("E06999999" + ",1" * 60, "is a code of another kind (local authority); this table is for areas of lsoa21"),
        ("Anyshire" + ",1" * 60, "is not the code of an area"),
        ("E01999991" + ",1" * 60, "is there twice"),
        ("E01999994" + ",about 3" * 60, "'about 3' is not a number"),
    ],
)
def test_a_faulty_row_refuses_the_file_and_says_where(tmp_path: Path, line: str, said: str) -> None:
    text = (SAMPLES / "file_7_iod2025.csv").read_text(encoding="utf-8-sig")
    file = tmp_path / "file_7.csv"
    file.write_text(text + ",".join(line.split(",")[:56]) + "\n", encoding="utf-8")
    read = reading("iod2025", file)
    assert not read.tables
    assert any(said in problem.message for problem in read.problems)
    assert {problem.row for problem in read.problems} == {4}
    assert all(problem.remedy for problem in read.problems)
