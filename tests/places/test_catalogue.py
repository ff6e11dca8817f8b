"""Fetching from a publisher: whole downloads, broken ones, refusals, pages. The server is real, and on this machine."""

from __future__ import annotations

import json
import shutil
import socket
import zipfile
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import requests

from commonweal import __version__
from commonweal.places import catalogue
from commonweal.places.adding import CatalogueError, Stored
from commonweal.places.catalogue import fetch, polite_session
from commonweal.places.downloads import Half, Landing, waiting
from commonweal.places.not_fetched import NotFetched
from commonweal.places.registry import PlaceSource
from commonweal.places.store import Store
from tests.places.publisher import Answer, Publisher, publisher
from tests.places.small_sources import install, small_source, table

FILE = table(*((f"E0600{number:04}", 0.123456789) for number in range(2500)))
HALF = 2 * catalogue.BLOCK
assert len(FILE) > HALF + catalogue.BLOCK
SAME = {"ETag": '"first"'}
BY_HAND = "Download it by hand from https://example.org/small and run: commonweal places add FILE"


@pytest.fixture(autouse=True)
def _adaptor(monkeypatch: pytest.MonkeyPatch) -> None:
    install(monkeypatch)


@pytest.fixture
def desk() -> Iterator[Publisher]:
    with publisher() as running:
        yield running


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "data")


@pytest.fixture
def session() -> Iterator[requests.Session]:
    """A session without pauses."""
    with polite_session(pause=0) as made:
        yield made


def fetched(source: PlaceSource, store: Store, session: requests.Session, **given: Any) -> Stored:
    [stored] = fetch(source, store, session=session, **given)
    assert stored is not None
    return stored


def refused(source: PlaceSource, store: Store, session: requests.Session, **given: Any) -> str:
    """The sentence of a download that failed, after which nothing that was held may have changed."""
    before = contents(store)
    with pytest.raises(NotFetched) as stopped:
        fetch(source, store, session=session, **given)
    assert contents(store) == before
    [problem] = stopped.value.problems
    assert problem.remedy.endswith(BY_HAND)
    return problem.message


def contents(store: Store) -> dict[Path, bytes]:
    return {file: file.read_bytes() for file in store.folder.glob("sources/**/*") if file.is_file()}


