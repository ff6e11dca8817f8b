"""Read and check a workbook of 100,000 rows and 25 columns in which one cell in a hundred is dirty.

Run ``python benchmarks/read_workbook.py [ROWS]``. It writes its own workbook into a temporary folder, plants dirty
cells of every kind at known places, reads it, and fails unless each is listed with its row, column and rule, and
nothing else is. It prints the times of writing, reading and each part of reading.
"""

from __future__ import annotations

import os
import random
import resource
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

from xlsxwriter.workbook import Workbook  # type: ignore[import-untyped]

from commonweal.entries import read_entries
from commonweal.method import load_method

# Heading, the rule that breaks, and a cell that breaks it; None in place of a text is a formula without a value.
DIRTY = (
    ("Entry ID", "error-cell", "#REF!"),
    ("Organisation", "missing", ""),
    ("Organisation", "placeholder", "TBC"),
    ("Measure", "unknown-measure", "Z99"),
    ("Quantity", "not-a-number", "N/A"),
    ("Quantity", "not-a-number", "12 hours"),
    ("Quantity", "places", 1 / 3),
    ("Quantity", "negative", "(1,200.00)"),
    ("Quantity", "too-large", 1e10),
    ("Quantity", "formula-without-value", None),
    ("Period end", "impossible-date", "31/09/2025"),
    ("Period end", "month-first", "09/30/2025"),
    ("Period end", "not-a-date", "30/09/25"),
    ("Period end", "date-range", "30/09/1925"),
    ("Stage", "unknown-word", "planned"),
    ("Channel", "unknown-word", "post"),
    ("Place", "place", "Durham"),
    ("Agreed share", "fraction-range", "120%"),
    ("Deadweight", "not-a-number", "tbc"),
    ("Leakage", "error-cell", "#DIV/0!"),
)
HEADINGS = (
    "Entry ID,Organisation,Partner,Activity,Channel,Measure,Quantity,Period start,Period end,Place,Stage,Assurance,"
    "Recipient,Reference,Beneficiary,Outcome reference,Agreed share,Deadweight,Displacement,Leakage,Substitution,"
    "Attribution to others,Reason for adjustment,Description,Note"
).split(",")
# Right, although not plain: what a reader must not stumble over.
UNTIDY_NUMBERS = ("£1,234.50", " 12.5 ", "1 234", "7", 12.25, 0.1 + 0.2)


def row_of(number: int, measures: list[str], chance: random.Random) -> list[object]:
    """One right row, written as untidily as people do."""
    last = date(2025, 4, 1) + timedelta(days=number % 365)
    written = (last.isoformat(), f"{last:%d/%m/%Y}", f"{last:%d %b %Y}", last)[number % 4]
    return [
        f"E{number:07d}",
        f"Organisation {number % 300}",
        f"Partner {number % 12}",
        f"Activity {number % 2000}",
        ("procurement", "Operations", "grant")[number % 3],
        measures[number % len(measures)],
        UNTIDY_NUMBERS[number % len(UNTIDY_NUMBERS)] if number % 5 == 0 else chance.randrange(1, 100_000) / 100,
        last - timedelta(days=30),
        written,
        ("dh1 5ul", "E06000047", "DH1 1AA", "")[number % 4],
        ("Delivered", "commitment", "forecast")[number % 3],
        ("claimed", "", "")[number % 3],
        f"School {number % 90}",
        f"C-{number % 500}",
        "",
        f"outcome {number}",
        ("50%", 0.25, "")[number % 3],
        0.2,
        "10%",
        0,
        "",
        "",
        "measured here",
        f"What was done on the day, in the words of row {number}",
        "",
    ]


def write(path: Path, rows: int, measures: list[str]) -> set[tuple[int, str, str]]:
    """Write the workbook; returns the row, heading and rule of every dirty cell."""
    chance = random.Random(20260101)
    positions = chance.sample(range(rows * len(HEADINGS)), rows * len(HEADINGS) // 100)
    dirty_rows: dict[int, int] = {}
    for number, position in enumerate(positions):
        dirty_rows.setdefault(position // len(HEADINGS), number)
    expected: set[tuple[int, str, str]] = set()
    workbook = Workbook(str(path), {"constant_memory": True, "strings_to_formulas": False})
    workbook.set_calc_mode("auto")
    day = workbook.add_format({"num_format": "dd/mm/yyyy"})
    sheet = workbook.add_worksheet("Returns")
    sheet.write_string(0, 0, "Social value return")
    sheet.write_row(2, 0, HEADINGS)
    wanted = rows * len(HEADINGS) // 100
    for number in range(rows):
        cells = row_of(number, measures, chance)
        planted: dict[int, tuple[str, object]] = {}
        if number in dirty_rows:
            # Several in one row, so that one cell in a hundred of the whole sheet is dirty.
            for heading, rule, cell in chance.sample(DIRTY, 7):
                if len(expected) < wanted and HEADINGS.index(heading) not in planted:
                    planted[HEADINGS.index(heading)] = (rule, cell)
                    expected.add((number + 4, heading, rule))
        for position, cell in enumerate(cells):
            value = planted[position][1] if position in planted else cell
            if value is None:
                sheet.write_formula(number + 3, position, "=1+1", None, "")
            elif isinstance(value, date):
                sheet.write_datetime(number + 3, position, value, day)
            elif isinstance(value, str) and value.startswith("#"):
                sheet.write_formula(number + 3, position, "=NA()", None, value)
            elif value != "":
                sheet.write(number + 3, position, value)
    workbook.close()
    return expected


def main() -> int:
    """Write, read, compare, print."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    pack = load_method("commonweal-open")
    measures = [name for name, measure in pack.measures.items() if measure.aggregation == "sum"]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "returns.xlsx"
        began = time.perf_counter()
        expected = write(path, rows, measures)
        written = time.perf_counter()
        frame, problems = read_entries([path], pack)
        count = frame.collect().height
        read = time.perf_counter()
        size = path.stat().st_size / 1e6
    listed = {(problem.row, problem.column, problem.rule) for problem in problems if problem.is_error}
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"Machine: {os.cpu_count()} cores. Workbook: {rows:,} rows, {len(HEADINGS)} columns, {size:.1f} MB.")
    print(f"Dirty cells planted: {len(expected):,} ({len(expected) / rows / len(HEADINGS):.2%} of the cells).")
    print(
        f"Written in {written - began:.1f} s. Read and checked in {read - written:.1f} s; peak memory {memory:.0f} MB."
    )
    print(f"Rows read: {count:,}. Errors listed: {len(listed):,}.")
    missed, extra = expected - listed, listed - expected
    for title, cells in (("Not listed", missed), ("Listed, but not planted", extra)):
        if cells:
            print(f"{title}: {len(cells):,}, such as {sorted(cells, key=str)[:5]}")
    return 1 if missed or extra or count != rows else 0


if __name__ == "__main__":
    sys.exit(main())
