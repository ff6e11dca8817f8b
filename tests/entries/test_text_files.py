"""Text files: encodings, separators, titles, and the ways in which rows run together."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commonweal.entries import read_entries
from commonweal.entries.checking import frame_columns
from commonweal.entries.sheets import WHITE
from commonweal.method import Pack
from commonweal.problems import Problem
from tests.entries.small_method import small_method

HEAD = "entry,organisation,measure,quantity,period_end,stage"
ROW = "e1,Org,W02,12.5,2025-09-30,delivered"


@pytest.fixture(scope="module")
def method(tmp_path_factory: pytest.TempPathFactory) -> Pack:
    return small_method(tmp_path_factory.mktemp("method"))


def read(method: Pack, folder: Path, content: str | bytes, name: str = "a.csv") -> tuple[pl.DataFrame, list[Problem]]:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    frame, problems = read_entries([path], method)
    return frame.collect(), problems


def rules(problems: list[Problem]) -> list[str]:
    return [problem.rule for problem in problems]


def test_the_frame_has_every_column_whatever_the_file_has(method: Pack, tmp_path: Path) -> None:
    frame, problems = read(method, tmp_path, f"{HEAD}\n{ROW}\n")
    assert problems == []
    assert frame.columns == frame_columns()
    row = frame.row(0, named=True)
    assert (row["source_file"], row["source_sheet"], row["source_row"]) == ("a.csv", None, 2)
    assert (row["measure"], row["quantity_e4"], row["stage"], row["assurance"]) == (
        "work.sessions",
        125_000,
        "delivered",
        "claimed",
    )


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_encodings_and_separators(codec: str, separator: str, method: Pack, tmp_path: Path) -> None:
    text = f"{HEAD}\r\n{ROW.replace('Org', 'Café £ Œuvre')}\r\n".replace(",", separator)
    frame, problems = read(method, tmp_path, text.encode(codec))
    assert problems == []
    assert frame["organisation"].to_list() == ["Café £ Œuvre"]


def test_titles_blank_lines_and_line_breaks_keep_the_row_numbers(method: Pack, tmp_path: Path) -> None:
    text = f'sep=,\n"A title\nin two lines",,\n\n{HEAD},note\n\n{ROW},"first\nsecond"\n\n{ROW.replace("12.5", "x")},\n'
    frame, problems = read(method, tmp_path, text)
    assert frame["source_row"].to_list() == [6, 8]
    assert frame["note"].to_list() == ["first\nsecond", None]
    assert [(problem.rule, problem.row) for problem in problems] == [("not-a-number", 8), ("repeated-entry", 6)]


def test_headings_in_other_words(method: Pack, tmp_path: Path) -> None:
    head = (
        "ENTRY_ID *, Organisation name ,Measure code,Qty,People,share of full time,input.years,End date,Stage,Postcode"
    )
    frame, problems = read(method, tmp_path, f"{head}\ne1,Org,W01,,10,0.5,2,30/09/2025,Delivered,dh1 5ul\n")
    assert problems == []
    row = frame.row(0, named=True)
    assert (row["quantity_e4"], row["input.people_e4"], row["place"]) == (100_000, 100_000, "DH1 5UL")


def test_a_column_we_do_not_know_is_kept_and_named_once(method: Pack, tmp_path: Path) -> None:
    text = f"{HEAD},Colour,,quantity_e4,Colour\n{ROW},red,left,over,blue\n"
    frame, problems = read(method, tmp_path, text)
    assert rules(problems) == ["unknown-columns"]
    assert "Colour" in problems[0].message and "column H" in problems[0].message
    assert frame.select("Colour", "column H", "quantity_e4 (column I)", "Colour (column J)").row(0) == (
        "red",
        "left",
        "over",
        "blue",
    )
    assert frame["quantity_e4"][0] == 125_000


def test_two_headings_for_one_column_refuse_the_file(method: Pack, tmp_path: Path) -> None:
    _, problems = read(method, tmp_path, f"{HEAD},Supplier\n{ROW},Other\n")
    assert [(problem.rule, problem.severity, problem.row) for problem in problems] == [
        ("repeated-heading", "error", None)
    ]
    assert "'organisation' and 'Supplier'" in problems[0].message


def test_missing_columns_are_said_once_and_not_for_every_row(method: Pack, tmp_path: Path) -> None:
    _, problems = read(method, tmp_path, "entry,measure,period_end\ne1,W02,2025-09-30\ne2,W02,2025-09-30\n")
    assert [problem.column for problem in problems if problem.rule == "missing-column"] == [
        "organisation",
        "stage",
        "quantity",
    ]
    # The quantity of each row is missing too, and that is the same thing.
    assert {problem.rule for problem in problems} == {"missing-column"}


def test_totals_and_notes_beside_the_table_are_left_out_with_a_warning(method: Pack, tmp_path: Path) -> None:
    frame, problems = read(method, tmp_path, f"{HEAD},x\n{ROW},\nTotal,,,12.5,,,\n,,,,,,a note\n")
    assert frame.height == 1
    assert [(problem.rule, problem.row) for problem in problems if problem.row != 1] == [
        ("row-left-out", 3),
        ("row-left-out", 4),
    ]


def test_a_row_with_more_cells_than_headings_may_be_shifted(method: Pack, tmp_path: Path) -> None:
    _, problems = read(
        method, tmp_path, f"{HEAD}\n{ROW}\ne2,Smith, Jones and Co,W02,12.5,2025-09-30,delivered\n{ROW},,,\n"
    )
    assert ("row-too-long", 3) in [(problem.rule, problem.row) for problem in problems]
    assert ("row-too-long", 4) not in [(problem.rule, problem.row) for problem in problems]


@pytest.mark.parametrize(
    "text",
    [
        f'{HEAD},note\n{ROW},"open\n' + f"{ROW},x\n" * 3,
        f'{HEAD},note\n{ROW},"open\n{ROW},"x"\n{ROW},"y"\n',
        f'{HEAD},note\n{ROW},"cut off',
        f'{HEAD},note\n{ROW},"' + "much text " * 20_000,
    ],
    ids=["to the end", "to the next mark", "cut off", "beyond the longest cell"],
)
def test_a_quotation_mark_that_is_not_closed_refuses_the_file(text: str, method: Pack, tmp_path: Path) -> None:
    _, problems = read(method, tmp_path, text)
    found = next(problem for problem in problems if problem.rule == "unmatched-quote")
    assert found.row is None
    assert "row 2" in found.message


def test_an_inch_mark_inside_a_cell_is_only_a_mark(method: Pack, tmp_path: Path) -> None:
    frame, problems = read(method, tmp_path, f'{HEAD},note\n{ROW},5" pipe\n')
    assert problems == []
    assert frame["note"].to_list() == ['5" pipe']


def test_rows_are_the_same_however_many_are_taken_at_once(
    method: Pack, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = f"{HEAD}\n" + "".join(f"e{number},Org,W02,{number},2025-09-30,target\n" for number in range(7))
    whole, _ = read(method, tmp_path, text)
    monkeypatch.setattr("commonweal.entries.csv_records._ROWS_AT_ONCE", 2)
    parts, problems = read(method, tmp_path, text)
    assert problems == []
    assert parts.equals(whole)


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        (b"", "empty-file"),
        (b"  \r\n ", "empty-file"),
        (b"entry,measure\0,stage\n", "nul-bytes"),
        (b"\xff\xfe" + "entry".encode("utf-16-le") + b"\x00", "encoding"),
        ("\ufeffentry,\0measure".encode("utf-16-le"), "encoding"),
        (b"entry,\x81\x8d\n", "encoding"),
        (b"\xef\xbb\xbfentry,\xff", "encoding"),
        (b"just a letter\nto someone\n", "no-heading"),
        ((HEAD + "\n").encode() + b"\n" * 5, None),
    ],
)
def test_files_that_cannot_be_read_say_why(content: bytes, rule: str | None, method: Pack, tmp_path: Path) -> None:
    frame, problems = read(method, tmp_path, content)
    assert rules(problems) == ([rule] if rule else [])
    assert all(problem.is_error and problem.file == "a.csv" and problem.remedy for problem in problems)
    assert frame.height == 0
    assert frame.columns == frame_columns()


def test_files_that_are_not_there_or_not_for_us(method: Pack, tmp_path: Path) -> None:
    (tmp_path / "letter.docx").write_bytes(b"x")
    frame, problems = read_entries([tmp_path / "gone.csv", tmp_path, tmp_path / "letter.docx"], method)
    assert rules(problems) == ["file-not-found", "file-not-found", "file-kind"]
    assert ".parquet" in problems[2].remedy
    assert frame.collect().height == 0


def test_a_file_that_may_not_be_opened(method: Pack, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.csv"
    path.write_text(HEAD)

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    _, problems = read_entries([path], method)
    assert rules(problems) == ["unreadable-file"]
    assert "Permission denied" in problems[0].message


def test_several_files_are_one_frame_and_ids_are_unique_across_them(method: Pack, tmp_path: Path) -> None:
    paths = [tmp_path / "one/a.csv", tmp_path / "two/a.csv", tmp_path / "b.csv"]
    for number, path in enumerate(paths):
        path.parent.mkdir(exist_ok=True)
        extra, cell = (",Hours,Colour", ",,red") if number == 1 else ("", "")
        path.write_text(f"{HEAD}{extra}\n{ROW}{cell}\nown{number},Org,W02,1,2025-09-30,delivered{cell}\n")
    lazy, problems = read_entries([*paths, paths[2]], method)
    frame = lazy.collect()
    assert frame.columns == [*frame_columns(["input.hours"]), "Colour"]
    assert frame["source_file"].unique(maintain_order=True).to_list() == [str(paths[0]), str(paths[1]), "b.csv"]
    repeated = next(problem for problem in problems if problem.rule == "repeated-entry")
    assert repeated.entries == ("e1",)
    assert all(f"{name}, row 2" in repeated.message for name in frame["source_file"].unique())
    assert rules(problems) == ["file-repeated", "unknown-columns", "repeated-entry"]


def test_one_month_first_date_casts_doubt_on_the_others(method: Pack, tmp_path: Path) -> None:
    days = ["09/30/2025", "03/04/2025", "05/04/2025", "30/09/2025"]
    rows = "\n".join(f"e{number},Org,W02,1,{day},delivered" for number, day in enumerate(days))
    _, problems = read(method, tmp_path, f"{HEAD}\n{rows}\n")
    doubt = next(problem for problem in problems if problem.rule == "date-order")
    assert doubt.severity == "warning"
    assert "2 others, such as 03/04/2025" in doubt.message


JUNK = st.one_of(
    st.binary(max_size=300),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=300).map(lambda text: f"{HEAD}\n{ROW}\n{text}".encode()),
)
CELL = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=JUNK)
def test_no_bytes_make_a_traceback(content: bytes, method: Pack, tmp_path: Path) -> None:
    frame, problems = read(method, tmp_path, content)
    assert frame.height > 0 or problems


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.lists(CELL, min_size=6, max_size=6), max_size=8))
def test_no_cells_make_a_traceback_and_no_row_is_lost(rows: list[list[str]], method: Pack, tmp_path: Path) -> None:
    quoted = "\n".join(",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows)
    frame, problems = read(method, tmp_path, f"{HEAD}\n{quoted}\n")
    filled = {number for number, row in enumerate(rows, start=2) if any(cell.strip(WHITE) for cell in row)}
    assert filled == set(frame["source_row"]) | {problem.row for problem in problems if problem.rule == "row-left-out"}