class TestAWholeDownload:
    def test_it_is_stored_with_where_it_is_from(self, desk: Publisher, store: Store, session: requests.Session) -> None:
        desk.says(Answer(FILE))
        stored = fetched(small_source(f"{desk.address}/files/Scores%202025.csv?v=1"), store, session)
        assert (stored.rows, stored.areas, stored.indicators, stored.is_new) == ({"values": 2500}, 2500, 1, True)
        [origin] = stored.provenance.origins
        assert origin.url == f"{desk.address}/files/Scores%202025.csv?v=1"
        assert (origin.file, origin.bytes, origin.retrieved) == ("Scores%202025.csv", len(FILE), date.today())
        assert store.scan("small", "values").collect().height == 2500

    def test_the_file_stays_among_the_downloads(self, desk: Publisher, store: Store, session: requests.Session) -> None:
        desk.says(Answer(FILE))
        fetched(small_source(f"{desk.address}/api?table=1"), store, session)
        [file] = (store.folder / "downloads" / "small").iterdir()
        assert (file.name, file.read_bytes()) == ("small.csv", FILE)

    def test_the_server_is_told_who_asks(self, desk: Publisher, store: Store, session: requests.Session) -> None:
        desk.says(Answer(FILE))
        fetched(small_source(f"{desk.address}/a.csv"), store, session)
        assert f"Commonweal/{__version__}" in desk.asked[0][1]["user-agent"]

    def test_a_session_is_made_where_none_is_given(self, desk: Publisher, store: Store) -> None:
        desk.says(Answer(FILE))
        [stored] = fetch(small_source(f"{desk.address}/a.csv"), store)
        assert stored is not None
        assert stored.rows == {"values": 2500}

    def test_progress_never_goes_back_and_ends_at_the_whole(
        self, desk: Publisher, store: Store, session: requests.Session
    ) -> None:
        desk.says(Answer(FILE))
        told: list[tuple[str, int, int | None]] = []
        fetched(small_source(f"{desk.address}/a.csv"), store, session, on_progress=lambda *so_far: told.append(so_far))
        done = [so_far for _, so_far, _ in told]
        assert len(done) > 3
        assert done == sorted(done)
        assert (done[0], done[-1]) == (0, len(FILE))
        assert {(source, total) for source, _, total in told} == {("small", len(FILE))}

    def test_what_was_fetched_is_not_fetched_again_unless_asked(
        self, desk: Publisher, store: Store, session: requests.Session
    ) -> None:
        source = small_source(f"{desk.address}/a.csv")
        desk.says(Answer(table(("E06000001", 1.0))), Answer(table(("E06000001", 2.0))))
        fetched(source, store, session)
        assert fetch(source, store, session=session) == (None,)
        assert len(desk.asked) == 1
        fetched(source, store, session, again=True)
        assert store.scan("small", "values").collect()["value"].to_list() == [2.0]

    def test_a_download_that_is_here_needs_no_network(
        self, desk: Publisher, store: Store, session: requests.Session
    ) -> None:
        source = small_source(f"{desk.address}/a.csv")
        desk.says(Answer(FILE))
        fetched(source, store, session)
        shutil.rmtree(store.folder / "sources" / "small")
        assert fetched(source, store, session).rows == {"values": 2500}
        assert len(desk.asked) == 1

    def test_one_download_for_each_area(self, desk: Publisher, store: Store, session: requests.Session) -> None:
        source = small_source(f"{desk.address}/api?area={{area}}")
        desk.by_path = lambda path: Answer(table((path.rpartition("=")[2], 1.0)))
        both = fetch(source, store, ("E06000001", "E06000002"), session=session)
        assert [stored and stored.areas for stored in both] == [1, 1]
        assert store.scan("small", "values").collect()["area"].to_list() == ["E06000001", "E06000002"]
        assert fetch(source, store, ("E06000002", "E06000003"), session=session)[0] is None

    def test_a_file_in_another_layout_is_no_reason_to_change_anything(
        self, desk: Publisher, store: Store, session: requests.Session
    ) -> None:
        source = small_source(f"{desk.address}/a.csv")
        desk.says(Answer(FILE), Answer(b"other,columns\n1,2\n"))
        fetched(source, store, session)
        before = contents(store)
        with pytest.raises(CatalogueError, match=r"a\.csv is not place,score\. Take the right one\.") as stopped:
            fetch(source, store, session=session, again=True)
        assert not isinstance(stopped.value, NotFetched)
        assert contents(store) == before


