"""Files that look right and cannot be: swallowed rows, impossible figures, codes that are no codes.

Each is refused with the row, and nothing of it is stored.
"""

from __future__ import annotations

import csv
import re
import zipfile
from pathlib import Path

import polars as pl
import pytest
import xlsxwriter

from commonweal.places.adaptors import Reading, bounds
from commonweal.places.adaptors.figures import PERIOD, as_numbers, frame_of
from commonweal.places.adaptors.grids import Grid
from commonweal.places.registry import registry
from commonweal.problems import Problem
from tests.places.readings import SAMPLES, reading

FUEL = (
    'Table 2: Fuel poor households, 2022,,,\n"Area Codes",Number of households,'
    "Number of households in fuel poverty,Proportion of households fuel poor (%)\n"
)


def fuel(folder: Path, *lines: str) -> Reading:
    file = folder / "fuel.csv"
    file.write_text(FUEL + "".join(f"{line}\n" for line in lines), encoding="utf-8")
    return reading("fuel-poverty-2022", file)


def told(problems: tuple[Problem, ...] | list[Problem]) -> list[tuple[int | None, str]]:
    return [(problem.row, problem.message) for problem in problems]


def number(cell: str, within: bounds.Bounds = bounds.ANY) -> float | str | None:
    """What a cell is read as: its number, or what is said of it."""
    grid = Grid("a.csv", [["code", "figure"], ["E06000047", cell]])
    frame, faults = frame_of(grid)
    assert not faults
    frame, problems = as_numbers(frame, grid, {"figure": within})
    assert not problems or frame["figure"].to_list() == [None]
    value: float | None = frame["figure"][0]
    return problems[0].message if problems else value


class TestQuotationMarks:
    LINES = ("E06000047,1000,100,10", "E06000001,1000,100,10", "E06000002,1000,100,10")

    def test_one_that_is_not_closed_does_not_swallow_the_rest(self, tmp_path: Path) -> None:
        read = fuel(tmp_path, self.LINES[0], 'E06000001,1000,100,"10', self.LINES[2])
        assert not read.tables
        [(row, message)] = told(read.problems)
        assert row == 4
        assert message.startswith("This row cannot be made out: a quotation mark in it is not closed")

    def test_one_that_is_closed_rows_later_does_not_swallow_those_between(self, tmp_path: Path) -> None:
        read = fuel(tmp_path, self.LINES[0], 'E06000001,1000,100,"10', f'{self.LINES[2]}"')
        assert not read.tables
        assert told(read.problems)[0] == (
            4,
            "A cell of this row holds a line break: a quotation mark that is not closed may have swallowed rows.",
        )

    def test_whole_cells_in_quotation_marks_are_read(self, tmp_path: Path) -> None:
        read = fuel(tmp_path, *('"' + line.replace(",", '","') + '"' for line in self.LINES))
        assert read.tables["values"]["area"].n_unique() == 3


