"""A pack once it is read: what is in it, how it is asked, and that it never changes."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

from commonweal.method import Pack, PackError, ProxyValue, load_pack, read_pack
from tests.conftest import WritePack


@pytest.fixture
def pack(write_pack: WritePack, tmp_path: Path) -> Pack:
    return load_pack(write_pack(tmp_path, measures={"work.a": {"code": "W01"}, "work.b": {}}))


def test_a_measure_is_found_by_id_and_by_code_in_any_case(pack: Pack) -> None:
    assert pack.measure("work.a") is pack.measure("W01") is pack.measure("w01")
    assert pack.measure("work.b") is pack.measures["work.b"]
    for unknown in ("work.c", "", "WORK.A"):
        assert pack.measure(unknown) is None, unknown


def test_a_measure_has_a_theme_and_an_outcome(pack: Pack) -> None:
    measure = pack.measures["work.a"]
    assert pack.theme_of(measure).name == "Work"
    assert pack.outcomes[measure.outcome].name == "More people in good work"


def test_a_pack_never_changes(pack: Pack) -> None:
    with pytest.raises(AttributeError):
        pack.digest = "another"  # type: ignore[misc]
    with pytest.raises(TypeError):
        pack.measures["work.c"] = pack.measures["work.a"]  # type: ignore[index]
    with pytest.raises(ValidationError):
        pack.measures["work.a"].name = "Another"


def test_a_folder_without_a_pack_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "empty").mkdir()
    monkeypatch.chdir(tmp_path / "empty")
    for path in (Path(), tmp_path / "empty", "../empty"):
        with pytest.raises(PackError, match=r"^The method empty cannot be used.*empty has no pack\.yaml\.$"):
            load_pack(path)


def test_warnings_do_not_stop_a_pack(write_pack: WritePack, tmp_path: Path) -> None:
    folder = write_pack(tmp_path, sources={"unread": {}})
    pack, problems = read_pack(folder)
    assert pack == load_pack(folder)
    assert [problem.severity for problem in problems] == ["warning"]


def test_problems_stand_in_the_order_of_files_and_lines(write_pack: WritePack, tmp_path: Path) -> None:
    folder = write_pack(
        tmp_path,
        header={"price_base": 2050, "deflator_source": "x"},
        proxies={"b": {"source": "x", "grade": "Z"}, "a": {"source": "x"}},
        files={"stray.yaml": ""},
    )
    problems = read_pack(folder)[1]
    places = [(problem.file or "", problem.row or 0) for problem in problems]
    assert places == sorted(places)
    assert len(places) == 6


def test_a_value_has_a_price_year_wherever_it_is_written() -> None:
    plain = ProxyValue.model_validate({"lane": "social", "amount": 1, "price_year": "2012/13"})
    yearly = ProxyValue.model_validate({"lane": "social", "series": {"price_year": 2022, "values": {2025: 1}}})
    assert (plain.year_of_prices, yearly.year_of_prices) == ("2012/13", 2022)
    with pytest.raises(ValueError, match="no price year"):
        _ = ProxyValue.model_validate({"lane": "social", "amount": 1}).year_of_prices