class TestACallThatCannotBe:
    @pytest.mark.parametrize(
        ("source", "areas", "sentence"),
        [
            ("smal", (), "There is no source 'smal'. commonweal places list names them."),
            (small_source(), (), f"small cannot be fetched. {BY_HAND}"),
            (
                small_source("https://example.org/{area}"),
                (),
                "small is fetched for one area at a time. Name it: --area CODE.",
            ),
            (
                small_source("https://example.org/{area}"),
                ("E06000047", "Durham"),
                "'Durham' is not an ONS code. Write it as in E06000047.",
            ),
        ],
    )
    def test_it_is_told_without_any_network(
        self,
        store: Store,
        source: PlaceSource | str,
        areas: tuple[str, ...],
        sentence: str,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        monkeypatch.setattr(catalogue, "registry", dict)
        with pytest.raises(CatalogueError) as stopped:
            fetch(source, store, areas)
        assert str(stopped.value) == sentence
        assert not isinstance(stopped.value, NotFetched)


class TestADownloadThatBreaksOff:
    def broken(self, desk: Publisher, store: Store, session: requests.Session, **headers: str) -> PlaceSource:
        source = small_source(f"{desk.address}/a.csv")
        desk.says(Answer(FILE, headers=headers, breaks_after=HALF))
        assert refused(source, store, session) == (
            f"small was not fetched: the download was cut off after {HALF:,} of {len(FILE):,} bytes."
        )
        desk.asked.clear()
        return source

    def test_it_waits_and_goes_on_from_there(self, desk: Publisher, store: Store, session: requests.Session) -> None:
        source = self.broken(desk, store, session, **SAME)
        [half] = waiting(store)
        assert (half.source, half.file, half.bytes, half.total) == ("small", "a.csv", HALF, len(FILE))
        desk.says(Answer(FILE, headers=SAME))
        told: list[int] = []
        stored = fetched(source, store, session, on_progress=lambda _, so_far, __: told.append(so_far))
        assert stored.rows == {"values": 2500}
        [(_, headers)] = desk.asked
        assert (headers["range"], headers["if-range"]) == (f"bytes={HALF}-", '"first"')
        assert (told[0], told[-1]) == (HALF, len(FILE))
        assert not list(waiting(store))
        assert [file.name for file in (store.folder / "downloads" / "small").iterdir()] == ["a.csv"]

    def test_it_may_break_off_twice(self, desk: Publisher, store: Store, session: requests.Session) -> None:
        source = self.broken(desk, store, session, **SAME)
        desk.says(Answer(FILE, headers=SAME, breaks_after=catalogue.BLOCK))
        assert f"{HALF + catalogue.BLOCK:,} of {len(FILE):,}" in refused(source, store, session)
        desk.says(Answer(FILE, headers=SAME))
        assert fetched(source, store, session).provenance.origins[0].bytes == len(FILE)

    def test_a_date_of_change_proves_that_it_is_the_same_where_there_is_no_strong_etag(
        self, desk: Publisher, store: Store, session: requests.Session
    ) -> None:
        changed = {"ETag": 'W/"weak"', "Last-Modified": "Sun, 01 Nov 2026 10:00:00 GMT"}
        source = self.broken(desk, store, session, **changed)
        desk.says(Answer(FILE, headers=changed))
        fetched(source, store, session)
        assert desk.asked[0][1]["if-range"] == changed["Last-Modified"]

    def test_a_file_that_changed_meanwhile_starts_anew(
        self, desk: Publisher, store: Store, session: requests.Session
    ) -> None:
        source = self.broken(desk, store, session, **SAME)
        newer = table(("E06000001", 7.0))
        desk.says(Answer(newer, headers={"ETag": '"second"'}))
        fetched(source, store, session)
        assert (store.folder / "downloads" / "small" / "a.csv").read_bytes() == newer

    def test_without_proof_it_starts_anew(self, desk: Publisher, store: Store, session: requests.Session) -> None:
        source = self.broken(desk, store, session)
        desk.says(Answer(FILE))
        fetched(source, store, session)
        assert "range" not in desk.asked[0][1]

    def test_a_server_that_says_that_it_gives_no_parts_is_not_asked_for_one(
        self, desk: Publisher, store: Store, session: requests.Session
    ) -> None:
        source = self.broken(desk, store, session, **SAME, **{"Accept-Ranges": "none"})
        desk.says(Answer(FILE))
        fetched(source, store, session)
        assert "range" not in desk.asked[0][1]

    def test_a_server_that_gives_no_parts_gives_all_of_it(
        self, desk: Publisher, store: Store, session: requests.Session
    ) -> None:
        source = self.broken(desk, store, session, **SAME)
        desk.says(Answer(FILE, headers=SAME, ranges=False))
        assert fetched(source, store, session).rows == {"values": 2500}

    def test_a_part_that_is_not_the_one_asked_for_starts_anew(
        self, desk: Publisher, store: Store, session: requests.Session
    ) -> None:
        source = self.broken(desk, store, session, **SAME)
        wrong = Answer(FILE[5:], status=206, headers={"Content-Range": f"bytes 5-{len(FILE) - 1}/{len(FILE)}"})
        desk.says(wrong, Answer(FILE))
        assert fetched(source, store, session).rows == {"values": 2500}

    def test_a_part_longer_than_the_file_starts_anew(
        self, desk: Publisher, store: Store, session: requests.Session
    ) -> None:
        source = self.broken(desk, store, session, **SAME)
        desk.says(Answer(status=416), Answer(table(("E06000001", 7.0)), headers=SAME))
        assert fetched(source, store, session).rows == {"values": 1}

    def test_one_that_only_lacked_its_name_is_not_asked_for(
        self, desk: Publisher, store: Store, session: requests.Session
    ) -> None:
        here = Landing(store.folder / "downloads" / "small" / "a.csv")
        source = small_source(f"{desk.address}/a.csv")
        half = Half(url=f"{desk.address}/a.csv", validator='"first"', total=len(FILE), started=date.today())
        here.remember(half)
        here.part.write_bytes(FILE)
        assert fetched(source, store, session).rows == {"values": 2500}
        assert not desk.asked

    def test_half_of_another_address_is_not_carried_on(
        self, desk: Publisher, store: Store, session: requests.Session
    ) -> None:
        self.broken(desk, store, session, **SAME)
        desk.says(Answer(FILE, headers=SAME))
        fetched(small_source(f"{desk.address}/moved/a.csv"), store, session)
        assert "range" not in desk.asked[0][1]

    def test_a_body_of_unknown_length_that_breaks_off(
        self, desk: Publisher, store: Store, session: requests.Session
    ) -> None:
        desk.says(Answer(b"1f\r\nplace,", headers={"Transfer-Encoding": "chunked"}, breaks_after=9))
        sentence = refused(small_source(f"{desk.address}/a.csv"), store, session)
        assert sentence.startswith("small was not fetched: the download was cut off after ")


class TestWhatIsNotTheFile:
    @pytest.mark.parametrize(
        ("source", "body", "sentence"),
        [
            ({}, b"<!DOCTYPE html><html>Sorry</html>", "a.csv is a web page, not the file itself"),
            ({}, b"\n <html><body>", "a.csv is a web page, not the file itself"),
            ({}, b"", "a.csv is empty"),
            ({}, b'{"a": 1}', "a.csv should be a table of text (csv), and is not"),
            ({}, FILE[:-13], "a.csv is cut off: its last line ends after 1 of 2 cells"),
            (
                {"smallest_bytes": 1_000_000},
                FILE,
                f"a.csv has {len(FILE):,} bytes, and the whole file has 1,000,000 at the least",
            ),
            ({"kind": "zip"}, FILE, "small.zip should be a zip archive or workbook (zip), and is not"),
            ({"kind": "json"}, b'{"a": [1', "small.json is cut off or damaged: it is not whole JSON"),
            ({"kind": "geojson"}, b'{"a": 1}', "small.geojson is JSON but not GeoJSON: it has no list of features"),
            (
                {"kind": "json"},
                b'{"error": {"code": 400, "message": "Invalid URL"}}',
                "small.json holds no figures but an error: Invalid URL",
            ),
        ],
    )
    def test_it_is_refused_and_not_carried_on(
        self,
        desk: Publisher,
        store: Store,
        session: requests.Session,
        source: dict[str, Any],
        body: bytes,
        sentence: str,
    ) -> None:
        desk.says(Answer(body, headers=SAME))
        told = refused(small_source(f"{desk.address}/a.csv", **source), store, session)
        assert told.startswith(f"small was not fetched: what came is no good: {sentence}")
        assert not list(waiting(store))

    @pytest.mark.parametrize(
        ("status", "said"),
        [
            (403, "refuses it (it answered 403)"),
            (404, "does not have it (it answered 404)"),
            (410, "does not have it any more (it answered 410)"),
            (500, "has a fault (it answered 500)"),
            (418, "does not give it (it answered 418)"),
            (206, "does not give it (it answered 206)"),
        ],
    )
    def test_an_answer_that_refuses(
        self, desk: Publisher, store: Store, session: requests.Session, status: int, said: str
    ) -> None:
        desk.says(Answer(b"<html>No</html>", status=status))
        told = refused(small_source(f"{desk.address}/a.csv"), store, session)
        assert told == f"small was not fetched: 127.0.0.1 {said}."
        assert len(desk.asked) == 1

    def test_what_was_held_stays_when_a_new_copy_is_refused(
        self, desk: Publisher, store: Store, session: requests.Session
    ) -> None:
        source = small_source(f"{desk.address}/a.csv")
        desk.says(Answer(FILE), Answer(b"<html>"))
        fetched(source, store, session)
        refused(source, store, session, again=True)
        assert (store.folder / "downloads" / "small" / "a.csv").read_bytes() == FILE


class TestPoliteness:
    def test_a_busy_server_is_asked_again_after_the_time_it_names(
        self, desk: Publisher, store: Store, session: requests.Session, naps: list[float]
    ) -> None:
        desk.says(Answer(status=429, headers={"Retry-After": "7"}), Answer(FILE))
        assert fetched(small_source(f"{desk.address}/a.csv"), store, session).rows == {"values": 2500}
        assert 7 in naps

    def test_a_server_that_wants_to_be_left_alone_for_long_is(
        self, desk: Publisher, store: Store, session: requests.Session, naps: list[float]
    ) -> None:
        desk.says(Answer(status=503, headers={"Retry-After": "3600"}))
        told = refused(small_source(f"{desk.address}/a.csv"), store, session)
        assert told == "small was not fetched: 127.0.0.1 is busy (it answered 503) and asks to wait: 3600 seconds."
        assert len(desk.asked) == 1
        assert not [nap for nap in naps if nap > 1]

    def test_a_server_that_stays_busy_is_given_up(
        self, desk: Publisher, store: Store, session: requests.Session, naps: list[float]
    ) -> None:
        desk.says(Answer(status=429, headers={"Retry-After": "1"}))
        told = refused(small_source(f"{desk.address}/a.csv"), store, session)
        assert told == "small was not fetched: 127.0.0.1 is busy (it answered 429) and asks to wait: 1 seconds."
        assert 3 <= len(desk.asked) <= 6

    def test_requests_to_one_host_keep_their_distance(self, desk: Publisher, store: Store, naps: list[float]) -> None:
        desk.by_path = lambda path: Answer(table((path.rpartition("=")[2], 1.0)))
        with polite_session() as patient:
            fetch(small_source(f"{desk.address}/?a={{area}}"), store, ("E06000001", "E06000002"), session=patient)
        assert [nap for nap in naps if nap > 0.5] == [pytest.approx(catalogue.PAUSE, abs=0.5)]

    @pytest.fixture
    def naps(self, monkeypatch: pytest.MonkeyPatch) -> list[float]:
        """How long was slept; no time passes."""
        slept: list[float] = []
        monkeypatch.setattr("time.sleep", slept.append)
        return slept


class TestNoNetwork:
    def test_nobody_listens(self, store: Store, session: requests.Session) -> None:
        with socket.socket() as closed:
            closed.bind(("127.0.0.1", 0))
            address = f"http://127.0.0.1:{closed.getsockname()[1]}/a.csv"
            told = refused(small_source(address), store, session)
        assert told == "small was not fetched: 127.0.0.1 cannot be reached. Is there a network here?"

    def test_the_name_is_not_known(
        self, store: Store, session: requests.Session, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def unknown(*_: object, **__: object) -> None:
            raise socket.gaierror(-2, "Name or service not known")

        monkeypatch.setattr(socket, "getaddrinfo", unknown)
        told = refused(small_source("https://data.invalid/a.csv"), store, session)
        assert told == "small was not fetched: the address of data.invalid cannot be found. Is there a network here?"

    @pytest.mark.parametrize(
        ("fault", "said"),
        [
            (requests.exceptions.ReadTimeout(), "data.invalid did not answer in time"),
            (requests.exceptions.SSLError(), "the certificate of data.invalid cannot be checked"),
            (requests.exceptions.ProxyError(), "the proxy of this network does not lead to data.invalid"),
            (requests.exceptions.ChunkedEncodingError(), "data.invalid broke off in the middle"),
            (requests.exceptions.TooManyRedirects(), "data.invalid cannot be reached. Is there a network here?"),
        ],
    )
    def test_other_ways_to_fail(
        self, store: Store, session: requests.Session, monkeypatch: pytest.MonkeyPatch, fault: Exception, said: str
    ) -> None:
        def fail(*_: object, **__: object) -> None:
            raise fault

        monkeypatch.setattr(session, "get", fail)
        told = refused(small_source("https://data.invalid/a.csv"), store, session)
        assert told.removesuffix(".") == f"small was not fetched: {said}"


class TestPages:
    """Nomis gives so many rows at once, ArcGIS says when there is more."""

    PAGES = (table(("E06000001", 1.0), ("E06000002", 2.0)), table(("E06000003", 3.0), ("E06000004", 4.0)))

    def nomis(self, desk: Publisher, path: str = "/nomis.csv?date=latest") -> PlaceSource:
        return small_source(f"{desk.address}{path}", options={"paging": "nomis", "page_rows": 2})

    def offsets(self, desk: Publisher, name: str) -> list[str]:
        return [path.partition(f"{name}=")[2] for path, _ in desk.asked]

    def test_nomis_is_asked_until_a_page_is_not_full(
        self, desk: Publisher, store: Store, session: requests.Session
    ) -> None:
        desk.says(Answer(self.PAGES[0]), Answer(self.PAGES[1]), Answer(table(("E06000005", 5.0))))
        stored = fetched(self.nomis(desk), store, session)
        assert stored.rows == {"values": 5}
        assert self.offsets(desk, "recordoffset") == ["", "2", "4"]
        assert all("date=latest" in path for path, _ in desk.asked)

    @pytest.mark.parametrize("last", [b"", table()])
    def test_nomis_may_end_on_a_full_page(
        self, desk: Publisher, store: Store, session: requests.Session, last: bytes
    ) -> None:
        desk.says(Answer(self.PAGES[0]), Answer(last))
        assert fetched(self.nomis(desk), store, session).rows == {"values": 2}

    def test_pages_that_came_today_are_not_asked_for_again(
        self, desk: Publisher, store: Store, session: requests.Session
    ) -> None:
        desk.says(Answer(self.PAGES[0]), Answer(status=404))
        refused(self.nomis(desk), store, session)
        [half] = waiting(store)
        assert (half.file, half.bytes) == ("nomis.csv", len(self.PAGES[0]))
        desk.asked.clear()
        desk.says(Answer(table(("E06000005", 5.0))))
        assert fetched(self.nomis(desk), store, session).rows == {"values": 3}
        assert self.offsets(desk, "recordoffset") == ["2"]
        assert not list(waiting(store))

    def test_pages_of_another_day_are(self, desk: Publisher, store: Store, session: requests.Session) -> None:
        desk.says(Answer(self.PAGES[0]), Answer(status=404))
        refused(self.nomis(desk), store, session)
        [memory] = store.folder.glob("downloads/small/*.json")
        half = Half.model_validate_json(memory.read_bytes())
        yesterday = half.model_copy(update={"started": date.today() - timedelta(days=1)})
        memory.write_text(yesterday.model_dump_json(), encoding="utf-8")
        desk.asked.clear()
        desk.says(Answer(self.PAGES[1]), Answer(table(("E06000005", 5.0))))
        fetched(self.nomis(desk), store, session)
        assert self.offsets(desk, "recordoffset") == ["", "2"]
        assert store.scan("small", "values").collect()["area"].to_list() == ["E06000003", "E06000004", "E06000005"]

    def test_columns_that_change_between_pages(self, desk: Publisher, store: Store, session: requests.Session) -> None:
        desk.says(Answer(self.PAGES[0]), Answer(b"score,place\n1,E06000005\n"))
        told = refused(self.nomis(desk), store, session)
        assert told == "small was not fetched: 127.0.0.1 changed its columns between two pages."

    def test_a_page_that_is_no_table(self, desk: Publisher, store: Store, session: requests.Session) -> None:
        desk.says(Answer(self.PAGES[0]), Answer(b"<html>busy</html>"))
        told = refused(self.nomis(desk), store, session)
        assert told == "small was not fetched: 127.0.0.1 answered with something else than a table."

    @pytest.mark.parametrize("where", ["top", "properties"])
    def test_arcgis_is_asked_until_it_says_no_more(
        self, desk: Publisher, store: Store, session: requests.Session, where: str
    ) -> None:
        def page(more: bool, *names: str) -> bytes:
            told: dict[str, Any] = {"exceededTransferLimit": True} if more else {}
            features = [{"type": "Feature", "properties": {"n": name}, "geometry": None} for name in names]
            top = told if where == "top" else {"properties": told} if told else {}
            return json.dumps({"type": "FeatureCollection", "features": features, **top}).encode()

        source = small_source(f"{desk.address}/query?f=geojson", kind="geojson", options={"paging": "arcgis"})
        desk.says(Answer(page(True, "a", "b")), Answer(page(True, "c")), Answer(page(False, "d")))
        with pytest.raises(CatalogueError, match=r"small\.geojson is not place,score"):
            fetch(source, store, session=session)
        whole = json.loads((store.folder / "downloads" / "small" / "small.geojson").read_bytes())
        assert [feature["properties"]["n"] for feature in whole["features"]] == ["a", "b", "c", "d"]
        assert set(whole) == {"type", "features"}
        assert self.offsets(desk, "resultOffset") == ["", "2", "3"]

    @pytest.mark.parametrize(
        ("body", "said"),
        [
            (b'{"error": {"code": 400, "message": "Invalid query"}}', "answered with an error: Invalid query"),
            (b"<html>", "answered with something else than JSON"),
            (b'{"features": 3}', "answered without a list of features"),
            (b'{"features": [], "exceededTransferLimit": true}', "says that there is more, and gives nothing"),
        ],
    )
    def test_a_page_that_is_no_answer(
        self, desk: Publisher, store: Store, session: requests.Session, body: bytes, said: str
    ) -> None:
        desk.says(Answer(body))
        source = small_source(f"{desk.address}/query", kind="geojson", options={"paging": "arcgis"})
        assert refused(source, store, session) == f"small was not fetched: 127.0.0.1 {said}."


def test_a_zip_archive_comes_through(desk: Publisher, store: Store, session: requests.Session, tmp_path: Path) -> None:
    packed = tmp_path / "a.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("a.csv", FILE)
    desk.says(Answer(packed.read_bytes()[:-30]), Answer(packed.read_bytes()))
    source = small_source(f"{desk.address}/a.zip", kind="zip")
    assert "a.zip is cut off or damaged: it does not open as a zip archive" in refused(source, store, session)
    with pytest.raises(CatalogueError, match=r"a\.zip is not place,score"):
        fetch(source, store, session=session)
    assert (store.folder / "downloads" / "small" / "a.zip").is_file()