class TestNumbers:
    @pytest.mark.parametrize(
        ("cell", "value"),
        [("12", 12.0), ("1,234", 1234.0), ("-1,234,567.5", -1234567.5), ("1e3", 1000.0), (" 0.5 ", 0.5), ("[x]", None)],
    )
    def test_what_is_a_number(self, cell: str, value: float | None) -> None:
        assert number(cell) == value

    @pytest.mark.parametrize("cell", ["28,8", "1 2", "12,34", "1,2345", "1,234,5", "inf", "1e999", "-inf", "£5", "5%"])
    def test_what_is_not(self, cell: str) -> None:
        assert number(cell) == f"'{cell}' is not a number."

    @pytest.mark.parametrize(
        ("within", "cells"),
        [
            (bounds.RANK, ["0", "-1", "1.5", "1e12"]),
            (bounds.DECILE, ["0", "1.9", "11", "1e12"]),
            (bounds.SHARE, ["-5", "1.01"]),
            (bounds.PER_CENT, ["-0.1", "100.5"]),
            (bounds.COUNT, ["-5", "2.5", "1e300"]),
            (bounds.ANY, ["1e300", "-1e13"]),
        ],
    )
    def test_what_cannot_be(self, within: bounds.Bounds, cells: list[str]) -> None:
        assert [number(cell, within) for cell in cells] == [
            f"{float(cell):.12g} is not {within.said}." for cell in cells
        ]

    def test_the_ends_of_the_bounds_are_within(self) -> None:
        for within in (bounds.RANK, bounds.DECILE, bounds.SHARE, bounds.PER_CENT, bounds.COUNT, bounds.ANY):
            assert number(repr(float(within.least)), within) == within.least
            assert number(repr(float(within.most)), within) == within.most

    @pytest.mark.parametrize(
        ("heading", "cell"),
        [
            ("Index of Multiple Deprivation (IMD) Rank (where 1 is most deprived)", "0"),
            ("Index of Multiple Deprivation (IMD) Rank (where 1 is most deprived)", "1000000000000"),
            ("Index of Multiple Deprivation (IMD) Decile (where 1 is most deprived 10% of LSOAs)", "1.9"),
            ("Index of Multiple Deprivation (IMD) Decile (where 1 is most deprived 10% of LSOAs)", "inf"),
            ("Income Score (rate)", "-0.5"),
            ("Income Score (rate)", "1e999"),
        ],
    )
    def test_the_index_with_an_impossible_figure_is_refused_and_the_row_told(
        self, tmp_path: Path, heading: str, cell: str
    ) -> None:
        table = pl.read_csv(SAMPLES / "file_7_iod2025.csv", infer_schema=False)
        given = next(name for name in table.columns if name.startswith(heading[:50]) and name[:9] == heading[:9])
        changed = table.with_columns(
            pl.when(pl.int_range(pl.len()) == 0).then(pl.lit(cell)).otherwise(given).alias(given)
        )
        changed.write_csv(tmp_path / "file_7.csv")
        read = reading("iod2025", tmp_path / "file_7.csv")
        assert not read.tables
        assert [(problem.row, problem.column) for problem in read.problems] == [(2, given)]

    def test_a_percentage_and_a_count_are_known_by_their_units(self, tmp_path: Path) -> None:
        read = fuel(tmp_path, "E06000047,1000,-5,10", "E06000001,1000,100,110")
        assert sorted(told(read.problems)) == [
            (3, "-5 is not a figure that cannot be less than 0, of no more than twelve digits."),
            (4, "110 is not a percentage, from 0 to 100."),
        ]


class TestPeriods:
    @pytest.mark.parametrize("said", ["NaN", "inf", "£5", "", "20255", "last year", "12"])
    def test_what_is_no_period_is_refused(self, tmp_path: Path, said: str) -> None:
        text = (SAMPLES / "nomis_claimants.csv").read_text(encoding="utf-8-sig").splitlines()
        at = text[0].replace('"', "").split(",").index("DATE_CODE")
        cells = text[1].split(",")
        cells[at] = said
        file = tmp_path / "nomis.csv"
        file.write_text("\n".join([text[0], ",".join(cells), *text[2:]]) + "\n", encoding="utf-8")
        read = reading("claimant-count", file)
        assert not read.tables
        assert {(problem.rule, problem.row) for problem in read.problems} == {("wrong-period", 2)}

    def test_periods_as_publishers_write_them(self) -> None:
        written = ["2025", "2022/23", "2023-2025", "2021-23", "2026-10", "October 2026", "2023/24 Q1"]
        assert pl.Series(written).str.contains(f"^{PERIOD}$").all()


