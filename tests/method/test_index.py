"""The price index, ``indices/gdp-deflator.csv``."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from commonweal.method import load_pack, read_pack
from commonweal.method.folder import DEFLATOR
from tests.conftest import WritePack

ROWS = "2022,90.5005\n2024,100\n"


@pytest.mark.parametrize(
    "text",
    [
        f"year,index\n{ROWS}".encode(),
        f"\ufeffyear,index\r\n{ROWS}".replace("\n", "\r\n").encode(),
        f"year , index\n\n2022 , 90.5005\n2024,100\n,\n{'   '}\n".encode(),
        b'"year","index"\n"2022","90.50050"\n"2024","100.0"',
        b"year,index\n2024,100\n2022,90.5005\n",
    ],
)
def test_it_is_read_however_it_was_saved(write_pack: WritePack, tmp_path: Path, text: bytes) -> None:
    (write_pack(tmp_path) / DEFLATOR).write_bytes(text)
    assert dict(load_pack(tmp_path).deflator) == {2022: Decimal("90.5005"), 2024: Decimal(100)}


@pytest.mark.parametrize(
    ("text", "row", "part"),
    [
        (b"", 1, "The first line is not 'year,index'"),
        (b"2024,100\n", 1, "The first line is not 'year,index'"),
        (b"year,index,note\n2024,100,x\n", 1, "The first line is not 'year,index'"),
        (f"year,index\n{ROWS}2022,91\n".encode(), 4, "The year 2022 is repeated"),
        (f"year,index\n{ROWS}2023,0\n".encode(), 4, "The index of 2023 is not above zero"),
        (f"year,index\n{ROWS}2023,-5\n".encode(), 4, "'2023,-5' is not a year and an index"),
        (f"year,index\n{ROWS}2023\n".encode(), 4, "'2023' is not a year and an index"),
        (f"year,index\n{ROWS}2023,96,extra\n".encode(), 4, "'2023,96,extra' is not a year and an index"),
        (f"year,index\n{ROWS}2022/23,96\n".encode(), 4, "'2022/23,96' is not a year and an index"),
        (f"year,index\n{ROWS}2023,1_00\n".encode(), 4, "'2023,1_00' is not a year and an index"),
        (f"year,index\n{ROWS}2023,1e2\n".encode(), 4, "'2023,1e2' is not a year and an index"),
        (f"year,index\n{ROWS}2023,NaN\n".encode(), 4, "'2023,NaN' is not a year and an index"),
        (f"year,index\n{ROWS}２０２３,96\n".encode(), 4, "is not a year and an index"),
        (f"year,index\n{ROWS}2023,\x0096\n".encode(), 4, "is not a year and an index"),
        (f"year,index\n{ROWS}2023,{'9' * 200_000}\n".encode(), 4, "is not a year and an index"),
        (b"year,index\n2024,100\n\xff\n", None, "The file is not UTF-8 text"),
        ("year,index\n".encode("utf-16"), None, "The file is not UTF-8 text"),
    ],
)
def test_a_fault_is_told_with_its_line(
    write_pack: WritePack, tmp_path: Path, text: bytes, row: int | None, part: str
) -> None:
    (write_pack(tmp_path) / DEFLATOR).write_bytes(text)
    pack, problems = read_pack(tmp_path)
    assert pack is None
    (problem,) = (problem for problem in problems if problem.file == DEFLATOR)
    assert (problem.row, problem.is_error) == (row, True)
    assert part in problem.message
    assert len(problem.message) < 200


def test_every_fault_is_told_at_once(write_pack: WritePack, tmp_path: Path) -> None:
    folder = write_pack(tmp_path, files={DEFLATOR: f"year,index\n{ROWS}x,1\n2022,5\n2023,0\n"})
    assert [problem.row for problem in read_pack(folder)[1] if problem.file == DEFLATOR] == [4, 5, 6]


def test_a_method_of_nominal_values_needs_no_index(write_pack: WritePack, tmp_path: Path) -> None:
    values = [{"lane": "local", "amount": 1, "price_year": "nominal"}]
    folder = write_pack(tmp_path, proxies={"spend": {"values": values}})
    (folder / DEFLATOR).unlink()
    assert dict(load_pack(folder).deflator) == {}
