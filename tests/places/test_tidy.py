"""The tidy indicator format: what is read, and every fault that is told at once, each on its row or line."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonweal.places.adaptors import tidy
from commonweal.places.registry import PlaceSource
from commonweal.places.store import Store
from commonweal.places.tables import VALUES
from tests.places.readings import figure

METADATA = """\
source:
  id: our-survey
  title: Anyshire residents' survey
  publisher: Anyshire Partnership
  edition: "2025"
  landing: https://example.org/survey
  licence: Open Government Licence v3.0
  licence_url: https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/
  attribution: Anyshire Partnership, residents' survey 2025.
  geography: GEOGRAPHY
indicators:
  - {id: lonely, name: Feel lonely often, unit: "% of adults", polarity: higher-is-worse}
  - {id: our-survey.proud, name: Proud of the place, unit: "% of adults", polarity: lower-is-worse, note: Small sample.}
"""


def metadata(folder: Path, text: str = METADATA, geography: str = "lsoa21") -> Path:
    file = folder / "survey.meta.yaml"
    file.write_text(text.replace("GEOGRAPHY", geography), encoding="utf-8")
    return file


def survey(folder: Path, geography: str = "lsoa21") -> PlaceSource:
    source, problems = tidy.source_of(metadata(folder, geography=geography))
    assert source is not None and not problems
    return source


def table(folder: Path, *rows: str, header: str = "area,indicator,period,value,low,high") -> Path:
    file = folder / "survey.csv"
    file.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    return file


def told(folder: Path, *rows: str, geography: str = "lsoa21") -> list[tuple[int | None, str | None, str]]:
    """Row, column and message of every problem."""
    read = tidy.read(table(folder, *rows), survey(folder, geography), Store(folder / "data"))
    assert not read.tables
    assert all(problem.is_error and problem.remedy for problem in read.problems)
    return [(problem.row, problem.column, problem.message) for problem in read.problems]


def test_the_metadata_makes_a_source_with_its_own_indicators(tmp_path: Path) -> None:
    source = survey(tmp_path)
    assert (source.id, source.adaptor, source.geography, source.address) == ("our-survey", "tidy", "lsoa21", None)
    assert [indicator.id for indicator in source.indicators] == ["our-survey.lonely", "our-survey.proud"]
    assert source.indicators[1].note == "Small sample."


@pytest.mark.parametrize(
    ("geography", "area"),
    [
        ("lsoa21", "E01020752"),
        ("ward24", "E05009068"),
        ("ltla24", "E06000047"),
        ("utla23", "E10000013"),
        ("region24", "E12000001"),
    ],
)
def test_figures_for_areas_of_any_kind(tmp_path: Path, geography: str, area: str) -> None:
    source = survey(tmp_path, geography)
    file = table(tmp_path, f"{area},lonely,2025,12.5,10,15", f"{area},our-survey.proud,2024/25,,,")
    assert tidy.fits(file, source)
    read = tidy.read(file, source, Store(tmp_path / "data"))
    assert read.problems == () and read.notes == ()
    assert read.indicators == tuple(source.indicators)
    values = read.tables["values"]
    assert values.schema == VALUES
    lonely = figure(values, area, "our-survey.lonely")
    assert (lonely["period"], lonely["value"], lonely["low"], lonely["high"]) == ("2025", 12.5, 10.0, 15.0)
    assert figure(values, area, "our-survey.proud")["value"] is None


@given(st.dictionaries(st.integers(1000, 1003), st.none() | st.floats(0, 100), min_size=1, max_size=4))
def test_what_is_written_is_read_to_the_last_digit(figures: dict[int, float | None]) -> None:
    with TemporaryDirectory() as name:
        folder = Path(name)
        rows = [f"E0102{area},lonely,2025,{'' if value is None else repr(value)},," for area, value in figures.items()]
        read = tidy.read(table(folder, *rows), survey(folder), Store(folder / "data"))
    assert dict(read.tables["values"].select("area", "value").rows()) == {
        f"E0102{area}": value for area, value in figures.items()
    }


def test_the_interval_may_be_left_out_and_other_columns_are_named(tmp_path: Path) -> None:
    file = table(tmp_path, "E01020752,lonely,2025,12.5,yes", header="Area,Indicator,Period,Value,checked")
    read = tidy.read(file, survey(tmp_path), Store(tmp_path / "data"))
    assert read.tables["values"]["value"].to_list() == [12.5]
    assert read.notes == ("Columns left out: checked.",)


def test_every_fault_of_every_row_is_told_at_once(tmp_path: Path) -> None:
    faults = told(
        tmp_path,
        "E01020752,lonely,2025,12,10,15",
        "Horden,lonely,2025,12,,",
        "E06000047,lonely,2025,12,,",
        "E01020753,lonly,2025,12,,",
        "E01020753,lonely,last year,12,,",
        "E01020754,lonely,2025,a dozen,,",
        "E01020755,lonely,2025,12,13,15",
        "E01020756,lonely,2025,12,10,11",
        "E01020757,lonely,2025,,11,10",
        "E01020752,our-survey.lonely,2025,14,,",
        ",,,1,,",
        "E01020758,lonely,2025,inf,,",
    )
    assert faults == [
        (3, "area", "'Horden' is not the code of an area."),
        (4, "area", "'E06000047' is a code of another kind (local authority); this table is for areas of lsoa21."),
        (5, "indicator", "The metadata does not describe 'lonly'."),
        (6, "period", "'last year' is not a period."),
        (7, "value", "'a dozen' is not a number."),
        (8, "low", "'low' (13) is more than 'value' (12)."),
        (9, "value", "'value' (12) is more than 'high' (11)."),
        (10, "low", "'low' (11) is more than 'high' (10)."),
        (11, None, "E01020752, our-survey.lonely, 2025 is there twice."),
        (12, "area", "There is no code of an area."),
        (12, "indicator", "There is no indicator."),
        (12, "period", "There is no period."),
        (13, "value", "'inf' is not a number."),
    ]


def test_a_slip_in_an_indicator_is_met_with_the_nearest(tmp_path: Path) -> None:
    read = tidy.read(table(tmp_path, "E01020752,lonly,2025,1,,"), survey(tmp_path), Store(tmp_path / "data"))
    assert [problem.remedy for problem in read.problems] == ["Did you mean 'lonely'?"]


def test_a_row_that_was_cut_off_is_told(tmp_path: Path) -> None:
    faults = told(tmp_path, "E01020752,lonely,2025,12,10,15", "E01020753,lonely,20")
    assert [(row, message.split(":")[0]) for row, _, message in faults] == [
        (3, "This row has 3 cells where the heading has 6")
    ]


def test_a_table_without_rows_is_told(tmp_path: Path) -> None:
    assert [message for *_, message in told(tmp_path)] == ["There are headings and no rows under them."]


def test_a_table_that_is_not_tidy_names_the_columns_that_it_should_have(tmp_path: Path) -> None:
    file = table(tmp_path, "E01020752,1", header="place,figure")
    source = survey(tmp_path)
    assert not tidy.fits(file, source)
    (problem,) = tidy.read(file, source, Store(tmp_path / "data")).problems
    assert problem.remedy == "It needs the columns area, indicator, period, value."
    assert "its first columns are place, figure" in problem.message


@pytest.mark.parametrize(
    ("written", "instead", "key", "message"),
    [
        ("  id: our-survey", "  id: iod2025", "source.id", "'iod2025' is an official source of the catalogue."),
        ("our-survey\n", "a..b\n", "source.id", "'a..b' cannot be the name of a folder on every system."),
        ("our-survey\n", "survey.\n", "source.id", "'survey.' cannot be the name of a folder on every system."),
        ("our-survey\n", "con\n", "source.id", "'con' cannot be the name of a folder on every system."),
        ("our-survey\n", "lpt1.2025\n", "source.id", "'lpt1.2025' cannot be the name of a folder"),
        ("GEOGRAPHY", "village", "source.geography", "'village' is not a geography."),
        ("https://example.org/survey", "our office", "source.landing", "'landing' is not a web address."),
        ("our-survey.proud", "lonely", "indicators.1.id", "The indicator 'our-survey.lonely' is described twice."),
        ("polarity: higher-is-worse", "polarity: bad", "indicators.0.polarity", "'polarity' is not right"),
        ('  edition: "2025"\n', "", "source.edition", "The key 'edition' is missing."),
        ("  title:", "  titel:", "source.titel", "The key 'titel' is not known here."),
    ],
)
def test_a_fault_in_the_metadata_is_told_by_line_and_key(
    tmp_path: Path, written: str, instead: str, key: str, message: str
) -> None:
    assert written in METADATA
    source, problems = tidy.source_of(metadata(tmp_path, METADATA.replace(written, instead, 1)))
    assert source is None
    found = {problem.column: problem for problem in problems}
    assert found[key].message.startswith(message)
    assert found[key].file == "survey.meta.yaml" and found[key].row


def test_all_faults_of_the_metadata_are_told_at_once(tmp_path: Path) -> None:
    text = METADATA.replace("GEOGRAPHY", "village").replace("https://example.org/survey", "our office")
    _, problems = tidy.source_of(metadata(tmp_path, text.replace("  id: our-survey", "  id: iod2019")))
    assert [problem.column for problem in problems] == ["source.id", "source.geography", "source.landing"]


def test_metadata_that_is_not_yaml_is_told(tmp_path: Path) -> None:
    source, problems = tidy.source_of(metadata(tmp_path, "source: [\n"))
    assert source is None
    assert [problem.rule for problem in problems] == ["yaml-syntax"]


def test_a_survey_without_indicators_is_told(tmp_path: Path) -> None:
    source, problems = tidy.source_of(metadata(tmp_path, METADATA.split("indicators:")[0] + "indicators: []\n"))
    assert source is None
    assert [problem.message for problem in problems] == ["There are no indicators."]
