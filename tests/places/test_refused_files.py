"""Files that are something else: each adaptor of places says so in a sentence, and gives no tables."""

from __future__ import annotations

from pathlib import Path

import pytest

from commonweal.places.registry import registry
from commonweal.places.store import Store
from tests.places.hamlet import fits, reading

PLACES = [
    source.id
    for source in registry().values()
    if source.adaptor in {"lookup", "boundaries", "onspd", "codepoint", "mysociety", "population"}
]

WRONG = {
    "nothing": b"",
    "a web page": b"<!DOCTYPE html><html><body>Not found</body></html>",
    "a picture": b"\x89PNG\r\n\x1a\n" + bytes(range(256)),
    "half a zip": b"PK\x03\x04" + bytes(60),
    "another table": b"Payment Date,Amount,Beneficiary\n2026-01-01,1.00,Made up\n",
    "other JSON": b'{"areas": [1, 2, 3]}',
    "half of some JSON": b'{"type": "FeatureCollection", "features": [{"properties": {"LSOA21CD": "E0',
    "a heading and no rows": b"lsoa11_code,total_population,90+\n",
    "not a code": b"lsoa11_code,total_population,90+\nDurham,5,1\n",
    "not a number": b"lsoa11_code,total_population,90+\nE01020590,many,1\n",
    "a cut-off list": (
        b"local-authority-code,nice-name,gss-code,start-date,end-date,replaced-by,nation,region,"
        b"local-authority-type,combined-authority\nDUR,County Durham,E0600\n"
    ),
}


def test_there_are_sources_of_places() -> None:
    assert len(PLACES) >= 13


@pytest.mark.parametrize("content", WRONG.values(), ids=WRONG)
@pytest.mark.parametrize("source", PLACES)
def test_a_file_that_is_something_else_gives_problems_and_no_tables(
    tmp_path: Path, source: str, content: bytes
) -> None:
    file = tmp_path / "download"
    file.write_bytes(content)
    fits(source, file)
    read = reading(source, file, Store(tmp_path))
    assert not read.tables
    assert read.problems
    for problem in read.problems:
        assert problem.is_error
        assert problem.file == "download"
        assert problem.message.endswith(".")
        assert problem.remedy


@pytest.mark.parametrize("source", PLACES)
def test_a_table_of_something_else_is_nobodys(tmp_path: Path, source: str) -> None:
    file = tmp_path / "payments.csv"
    file.write_bytes(WRONG["another table"])
    assert not fits(source, file)


def test_a_file_that_is_not_there_fits_nothing(tmp_path: Path) -> None:
    assert not [source for source in PLACES if fits(source, tmp_path / "absent.csv")]
