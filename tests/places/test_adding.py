"""Adding a file that somebody has: recognised by its layout or refused, whole or not at all."""

from __future__ import annotations

import json
import tracemalloc
import zipfile
from itertools import islice
from pathlib import Path

import pytest

from commonweal.places.adding import CatalogueError, add
from commonweal.places.lacking import WANTS, lacking
from commonweal.places.registry import PlaceSource
from commonweal.places.soundness import unsound
from commonweal.places.store import Store
from tests.places.small_sources import METADATA, TIDY, install, small_source, table

WHOLE = table(("E06000001", 1.0), ("E06000002", 2.0))
KNOWN = {"small": small_source()}


@pytest.fixture(autouse=True)
def _adaptor(monkeypatch: pytest.MonkeyPatch) -> None:
    install(monkeypatch)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "data")


def written(folder: Path, content: bytes | str, name: str = "a.csv") -> Path:
    file = folder / name
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    return file


def refused(file: Path, store: Store, sources: dict[str, PlaceSource] | None = None, **given: object) -> str:
    """The sentences of a refusal, after which nothing that was held may have changed."""
    before = {path: path.read_bytes() for path in store.folder.rglob("*") if path.is_file()}
    with pytest.raises(CatalogueError) as stopped:
        add(file, store, sources=sources or KNOWN, **given)  # type: ignore[arg-type]
    assert {path: path.read_bytes() for path in store.folder.rglob("*") if path.is_file()} == before
    return str(stopped.value)


