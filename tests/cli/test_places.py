"""The data catalogue on the command line: what is shown, and what a person is told when it cannot be done."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

import commonweal.cli.places
from commonweal.places.adding import Stored
from commonweal.places.registry import PlaceSource
from commonweal.places.store import DATA
from tests.cli.conftest import Run
from tests.places.publisher import Answer, Publisher, publisher
from tests.places.small_sources import METADATA, TIDY, install, small_source, table

TODAY = str(date.today())
FILE = table(("E06000001", 1.0), ("E06000002", 2.0))
BY_HAND = "Download it by hand from https://example.org/small and run: commonweal places add FILE"


@pytest.fixture
def desk() -> Iterator[Publisher]:
    with publisher() as running:
        yield running


@pytest.fixture(autouse=True)
def sources(monkeypatch: pytest.MonkeyPatch, folder: Path, desk: Publisher) -> dict[str, PlaceSource]:
    """Three made-up sources: one to fetch, one for an area at a time, one to add by hand. The data folder is new."""
    install(monkeypatch)
    monkeypatch.setenv(DATA, str(folder / "data"))
    known = {
        "by-hand": small_source(id="by-hand", title="By hand only", indicators=[]),
        "piecemeal": small_source(
            f"{desk.address}/api?area={{area}}",
            id="piecemeal",
            title="Piece by piece",
            indicators=[],
        ),
        "small": small_source(f"{desk.address}/small.csv"),
    }
    monkeypatch.setattr("commonweal.cli.places.registry", lambda: known)
    monkeypatch.setattr("commonweal.places.adding.registry", lambda: known)
    return known


class TestList:
    def test_every_source_with_how_to_get_it(self, run: Run) -> None:
        ran = run("places", "list")
        assert (ran.code, ran.err) == (0, "")
        assert ran.out.splitlines() == [
            "commonweal places fetch SOURCE downloads these",
            "  piecemeal · Piece by piece · 2025",
            "    ltla24, A made-up licence, with --area CODE",
            "  small · Small scores · 2025",
            "    ltla24, A made-up licence",
            "",
            "commonweal places add FILE takes these, once you have downloaded them by hand",
            "  by-hand · By hand only · 2025",
            "    ltla24, A made-up licence, from https://example.org/small",
        ]

    def test_a_source_of_your_own_is_listed(self, run: Run, folder: Path) -> None:
        (folder / "survey.csv").write_text(TIDY, encoding="utf-8")
        (folder / "survey.meta.yaml").write_text(METADATA, encoding="utf-8")
        assert "our-survey: A made-up survey, 2026" in run("places", "add", "survey.csv").out
        assert run("places", "list").out.splitlines()[:3] == [
            "Held",
            "  our-survey · A made-up survey · 2026",
            f"    ltla24, A made-up licence, since {TODAY}",
        ]
        [own] = [one for one in run("places", "list", "--format", "json").record if one["id"] == "our-survey"]
        assert (own["get"], own["held"], own["licence"]) == ("your own", TODAY, "A made-up licence")

    def test_what_is_held_says_since_when(self, run: Run, desk: Publisher) -> None:
        desk.says(Answer(FILE))
        run("places", "fetch", "small")
        listed = {one["id"]: one for one in run("places", "list", "--format", "json").record}
        assert listed["small"]["held"] == TODAY
        assert listed["by-hand"]["held"] is None
        assert run("places", "list").out.splitlines()[:3] == [
            "Held",
            "  small · Small scores · 2025",
            f"    ltla24, A made-up licence, since {TODAY}, fetched again by --again",
        ]

    def test_as_json(self, run: Run, desk: Publisher) -> None:
        [by_hand, piecemeal, small] = run("places", "list", "--format", "json").record
        assert [one["get"] for one in (by_hand, piecemeal, small)] == ["by hand", "fetch --area", "fetch"]
        assert small["address"] == f"{desk.address}/small.csv"
        assert {"title", "publisher", "edition", "geography", "licence", "licence_url", "attribution"} <= small.keys()


class TestFetch:
    def test_it_says_what_was_stored(self, run: Run, desk: Publisher) -> None:
        desk.says(Answer(FILE))
        ran = run("places", "fetch", "small")
        assert (ran.code, ran.err) == (0, "")
        assert ran.out.splitlines() == [
            "small: Small scores, 2025",
            "  stored from small.csv: values 2 rows",
            "  1 indicator of 2 areas (ltla24)",
            "  A made-up licence, A made-up office",
        ]

    def test_what_is_held_is_left_unless_asked_for_again(self, run: Run, desk: Publisher) -> None:
        desk.says(Answer(FILE), Answer(table(("E06000001", 9.0))))
        run("places", "fetch", "small")
        ran = run("places", "fetch", "small")
        assert ran.out == f"small is held already, since {TODAY}; --again fetches it anew\n"
        assert run("places", "fetch", "small", "--again").out.startswith("small: Small scores")

    @pytest.mark.parametrize(
        ("arguments", "line"),
        [
            (("smal",), "There is no source 'smal'. Did you mean small?"),
            (("small", "smal"), "There is no source 'smal'. Did you mean small?"),
            (("by-hand",), f"by-hand cannot be fetched. {BY_HAND}"),
            (("piecemeal",), "piecemeal is fetched for one area at a time. Name it: --area CODE."),
            (("piecemeal", "--area", "Durham"), "'Durham' is not an ONS code. Write it as in E06000047."),
            (("small", "--area", "E06000047"), "--area is not for small, which is fetched whole: leave it out"),
        ],
    )
    def test_a_wrong_call_is_one_line_and_asks_nobody(
        self, run: Run, desk: Publisher, arguments: tuple[str, ...], line: str
    ) -> None:
        assert run("places", "fetch", *arguments).line == line
        assert not desk.asked

    def test_a_download_that_fails_is_one_line(self, run: Run, desk: Publisher) -> None:
        desk.says(Answer(status=404))
        line = run("places", "fetch", "small").line
        assert line == f"small was not fetched: 127.0.0.1 does not have it (it answered 404). {BY_HAND}"

    def test_a_download_that_breaks_off_waits_and_is_carried_on(self, run: Run, desk: Publisher) -> None:
        long = table(*((f"E0600{number:04}", 1.0) for number in range(3000)))
        desk.says(Answer(long, headers={"ETag": '"a"'}, breaks_after=40_000))
        line = run("places", "fetch", "small").line
        assert "the download was cut off after 32,768 of" in line
        assert "Run the command again later" in line
        told = run("places", "status").out
        assert "Half downloads, which fetching again carries on" in told
        assert f"small: small.csv, 32,768 of {len(long):,} bytes since {TODAY}" in told
        desk.says(Answer(long, headers={"ETag": '"a"'}))
        assert "values 3,000 rows" in run("places", "fetch", "small").out
        assert "range" in desk.asked[-1][1]
        assert "Half downloads" not in run("places", "status").out

    def test_on_a_terminal_a_bar_shows_how_far_it_is(
        self, run: Run, desk: Publisher, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        desk.says(Answer(FILE))
        monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
        monkeypatch.setattr("commonweal.cli.places.Console", lambda stderr: Console(stderr=stderr, force_terminal=True))
        ran = run("places", "fetch", "small")
        assert f"{len(FILE)}/{len(FILE)} bytes" in ran.err
        assert ran.out.startswith("small: Small scores")

    def test_one_that_fails_does_not_keep_the_others(self, run: Run, desk: Publisher) -> None:
        desk.by_path = lambda path: Answer(FILE) if path.startswith("/small") else Answer(status=500)
        ran = run("places", "fetch", "piecemeal", "small", "--area", "E06000047")
        assert ran.code == 1
        assert ran.err.startswith("commonweal: piecemeal was not fetched: 127.0.0.1 has a fault (it answered 500).")
        assert ran.err.count("\n") == 1
        assert ran.out.startswith("small: Small scores")

    def test_stopping_it_says_how_many_are_stored(
        self, run: Run, desk: Publisher, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        desk.says(Answer(FILE))
        whole = commonweal.cli.places.fetch

        def stopped(source: PlaceSource, *rest: Any, **more: Any) -> tuple[Stored | None, ...]:
            if source.id == "piecemeal":
                raise KeyboardInterrupt
            return whole(source, *rest, **more)

        monkeypatch.setattr("commonweal.cli.places.fetch", stopped)
        line = run("places", "fetch", "small", "piecemeal", "--area", "E06000001").line
        assert line == "stopped before the end: 1 of 2 sources is stored, each of them whole. Run it again for the rest"

    def test_another_layout_is_an_error_of_the_file(self, run: Run, desk: Publisher) -> None:
        desk.says(Answer(b"x,y\n1,2\n"))
        ran = run("places", "fetch", "small")
        assert (ran.code, ran.out) == (2, "")
        assert "small.csv is not place,score. Take the right one." in ran.err


class TestAdd:
    def test_a_file_is_recognised_and_added_once(self, run: Run, folder: Path) -> None:
        (folder / "mine.csv").write_bytes(FILE)
        ran = run("places", "add", "mine.csv", "--as", "small")
        assert (ran.code, ran.err) == (0, "")
        assert "  stored from mine.csv: values 2 rows" in ran.out
        again = run("places", "add", "mine.csv", "--as", "small")
        assert again.out == "small: all that mine.csv says is held already; nothing changed\n"

    def test_what_the_adaptor_left_out_is_told(self, run: Run, folder: Path) -> None:
        (folder / "mine.csv").write_bytes(FILE + b"E06000003,\n")
        assert "  Note: 1 areas have no score." in run("places", "add", "mine.csv", "--as", "small").out

    def test_several_files_each_for_itself(self, run: Run, folder: Path) -> None:
        (folder / "good.csv").write_bytes(FILE)
        (folder / "cut.csv").write_bytes(FILE[:-7])
        ran = run("places", "add", "cut.csv", "good.csv", "--as", "small")
        assert ran.code == 2
        assert "cut.csv is cut off: its last line ends after 1 of 2 cells." in ran.err
        assert "small: Small scores" in ran.out

    def test_stopping_it_says_how_many_are_stored(
        self, run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for name in ("a.csv", "b.csv", "c.csv"):
            (folder / name).write_bytes(FILE)
        whole = commonweal.cli.places.add

        def stopped(file: Path, *rest: Any, **more: Any) -> Stored:
            if file.name == "b.csv":
                raise KeyboardInterrupt
            return whole(file, *rest, **more)

        monkeypatch.setattr("commonweal.cli.places.add", stopped)
        ran = run("places", "add", "a.csv", "b.csv", "c.csv", "--as", "small")
        assert ran.code == 1
        line = "stopped before the end: 1 of 3 files is stored, each of them whole. Run it again for the rest"
        assert ran.err == f"commonweal: {line}\n"
        assert run("places", "status", "--format", "json").record["held"][0]["rows"] == {"values": 2}

    def test_a_layout_that_nobody_has(self, run: Run, folder: Path) -> None:
        (folder / "mine.csv").write_text("x,y\n1,2\n", encoding="utf-8")
        ran = run("places", "add", "mine.csv")
        assert (ran.code, ran.out) == (2, "")
        told = " ".join(ran.err.split())
        assert "mine.csv has none of the 3 layouts that are known here. Its columns begin with x, y." in told
        assert not (folder / "data").exists()

    @pytest.mark.parametrize(
        ("arguments", "line"),
        [
            (("none.csv",), "There is no file none.csv"),
            (("mine.csv", "--as", "smal"), "There is no source 'smal'. Did you mean small?"),
            (("mine.csv", "--metadata", "none.yaml"), "There is no file none.yaml"),
            (
                ("mine.csv", "--metadata", "m.yaml", "--as", "small"),
                "Give --as or --metadata: a tidy file with metadata is a source of its own",
            ),
            (
                ("mine.csv", "m.yaml", "--metadata", "m.yaml"),
                "--metadata describes one file: add the others without it",
            ),
        ],
    )
    def test_a_wrong_call_is_one_line(self, run: Run, folder: Path, arguments: tuple[str, ...], line: str) -> None:
        (folder / "mine.csv").write_bytes(FILE)
        assert run("places", "add", *arguments).line == line


class TestStatus:
    def test_an_empty_folder_says_what_is_needed(self, run: Run, folder: Path) -> None:
        out = run("places", "status").out
        assert out.splitlines()[0].startswith("Data folder: ")
        assert "Nothing is held yet." in out
        assert "Needed: deprivation of neighbourhoods (every needs analysis rests on it): iod2025" in out
        assert not (folder / "data").exists()

    def test_what_is_held_with_its_file(self, run: Run, folder: Path, desk: Publisher) -> None:
        desk.says(Answer(FILE))
        run("places", "fetch", "small")
        [kept] = run("places", "status", "--format", "json").record["held"]
        [origin] = kept["origins"]
        out = run("places", "status").out
        assert "small · Small scores" in out
        assert "2025, ltla24: values 2 rows" in out
        assert f"small.csv, fetched {TODAY}, SHA-256 {origin['sha256'][:12]}…" in out

    def test_as_json(self, run: Run, folder: Path) -> None:
        record = run("places", "status", "--format", "json").record
        assert record["folder"] == str(folder / "data")
        assert (record["held"], record["half_downloads"]) == ([], [])
        assert next(one["sources"] for one in record["lacking"] if one["needed"]) == ["iod2025"]
        assert json.dumps(record)

    def test_a_damaged_folder_is_one_line(self, run: Run, folder: Path, desk: Publisher) -> None:
        desk.says(Answer(FILE))
        run("places", "fetch", "small")
        (folder / "data" / "sources" / "small" / "provenance.json").write_text("?", encoding="utf-8")
        assert (
            "provenance.json cannot be read. Fetch it with --again or add its file again"
            in run("places", "status").line
        )

    def test_a_damaged_table_is_told_and_the_file_repairs_it(self, run: Run, folder: Path) -> None:
        (folder / "a.csv").write_bytes(FILE)
        run("places", "add", "a.csv", "--as", "small")
        assert run("places", "status").code == 0
        table = folder / "data" / "sources" / "small" / "values.parquet"
        table.write_bytes(table.read_bytes()[:-9])
        ran = run("places", "status")
        assert ran.code == 1
        assert "values.parquetisnotasitwaswritten" in "".join(ran.out.split())
        [fault] = run("places", "status", "--format", "json").record["held"][0]["damage"]
        assert "values.parquet" in fault
        assert (
            "Note: What was held of small was damaged; a.csv repairs it."
            in run("places", "add", "a.csv", "--as", "small").out
        )
        assert run("places", "status").code == 0

    def test_folders_among_the_files_are_left_out_and_said(self, run: Run, folder: Path) -> None:
        (folder / "a.csv").write_bytes(FILE)
        (folder / "more").mkdir()
        ran = run("places", "add", "more", "a.csv", "--as", "small")
        assert ran.code == 0
        assert ran.err == "commonweal: more is a folder and is left out: name the files in it\n"
        assert "stored from a.csv" in ran.out
        assert "more is a folder" in run("places", "add", "more").line

    def test_a_data_folder_that_is_a_file_is_told(
        self, run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (folder / "data").write_text("", encoding="utf-8")
        told = f"COMMONWEAL_DATA names {folder / 'data'}, which is a file: name a folder"
        assert run("places", "status").line == told


@pytest.mark.parametrize("command", ["list", "status"])
def test_a_format_that_there_is_not(run: Run, command: str) -> None:
    assert run("places", command, "--format", "csv").line == "--format cannot be 'csv'. Use one of: table, json"
