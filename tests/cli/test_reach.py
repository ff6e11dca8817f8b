"""``commonweal reach``: the finding, where everything landed, and every wrong call in one sentence."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pytest

from commonweal.places.store import DATA
from tests.cli.conftest import AS_AT, Ledger, Run
from tests.cli.test_masking import closed_pack, leaks
from tests.statement.reached_hamlet import APART, FINE, FORGE, HAMLET, MILL, WORST, WORST_TOO, hold

CALL = ("-m", "method", "--as-at", AS_AT)


@pytest.fixture(scope="module")
def stored(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return hold(tmp_path_factory.mktemp("hamlet")).folder


@pytest.fixture(autouse=True)
def _held(monkeypatch: pytest.MonkeyPatch, stored: Path) -> None:
    monkeypatch.setenv(DATA, str(stored))


@pytest.fixture
def entries(ledger: Ledger) -> str:
    """Two in most need at one place, one elsewhere in the hamlet, one outside, one unknown, one without a place."""
    places = ["DH1 1AA", WORST, FINE, APART, "E01999999", ""]
    return ledger("a.csv", *({"place": place} for place in places))


def test_the_finding_is_the_title_and_the_table_adds_up(run: Run, entries: str) -> None:
    ran = run("reach", "county hamlet", entries, *CALL)
    assert ran.code == 0
    assert ran.out.startswith("1 of County Hamlet's 2 neighbourhoods in most need has nothing recorded.\n")
    assert re.search(r"In its neighbourhoods in most need +£2,200.00 +£0.00 +2 FTE year +2\n", ran.out)
    assert re.search(r"Elsewhere: outside it +£1,100.00", ran.out)
    assert re.search(r"\nAll +£6,600.00 +£0.00 +6\n", ran.out)
    assert f"Hamlet 001B ({WORST_TOO})" in ran.out
    assert "1 entry is in a neighbourhood found from the one point of a postcode" in ran.out
    assert "£1,100.00, 16.7% of it, is not tied to a place." in ran.out
    assert "Contains Ordnance Survey data" in ran.out
    assert re.search(r"\nResidents: .+, \d{4}\.\n", ran.out)
    assert re.search(r"\n\s*· OS Code-Point Open, ", ran.out)
    assert "unknown-place" in ran.out


def test_json_carries_places_lines_totals_and_sources(run: Run, entries: str) -> None:
    record = run("reach", HAMLET, entries, *CALL, "--format", "json").record
    assert record["area"] == {"code": HAMLET, "name": "County Hamlet", "kind": "local authority"}
    assert record["need"]["indicator"] == "iod2025.imd"
    assert record["need"]["source"]["licence"] == "Open Government Licence v3.0"
    assert record["totals"]["additional"] == "6600.00"
    assert [(line["landing"], line["entries"], line["additional"]) for line in record["landings"]] == [
        ("most need", 2, "2200.00"),
        ("other need", 1, "1100.00"),
        ("elsewhere", 1, "1100.00"),
        ("unknown", 1, "1100.00"),
        ("unlocated", 1, "1100.00"),
    ]
    worst, other, fine = record["places"]
    assert worst["need"] == {
        "value": 99.995,
        "rank": 5,
        "decile": 1,
        "neighbourhoods_in_worst_tenth": 1,
        "neighbourhoods": 1,
    }
    assert (worst["additional"], worst["additional_per_head"], worst["population"]) == ("2200.00", "2.20", 1_000)
    assert (other["entries"], other["additional"], fine["entries"]) == (0, "0.00", 1)
    assert (record["most_in_need"], record["not_reached"]) == (2, [WORST_TOO])
    assert record["unlocated_share"] == "0.1667"
    assert record["at_own_office"]["entries"] == 0
    assert {source["id"] for source in record["sources"]} == {
        "iod2025",
        "codepoint-open",
        "ons-lsoa21-ward24-ltla24",
    }
    assert [problem["rule"] for problem in record["problems"]] == ["unknown-place"]


def test_csv_has_a_row_for_each_place_and_line(run: Run, entries: str) -> None:
    rows = list(csv.DictReader(io.StringIO(run("reach", HAMLET, entries, *CALL, "--format", "csv").out)))
    assert [(row["landing"], row["code"]) for row in rows] == [
        ("neighbourhood", WORST),
        ("neighbourhood", WORST_TOO),
        ("neighbourhood", FINE),
        ("elsewhere", ""),
        ("unknown", ""),
        ("unlocated", ""),
    ]
    assert sum(float(row["additional"]) for row in rows) == 6_600
    assert all("Indices of Deprivation 2025" in row["need_source"] for row in rows)


def test_by_ward_and_by_theme(run: Run, entries: str) -> None:
    by_ward = run("reach", HAMLET, entries, *CALL, "--by", "ward", "--format", "json").record
    assert [(place["code"], place["entries"]) for place in by_ward["places"]] == [(MILL, 2), (FORGE, 1)]
    by_theme = run("reach", HAMLET, entries, *CALL, "--by", "theme")
    assert re.search(r"Work +In its neighbourhoods in most need +£2,200.00", by_theme.out)


def test_entries_at_an_office_are_flagged(run: Run, entries: str, folder: Path) -> None:
    (folder / "offices.csv").write_text("organisation,place\nAnytown,DH1 1AA\n")
    ran = run("reach", HAMLET, entries, *CALL, "--offices", "offices.csv")
    assert "2 entries are placed at the reporting organisation's own office, £2,200.00 (33.3%)" in ran.out


@pytest.mark.parametrize("suffix", ["svg", "png", "html"])
def test_a_map_is_written_too(run: Run, entries: str, folder: Path, suffix: str) -> None:
    assert run("reach", HAMLET, entries, *CALL, "--chart", f"map.{suffix}").code == 0
    content = (folder / f"map.{suffix}").read_bytes()
    assert content.startswith({"svg": b"<svg", "png": b"\x89PNG", "html": b"<!doctype html>"}[suffix])
    if suffix == "svg":
        words = content.decode()
        assert "1 of County Hamlet&#x27;s 2 neighbourhoods in most need" in words
        assert all(told in words for told in (">worst tenth, nothing recorded<", ">up to £10,000<", "Hamlet 001B"))


def test_a_map_of_areas_without_boundaries_says_what_to_add(run: Run, entries: str, folder: Path) -> None:
    told = run("reach", HAMLET, entries, *CALL, "--by", "ward", "--chart", "map.svg").line
    assert told.startswith("No boundaries of ward24 are held.")
    assert not (folder / "map.svg").exists()


@pytest.mark.parametrize(
    ("extra", "told"),
    [
        (["--by", "street"], "--by cannot be 'street'. Use one of: neighbourhood, ward, theme"),
        (["--need", "iod2025.nothing"], "No values of iod2025.nothing are held"),
        (["--chart", "map.pdf"], "A chart is written as .svg, .png, .html"),
        (["--chart", "nowhere/map.svg"], "There is no folder nowhere"),
        (["--chart", "a.csv"], "would write over what is read"),
        (["--chart", "x.svg", "--out", "x.svg"], "--out and --chart are both x.svg"),
        (["--seed", "-1"], "--seed must be 0 or more"),
    ],
)
def test_a_wrong_call_is_told_in_one_sentence(run: Run, entries: str, extra: list[str], told: str) -> None:
    assert told in run("reach", HAMLET, entries, *CALL, *extra).line


def test_an_unknown_area_is_told_in_one_sentence(run: Run, entries: str) -> None:
    assert "E06999999" in run("reach", "E06999999", entries, *CALL).line


def test_without_data_the_commands_that_bring_it_are_named(
    run: Run, entries: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv(DATA, str(tmp_path / "nothing"))
    assert "commonweal places" in run("reach", HAMLET, entries, *CALL).line


def test_an_entry_in_error_stops_it_unless_the_rest_is_accepted(run: Run, ledger: Ledger) -> None:
    wrong = ledger("w.csv", {"place": WORST}, {"place": FINE, "quantity": "many"})
    refused = run("reach", HAMLET, wrong, *CALL)
    assert (refused.code, refused.out) == (2, "")
    assert "Nothing is counted: 1 of 2 entries refused." in refused.err
    accepted = run("reach", HAMLET, wrong, *CALL, "--accept-valid")
    assert accepted.code == 2
    assert "2 entries read: 1 delivered, 1 refused" in accepted.out
    as_json = run("reach", HAMLET, wrong, *CALL, "--format", "json")
    assert as_json.code == 2
    assert as_json.record["totals"] is None
    assert as_json.record["problems"]


@pytest.mark.parametrize("kind", ["table", "json", "csv"])
@pytest.mark.parametrize("by", ["neighbourhood", "ward", "theme"])
def test_a_place_whose_pounds_would_give_away_a_licensed_figure_is_masked(
    run: Run, ledger: Ledger, folder: Path, kind: str, by: str
) -> None:
    closed_pack(folder / "closed", by_pack=False)
    secret = {"measure": "work.secret", "quantity": 7}
    told = ledger("told.csv", {**secret, "place": WORST}, {"measure": "work.open", "quantity": 3, "place": FINE})
    call = ("-m", "closed", "--as-at", AS_AT, "--by", by, "--format", kind, "--chart", "map.svg")
    ran = run("reach", HAMLET, told, *(call if by != "ward" else call[:-2]))
    assert ran.code == 0
    assert leaks(ran.out) == []
    assert "masked" in ran.out
    if by != "ward":
        assert leaks((folder / "map.svg").read_text(encoding="utf-8")) == []