class TestRecognising:
    def test_a_file_is_known_by_its_layout_whatever_its_name(self, tmp_path: Path, store: Store) -> None:
        stored = add(written(tmp_path, WHOLE, "download (3).txt"), store, sources=KNOWN)
        assert (stored.provenance.source, stored.rows, stored.areas) == ("small", {"values": 2}, 2)
        [origin] = stored.provenance.origins
        assert (origin.file, origin.url) == ("download (3).txt", None)

    def test_the_notes_of_the_adaptor_are_kept(self, tmp_path: Path, store: Store) -> None:
        stored = add(written(tmp_path, WHOLE + b"E06000003,\n"), store, sources=KNOWN)
        assert stored.notes == stored.provenance.notes == ("1 areas have no score.",)

    def test_the_same_file_again_changes_nothing_and_says_so(self, tmp_path: Path, store: Store) -> None:
        file = written(tmp_path, WHOLE)
        first = add(file, store, sources=KNOWN)
        second = add(written(tmp_path, WHOLE, "renamed.csv"), store, sources=KNOWN)
        assert (first.is_new, second.is_new) == (True, False)
        assert second.provenance == first.provenance

    def test_a_layout_that_nobody_has_is_told_by_its_columns(self, tmp_path: Path, store: Store) -> None:
        file = written(tmp_path, "A title,,\nRegion,Year,Homes,Rent,Price,More\nX,1,2,3,4,5\n")
        assert refused(file, store) == (
            "a.csv has none of the 1 layouts that are known here. Its columns begin with Region, Year, Homes, Rent, "
            "Price, …. Add the file as its publisher offers it, or rewrite it as a tidy indicator file; see --help."
        )

    def test_other_kinds_of_file_are_told_by_what_is_in_them(self, tmp_path: Path, store: Store) -> None:
        features = {"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {"WARD": 1}}]}
        assert "Its features begin with the properties WARD." in refused(
            written(tmp_path, json.dumps(features), "a.geojson"), store
        )
        assert "Its keys begin with name, rows." in refused(
            written(tmp_path, '{"name": 1, "rows": 2}', "a.json"), store
        )
        with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
            archive.writestr("one.txt", "1")
        assert "It holds the files one.txt." in refused(tmp_path / "a.zip", store)

    def test_a_layout_of_two_sources_must_be_named(self, tmp_path: Path, store: Store) -> None:
        two = {**KNOWN, "other": small_source(id="other", indicators=[])}
        file = written(tmp_path, WHOLE)
        assert refused(file, store, two) == (
            "a.csv has the layout of several sources: small, other. Say which it is, as in --as small."
        )
        assert add(file, store, as_source="other", sources=two).provenance.source == "other"

    def test_a_source_that_is_named_wrongly(self, tmp_path: Path, store: Store) -> None:
        file = written(tmp_path, WHOLE)
        assert refused(file, store, as_source="smal") == "There is no source 'smal'. Did you mean small?"

    def test_a_file_that_is_not_what_it_is_said_to_be(self, tmp_path: Path, store: Store) -> None:
        file = written(tmp_path, "x,y\n1,2\n")
        assert refused(file, store, as_source="small") == "a.csv is not place,score. Take the right one."

    def test_a_file_without_a_row(self, tmp_path: Path, store: Store) -> None:
        assert refused(written(tmp_path, table()), store) == (
            "a.csv holds no row that can be used for small. Compare it with the file that https://example.org/small "
            "offers."
        )


class TestAFileThatIsNotWhole:
    @pytest.mark.parametrize(
        ("content", "sentence"),
        [
            (b"", "a.csv is empty."),
            (b"\xef\xbb\xbf \n", "a.csv is empty."),
            (WHOLE[:-7], "a.csv is cut off: its last line ends after 1 of 2 cells."),
            (b'place,score\nE06000001,1\n"Hartle', "a.csv is cut off: its last line ends after 1 of 2 cells."),
            (b'a,b\n1,2\n3,"x, y', "a.csv is cut off: its last line ends after 2 of 2 cells."),
            (b'{"features": [{"type": "Fea', "a.csv is cut off or damaged: it is not whole JSON"),
            (b"<!doctype html><title>Just a moment</title>", "a.csv is a web page, not the file itself."),
            ("place,score\n".encode("utf-16"), "a.csv is written in UTF-16. Save it as CSV UTF-8 and try again."),
            (b"\x89PNG\r\n\0\0", "a.csv is not a table of text, a workbook, a zip archive or JSON."),
        ],
    )
    def test_it_is_refused(self, tmp_path: Path, store: Store, content: bytes, sentence: str) -> None:
        add(written(tmp_path, WHOLE, "held.csv"), store, sources=KNOWN)
        assert refused(written(tmp_path, content), store).startswith(sentence)

    def test_a_zip_archive_that_is_cut_off_or_damaged(self, tmp_path: Path, store: Store) -> None:
        packed = tmp_path / "a.zip"
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
            archive.writestr("a.csv", WHOLE)
        whole = packed.read_bytes()
        packed.write_bytes(whole[:-20])
        assert refused(packed, store).startswith("a.zip is cut off or damaged: it does not open as a zip archive")
        packed.write_bytes(whole.replace(b"E06000001", b"E06000009"))
        assert refused(packed, store).startswith("a.zip is damaged: a.csv in it cannot be read.")

    def test_a_key_that_comes_twice_is_refused_whatever_the_adaptor(self, tmp_path: Path, store: Store) -> None:
        twice = table(("E06000001", 1.0), ("E06000002", 2.0), ("E06000001", 3.0))
        assert refused(written(tmp_path, twice), store) == (
            "a.csv has two rows for E06000001, small.score, 2025 (table values). "
            "Keep one row of each, or add the tables of a zip or workbook one at a time."
        )

    def test_an_archive_that_bursts_is_refused_before_it_is_unpacked(self, tmp_path: Path, store: Store) -> None:
        packed = tmp_path / "a.zip"
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("a.csv", "w") as bomb:
            for _ in range(80):
                bomb.write(b"0" * (1 << 20))
        assert packed.stat().st_size < 100_000
        tracemalloc.start()
        said = refused(packed, store)
        assert tracemalloc.get_traced_memory()[1] < 4 << 20
        tracemalloc.stop()
        assert said.startswith("a.zip unpacks to 83,886,080 bytes, more than any table has.")

    def test_an_archive_that_lies_about_its_size_is_refused(self, tmp_path: Path, store: Store) -> None:
        packed = tmp_path / "a.zip"
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("a.csv", b"0" * 1000)
        packed.write_bytes(packed.read_bytes().replace((1000).to_bytes(4, "little"), (10).to_bytes(4, "little")))
        assert refused(packed, store).startswith("a.zip is damaged: a.csv in it cannot be read.")

    def test_a_figure_that_may_be_short_is_noted(self, tmp_path: Path, store: Store) -> None:
        stored = add(written(tmp_path, WHOLE.removesuffix(b"\n")), store, sources=KNOWN)
        assert stored.rows == {"values": 2}
        assert stored.provenance.notes == (
            "a.csv has no line break at its end: if it was cut off there, its last figure may be short.",
        )

    def test_notes_under_a_table_are_not_a_cut(self, tmp_path: Path) -> None:
        assert unsound(written(tmp_path, b"area,n\nE06000001,4\n\nNote 1\nBack to contents")) is None


class TestTidyFiles:
    def test_metadata_beside_the_file_is_found(self, tmp_path: Path, store: Store) -> None:
        written(tmp_path, METADATA, "survey.meta.yaml")
        stored = add(written(tmp_path, TIDY, "survey.csv"), store)
        kept = stored.provenance
        assert (kept.source, kept.title, kept.licence) == ("our-survey", "A made-up survey", "A made-up licence")
        assert [(one.id, one.unit) for one in kept.indicators] == [("our-survey.lonely", "%")]
        values = store.scan("our-survey", "values").collect()
        assert values.select("area", "indicator", "value").rows() == [
            ("E06000001", "our-survey.lonely", None),
            ("E06000047", "our-survey.lonely", 12.5),
        ]

    def test_metadata_elsewhere_is_named(self, tmp_path: Path, store: Store) -> None:
        metadata = written(tmp_path, METADATA, "about.yaml")
        assert add(written(tmp_path, TIDY), store, metadata=metadata).provenance.source == "our-survey"

    def test_another_year_of_it_joins_with_its_own_indicators(self, tmp_path: Path, store: Store) -> None:
        add(written(tmp_path, TIDY), store, metadata=written(tmp_path, METADATA, "one.yaml"))
        more = METADATA.replace("lonely", "cold").replace("Often lonely", "Cold at home")
        stored = add(
            written(tmp_path, TIDY.replace("lonely", "cold"), "b.csv"),
            store,
            metadata=written(tmp_path, more, "two.yaml"),
        )
        assert {one.id for one in stored.provenance.indicators} == {"our-survey.lonely", "our-survey.cold"}
        assert stored.provenance.rows == {"values": 4}

    def test_without_metadata_it_is_told_how(self, tmp_path: Path, store: Store) -> None:
        told = refused(written(tmp_path, TIDY, "survey.csv"), store)
        assert told.endswith("It looks like a tidy indicator file: describe it in survey.meta.yaml beside it.")

    def test_the_metadata_alone_is_not_a_file_of_figures(self, tmp_path: Path, store: Store) -> None:
        file = written(tmp_path, METADATA, "survey.meta.yaml")
        assert refused(file, store) == "survey.meta.yaml describes a tidy indicator file. Name the CSV file itself."

    def test_faults_of_metadata_and_of_rows_are_told_all_at_once(self, tmp_path: Path, store: Store) -> None:
        metadata = written(tmp_path, METADATA.replace("  title: A made-up survey\n", "  colour: red\n"), "m.yaml")
        with pytest.raises(CatalogueError) as stopped:
            add(written(tmp_path, TIDY), store, metadata=metadata)
        assert {problem.rule for problem in stopped.value.problems} == {"missing-key", "unknown-key"}
        rows = "area,indicator,period,value\nE06000047,lonely,2026,many\nDurham,lonley,2026,1\n"
        with pytest.raises(CatalogueError) as stopped:
            add(written(tmp_path, rows), store, metadata=written(tmp_path, METADATA, "n.yaml"))
        assert {problem.row for problem in stopped.value.problems} == {2, 3}
        assert not store.held()

    def test_a_tidy_file_may_not_take_the_place_of_an_official_source(self, tmp_path: Path, store: Store) -> None:
        metadata = written(tmp_path, METADATA.replace("our-survey", "iod2025"), "m.yaml")
        with pytest.raises(CatalogueError, match="Choose an id of your own"):
            add(written(tmp_path, TIDY), store, metadata=metadata)


class TestWhatLacks:
    def test_an_empty_folder_lacks_all_the_needed_things_first(self, store: Store) -> None:
        found = lacking(store)
        assert len(found) == len(WANTS)
        assert [want.is_needed for want in found] == sorted((want.is_needed for want in WANTS), reverse=True)

    def test_what_is_held_does_not_lack(self, tmp_path: Path, store: Store) -> None:
        deprivation = {"iod2025": small_source(id="iod2025", indicators=[])}
        add(written(tmp_path, WHOLE), store, sources=deprivation)
        assert not [want for want in lacking(store) if "iod2025" in want.sources]
        assert lacking(store)


def test_a_real_file_is_recognised_and_stored(shared: Path, store: Store) -> None:
    file = shared / "data" / "needs" / "iod2025_lsoa21_durham_domains_subdomains.csv"
    stored = add(file, store)
    assert (stored.provenance.source, stored.areas) == ("iod2025", 330)
    assert add(file, store).is_new is False


def test_half_of_a_real_file_is_refused(shared: Path, tmp_path: Path, store: Store) -> None:
    whole = (shared / "data" / "needs" / "iod2025_lsoa21_england_all_domains.csv").read_bytes()
    half = written(tmp_path, whole[: len(whole) // 2], "half.csv")
    with pytest.raises(CatalogueError, match=r"half\.csv is cut off"):
        add(half, store)
    assert not store.held()


def test_a_table_separated_by_semicolons_is_told_so(tmp_path: Path, store: Store) -> None:
    told = refused(written(tmp_path, "place;score\nE06000001;1\n"), store)
    assert "Its cells seem to be separated by semicolons: save it again as CSV with commas, and add that." in told


def test_a_part_of_an_official_source_says_how_much_of_england_is_held(shared: Path, tmp_path: Path) -> None:
    store, name = Store(tmp_path / "real"), "iod2025_lsoa21_england_all_domains.csv"
    with (shared / "data/needs" / name).open("rb") as lines:
        part = written(tmp_path, b"".join(islice(lines, 1000)), "part.csv")
    stored = add(part, store)
    assert str(stored.extract) == "999 of England's 33,755 neighbourhoods"
    assert add(shared / "data/needs" / name, store).extract is None


def test_a_source_of_ones_own_is_no_extract(tmp_path: Path, store: Store) -> None:
    written(tmp_path, METADATA, "survey.meta.yaml")
    assert add(written(tmp_path, TIDY, "survey.csv"), store).extract is None


def test_real_files_that_overlap_are_held_already_when_added_again(shared: Path, tmp_path: Path) -> None:
    store = Store(tmp_path / "real")
    files = [
        shared / "data/needs" / name
        for name in ("iod2025_lsoa21_england_all_domains.csv", "iod2025_lsoa21_durham_domains_subdomains.csv")
    ]
    for file in files:
        assert add(file, store).is_new
    kept = store.held()
    assert [add(file, store).is_new for file in (*files, *files)] == [False] * 4
    assert store.held() == kept


def test_adding_the_file_again_repairs_what_is_damaged_and_says_so(tmp_path: Path, store: Store) -> None:
    file = written(tmp_path, WHOLE)
    add(file, store, sources=KNOWN)
    (store.folder / "sources" / "small" / "provenance.json").unlink()
    again = add(file, store, sources=KNOWN)
    assert (again.is_new, again.notes) == (True, ("What was held of small was damaged; a.csv repairs it.",))
    assert store.damage("small") == []