class TestFormulas:
    @staticmethod
    def fuel(folder: Path, cell: str) -> Reading:
        """A workbook in which one number stands in the sheet as ``cell``."""
        made, file = folder / "made.xlsx", folder / "fuel.xlsx"
        with xlsxwriter.Workbook(str(made)) as book:
            page = book.add_worksheet("Table 2")
            for number, line in enumerate([*FUEL.splitlines(), "E06000047,1000,100,10"]):
                page.write_row(number, 0, next(csv.reader([line])))
            page.write_number(2, 3, 10)
        with zipfile.ZipFile(made) as before, zipfile.ZipFile(file, "w") as after:
            for part in before.infolist():
                content = before.read(part)
                if part.filename == "xl/worksheets/sheet1.xml":
                    content, changes = re.subn(rb'<c r="D3"[^>]*>.*?</c>', cell.encode(), content)
                    assert changes == 1
                after.writestr(part, content)
        return reading("fuel-poverty-2022", file)

    def test_a_result_is_read(self, tmp_path: Path) -> None:
        values = self.fuel(tmp_path, '<c r="D3"><f>5*2</f><v>10</v></c>').tables["values"]
        assert 10.0 in values["value"].to_list()

    @pytest.mark.parametrize(
        ("cell", "why"),
        [
            ('<c r="D3"><f>1/0</f></c>', "never worked out"),
            ('<c r="D3" t="e"><f>1/0</f><v>#DIV/0!</v></c>', "#DIV/0!"),
        ],
    )
    def test_a_formula_without_a_result_is_not_a_missing_figure(self, tmp_path: Path, cell: str, why: str) -> None:
        read = self.fuel(tmp_path, cell)
        assert not read.tables
        assert told(read.problems) == [(3, f"The formula of this cell has no result: {why}.")]

    def test_a_figure_that_is_not_available_is_missing(self, tmp_path: Path) -> None:
        read = self.fuel(tmp_path, '<c r="D3" t="e"><f>NA()</f><v>#N/A</v></c>')
        assert not read.problems


class TestLooseLayouts:
    def test_a_blank_line_under_the_headings_of_the_distribution(self, tmp_path: Path) -> None:
        headings = ",count,mean,std,min,10%,25%,50%,75%,90%,max"
        file = tmp_path / "distribution.csv"
        name = next(iter(registry()["iod2025-indicators"].options["columns"]))
        file.write_text(f"{headings}\n\n{name},9,1,1,1,1,1,1,1,1,1\n", encoding="utf-8")
        read = reading("iod2025-indicator-distribution", file)
        assert read.tables["distribution"]["areas"].to_list() == [9]
        file.write_text(f"{headings}\n\n", encoding="utf-8")
        assert reading("iod2025-indicator-distribution", file).problems

    @pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
    def test_code_point_open_with_blank_lines_and_padded_cells(self, tmp_path: Path, end: str) -> None:
        rows = ["", '" DH1 1AA ",10, 427000 ,542000,E92000001,,,,E06000047,E05000001', "", ""]
        file = tmp_path / "dh.csv"
        file.write_bytes(end.join(rows).encode())
        read = reading("codepoint-open", file)
        assert not read.problems
        assert read.tables["postcodes"].select("postcode", "easting").rows() == [("DH1 1AA", 427000)]

    def test_a_column_that_somebody_added_to_a_lookup_is_left_out_with_a_note(self, tmp_path: Path) -> None:
        file = tmp_path / "lookup.csv"
        file.write_text("LAD24CD,LAD24NM,RGN24CD,RGN24NM,remark\nE06000047,County Durham,E12000001,North East,ours\n")
        read = reading("ons-ltla24-region24", file)
        assert "remark" not in read.tables["lookup"].columns
        assert read.notes == ("Columns left out: remark.",)


class TestCodesOfOtherAreas:
    @pytest.mark.parametrize("code", ["Durham", "E06000047X", "EO6000047", "", "E0600004", "E99000001"])
    def test_a_code_that_is_none_is_refused_and_not_left_out(self, tmp_path: Path, code: str) -> None:
        read = fuel(tmp_path, "E06000001,1000,100,10", f"{code},1000,100,10")
        assert not read.tables
        [problem] = read.problems
        assert (problem.rule, problem.row) == ("unknown-area", 4)

    def test_small_letters_are_no_fault(self, tmp_path: Path) -> None:
        read = fuel(tmp_path, "e06000047,1000,100,10")
        assert set(read.tables["values"]["area"]) == {"E06000047"}
        assert read.notes == ()

    def test_areas_of_another_kind_and_notes_are_left_out_with_a_note(self, tmp_path: Path) -> None:
        read = fuel(
            tmp_path, "E06000047,1000,100,10", "E92000001,9000,900,10", "E13000001,9000,900,10", "Back to contents,,,"
        )
        assert set(read.tables["values"]["area"]) == {"E06000047"}
        assert read.notes == ("3 rows for areas other than ltla23 left out.",)
