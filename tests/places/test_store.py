"""The data folder: what is saved joins what is held, whole or not at all, and says where it is from."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import ClassVar

import platformdirs
import polars as pl
import pytest

from commonweal.places.registry import Indicator
from commonweal.places.store import DATA, Damaged, NoFolder, Origin, Store
from commonweal.places.tables import VALUES
from tests.places.small_sources import small_source

SOURCE = small_source()


def origin(name: str, url: str | None = None) -> Origin:
    sha256 = hashlib.sha256(name.encode()).hexdigest()
    return Origin(file=name, url=url, retrieved=date(2026, 11, 1), bytes=1, sha256=sha256)


def values(rows: dict[str, float | None], indicator: str = "small.score") -> pl.DataFrame:
    columns = {"area": list(rows), "value": list(rows.values())}
    frame = pl.DataFrame(columns, schema_overrides={"value": pl.Float64})
    rest = [pl.lit(None, kind).alias(name) for name, kind in VALUES.items() if name not in frame.columns]
    return frame.with_columns(rest).with_columns(indicator=pl.lit(indicator), period=pl.lit("2025")).select(*VALUES)


def held(store: Store) -> dict[str, float | None]:
    table = store.scan("small", "values").collect()
    return dict(zip(table["area"], table["value"], strict=True))


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "store")


class TestWhereItLies:
    def test_the_folder_that_the_environment_names(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        monkeypatch.setenv(DATA, str(tmp_path))
        assert Store.default().folder == tmp_path

    def test_else_the_persons_own_folder(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.delenv(DATA, raising=False)
        assert Store.default().folder == platformdirs.user_data_path("commonweal", appauthor=False)

    def test_an_empty_folder_holds_nothing_and_is_not_made(self, store: Store) -> None:
        assert (store.held(), store.holders("values"), store.has("small", "values")) == ({}, [], False)
        assert not store.folder.exists()
        with pytest.raises(FileNotFoundError, match="small has no table values"):
            store.scan("small", "values")


class TestJoining:
    def test_an_extract_does_not_push_out_the_rest(self, store: Store) -> None:
        store.save(SOURCE, {"values": values({"E06000001": 1.0, "E06000002": 2.0})}, (origin("a.csv"),))
        kept = store.save(SOURCE, {"values": values({"E06000002": 20.0, "E06000003": 3.0})}, (origin("b.csv"),))
        assert held(store) == {"E06000001": 1.0, "E06000002": 20.0, "E06000003": 3.0}
        assert kept.rows == {"values": 3}
        assert [one.file for one in kept.origins] == ["b.csv", "a.csv"]

    def test_a_missing_value_replaces_a_figure_too(self, store: Store) -> None:
        store.save(SOURCE, {"values": values({"E06000001": 1.0, "E06000002": 2.0})}, (origin("a.csv"),))
        store.save(SOURCE, {"values": values({"E06000001": None, "E06000002": 3.0})}, (origin("b.csv"),))
        assert held(store) == {"E06000001": None, "E06000002": 3.0}

    def test_what_a_file_does_not_publish_at_all_stays_as_it_was(self, store: Store) -> None:
        scores, ranks = values({"E06000001": 1.0}), values({"E06000001": None})
        store.save(SOURCE, {"values": scores}, (origin("scores.csv"),))
        kept = store.save(SOURCE, {"values": ranks.with_columns(rank=pl.lit(7, pl.Int32))}, (origin("ranks.csv"),))
        assert store.scan("small", "values").select("value", "rank").collect().row(0) == (1.0, 7)
        assert [one.file for one in kept.origins] == ["ranks.csv", "scores.csv"]

    def test_an_origin_of_which_no_row_is_left_is_forgotten(self, store: Store) -> None:
        store.save(SOURCE, {"values": values({"E06000001": 1.0})}, (origin("a.csv"),), ("Of a.",))
        kept = store.save(SOURCE, {"values": values({"E06000001": 2.0})}, (origin("b.csv"),), ("Of b.",))
        assert [one.file for one in kept.origins] == ["b.csv"]
        assert kept.notes == ("Of b.",)

    def test_tables_of_other_kinds_stay(self, store: Store) -> None:
        lookup = pl.DataFrame({"lsoa21": ["E01000001"], "ltla24": ["E06000001"]})
        store.save(SOURCE, {"values": values({"E06000001": 1.0})}, (origin("a.csv"),))
        kept = store.save(SOURCE, {"lookup": lookup}, (origin("b.csv"),))
        assert kept.rows == {"values": 1, "lookup": 1}
        assert len(kept.origins) == 2
        assert store.holders("lookup") == ["small"]

    def test_rows_are_kept_in_the_order_of_their_key(self, store: Store) -> None:
        store.save(SOURCE, {"values": values({"E06000002": 2.0, "E06000001": 1.0})}, (origin("a.csv"),))
        assert list(held(store)) == ["E06000001", "E06000002"]

    def test_indicators_that_files_describe_are_put_together(self, store: Store) -> None:
        one, two, two_again = (
            Indicator(id=f"small.{name}", name=words, unit="%", polarity="neither")
            for name, words in (("one", "First"), ("two", "Second"), ("two", "Second, renamed"))
        )
        store.save(SOURCE, {"values": values({"E06000001": 1.0}, "small.one")}, (origin("a.csv"),), (), (one,))
        store.save(SOURCE, {"values": values({"E06000001": 1.0}, "small.two")}, (origin("b.csv"),), (), (two,))
        kept = store.save(
            SOURCE, {"values": values({"E06000002": 1.0}, "small.two")}, (origin("c.csv"),), (), (two_again,)
        )
        assert {indicator.id: indicator.name for indicator in kept.indicators} == {
            "small.one": "First",
            "small.two": "Second, renamed",
        }

    def test_an_indicator_stays_described_when_a_file_without_figures_comes(self, store: Store) -> None:
        one = Indicator(id="small.one", name="First", unit="%", polarity="neither")
        store.save(SOURCE, {"values": values({"E06000001": 1.0}, "small.one")}, (origin("a.csv"),), (), (one,))
        population = pl.DataFrame({"area": ["E06000001"], "period": ["2025"], "people": [5]})
        assert one in store.save(SOURCE, {"population": population}, (origin("b.csv"),)).indicators


class TestTheSameAgain:
    def test_the_same_file_changes_nothing(self, store: Store) -> None:
        tables = {"values": values({"E06000001": 1.0})}
        first = store.save(SOURCE, tables, (origin("a.csv"),))
        before = {file: file.stat().st_mtime_ns for file in store.folder.rglob("*")}
        later = origin("a.csv").model_copy(update={"retrieved": date(2026, 12, 1)})
        assert store.save(SOURCE, tables, (later,)) == first
        assert {file: file.stat().st_mtime_ns for file in store.folder.rglob("*")} == before

    def test_an_earlier_extract_added_again_changes_nothing(self, store: Store) -> None:
        a, b = ({"values": values({area: 1.0})} for area in ("E06000001", "E06000002"))
        store.save(SOURCE, a, (origin("a.csv"),))
        second = store.save(SOURCE, b, (origin("b.csv"),))
        assert store.save(SOURCE, a, (origin("a.csv"),)) == second

    def test_the_same_file_read_better_is_new(self, store: Store) -> None:
        store.save(SOURCE, {"values": values({"E06000001": 1.0})}, (origin("a.csv"),))
        kept = store.save(SOURCE, {"values": values({"E06000001": 1.5})}, (origin("a.csv"),))
        assert held(store) == {"E06000001": 1.5}
        assert len(kept.origins) == 1

    def test_an_address_once_known_is_not_lost(self, store: Store) -> None:
        tables, fetched = {"values": values({"E06000001": 1.0})}, origin("a.csv", "https://example.org/a.csv")
        store.save(SOURCE, tables, (origin("a.csv"),))
        assert store.save(SOURCE, tables, (fetched,)).origins == (fetched,)
        assert store.save(SOURCE, tables, (origin("a.csv"),)).origins == (fetched,)


class TestWholeOrNotAtAll:
    @pytest.mark.parametrize("fails", ["write", "swap"])
    def test_a_failure_leaves_what_was_there(self, store: Store, monkeypatch: pytest.MonkeyPatch, fails: str) -> None:
        first = store.save(SOURCE, {"values": values({"E06000001": 1.0})}, (origin("a.csv"),))
        real = Path.rename

        def full(*_: object, **__: object) -> None:
            raise OSError("No space left on device")

        def rename(self: Path, target: Path) -> Path:
            if self.name == "new":
                raise OSError("No space left on device")
            return real(self, target)

        with monkeypatch.context() as broken:
            if fails == "write":
                broken.setattr(pl.DataFrame, "write_parquet", full)
            else:
                broken.setattr(Path, "rename", rename)
            with pytest.raises(OSError, match="No space left"):
                store.save(SOURCE, {"values": values({"E06000001": 9.0})}, (origin("b.csv"),))
        assert held(store) == {"E06000001": 1.0}
        assert store.held() == {"small": first}
        assert sorted(path.name for path in store.folder.iterdir()) == [".lock", "sources"]

    def test_a_person_who_interrupts_the_change_leaves_what_was_there(
        self, store: Store, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        store.save(SOURCE, {"values": values({"E06000001": 1.0})}, (origin("a.csv"),))
        real = Path.rename

        def rename(self: Path, target: Path) -> Path:
            if self.name == "new":
                raise KeyboardInterrupt
            return real(self, target)

        with monkeypatch.context() as broken:
            broken.setattr(Path, "rename", rename)
            with pytest.raises(KeyboardInterrupt):
                store.save(SOURCE, {"values": values({"E06000001": 9.0})}, (origin("b.csv"),))
        assert held(store) == {"E06000001": 1.0}

    def test_a_first_failure_leaves_nothing(self, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
        def full(*_: object, **__: object) -> None:
            raise OSError("No space left on device")

        with monkeypatch.context() as broken:
            broken.setattr(pl.DataFrame, "write_parquet", full)
            with pytest.raises(OSError, match="No space left"):
                store.save(SOURCE, {"values": values({"E06000001": 9.0})}, (origin("b.csv"),))
        assert store.held() == {}
        assert store.holders("values") == []


SAVES = """
import sys
from pathlib import Path
from commonweal.places.store import Store
from tests.places.test_store import SOURCE, origin, values
store, process = Store(Path(sys.argv[1])), int(sys.argv[2])
for number in range(8):
    code = f"E06{process:03d}{number:03d}"
    store.save(SOURCE, {"values": values({code: 1.0})}, (origin(code),))
    assert code in set(Store(store.folder).scan("small", "values").collect()["area"])
"""


def test_processes_that_save_at_once_lose_nothing(store: Store) -> None:
    running = [subprocess.Popen([sys.executable, "-c", SAVES, str(store.folder), str(number)]) for number in range(3)]
    assert [process.wait(timeout=120) for process in running] == [0, 0, 0]
    assert len(held(store)) == 24
    assert len(store.held()["small"].origins) == 24


class TestProvenance:
    def test_it_says_what_the_source_says(self, store: Store) -> None:
        store.save(SOURCE, {"values": values({"E06000001": 1.0})}, (origin("a.csv"),), ("A note.",))
        kept = Store(store.folder).held()["small"]
        for key in ("title", "publisher", "edition", "landing", "licence", "licence_url", "attribution", "geography"):
            assert getattr(kept, key) == getattr(SOURCE, key)
        assert kept.indicators == tuple(SOURCE.indicators)
        assert kept.notes == ("A note.",)

    def test_an_origin_is_known_by_its_content(self, tmp_path: Path) -> None:
        file = tmp_path / "a.csv"
        file.write_bytes(b"place,score\n")
        found = Origin.of(file, url="https://example.org/a.csv", retrieved=date(2026, 1, 2))
        assert found.sha256 == hashlib.sha256(b"place,score\n").hexdigest()
        assert (found.file, found.bytes, found.retrieved) == ("a.csv", 12, date(2026, 1, 2))
        assert Origin.of(file).url is None

    def test_a_damaged_one_is_named_with_what_to_do(self, store: Store) -> None:
        store.save(SOURCE, {"values": values({"E06000001": 1.0})}, (origin("a.csv"),))
        file = store.folder / "sources" / "small" / "provenance.json"
        file.write_text("{", encoding="utf-8")
        with pytest.raises(
            Damaged,
            match=r"small is damaged: .*provenance\.json cannot be read\. Fetch it with --again or add its file",
        ):
            store.held()


class TestDamage:
    """What is not as it was written is noticed when it is read, and the file repairs it."""

    TABLES: ClassVar = {"values": values({"E06000001": 1.0, "E06000002": 2.0})}

    @pytest.fixture
    def file(self, store: Store) -> Path:
        store.save(SOURCE, self.TABLES, (origin("a.csv"),))
        return store.folder / "sources" / "small" / "values.parquet"

    def cut(self, file: Path) -> None:
        file.write_bytes(file.read_bytes()[:-5])

    def change(self, file: Path) -> None:
        values({"E06000001": 1.0, "E06000002": 3.0}).write_parquet(file)

    def spoil(self, file: Path) -> None:
        content = file.read_bytes()
        file.write_bytes(content[:4] + bytes(len(content) - 12) + content[-8:])

    def forget(self, file: Path) -> None:
        provenance = file.with_name("provenance.json")
        told = json.loads(provenance.read_text(encoding="utf-8"))
        del told["written"]
        provenance.write_text(json.dumps(told), encoding="utf-8")

    @pytest.mark.parametrize("harm", ["cut", "change", "spoil", "unlink"])
    def test_a_table_is_damaged(self, store: Store, file: Path, harm: str) -> None:
        assert store.damage("small") == []
        (file.unlink if harm == "unlink" else lambda: getattr(self, harm)(file))()
        with pytest.raises(Damaged, match=r"values\.parquet is (not as it was written|missing)"):
            store.scan("small", "values")
        assert len(store.damage("small")) == 1
        assert store.holders("values") == ["small"]

    def test_a_missing_provenance_is_damage_and_not_nothing(self, store: Store, file: Path) -> None:
        file.with_name("provenance.json").unlink()
        for ask in (store.held, lambda: store.scan("small", "values"), lambda: store.holders("values")):
            with pytest.raises(Damaged, match=r"provenance\.json is missing"):
                ask()

    def test_the_folder_of_another_source_is_damage(self, store: Store, file: Path) -> None:
        file.parent.rename(file.parent.with_name("other"))
        with pytest.raises(Damaged, match="is about another source, small"):
            store.held()

    @pytest.mark.parametrize("harm", ["cut", "change", "spoil", "unlink"])
    def test_the_file_repairs_it(self, store: Store, file: Path, harm: str) -> None:
        (file.unlink if harm == "unlink" else lambda: getattr(self, harm)(file))()
        store.save(SOURCE, self.TABLES, (origin("a.csv"),))
        assert held(store) == {"E06000001": 1.0, "E06000002": 2.0}
        assert store.damage("small") == []

    @pytest.mark.parametrize("content", [None, "{", "[]"])
    def test_a_damaged_provenance_is_repaired_too(self, store: Store, file: Path, content: str | None) -> None:
        provenance = file.with_name("provenance.json")
        provenance.unlink()
        if content is not None:
            provenance.write_text(content, encoding="utf-8")
        store.save(SOURCE, self.TABLES, (origin("a.csv"),))
        assert store.damage("small") == []
        assert [one.file for one in store.held()["small"].origins] == ["a.csv"]

    def test_a_provenance_of_before_hashes_were_kept_still_reads(self, store: Store, file: Path) -> None:
        self.forget(file)
        assert held(store) == {"E06000001": 1.0, "E06000002": 2.0}

    @pytest.mark.parametrize("harm", ["cut", "spoil"])
    def test_without_a_hash_a_table_that_cannot_be_read_is_damaged(self, store: Store, file: Path, harm: str) -> None:
        self.forget(file)
        getattr(self, harm)(file)
        with pytest.raises(Damaged, match="cannot be read, or has not the rows that it had"):
            store.scan("small", "values")


class TestAFolderThatCannotBeUsed:
    def test_a_file_is_no_folder(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        (tmp_path / "file").touch()
        monkeypatch.setenv(DATA, str(tmp_path / "file"))
        with pytest.raises(NoFolder, match=r"COMMONWEAL_DATA names .*file, which is a file: name a folder"):
            Store.default()

    def test_a_folder_that_cannot_be_written_in_is_named(self, tmp_path: Path) -> None:
        (tmp_path / "file").touch()
        store = Store(tmp_path / "file" / "data")
        with pytest.raises(NoFolder, match=r"Nothing can be written in the data folder .*data \(Not a directory\)"):
            store.save(SOURCE, {"values": values({"E06000001": 1.0})}, (origin("a.csv"),))


def test_files_that_overlap_change_nothing_when_each_is_added_again(store: Store) -> None:
    whole, part = values({"E06000001": 1.0, "E06000002": 2.0}), values({"E06000002": 2.0})
    store.save(SOURCE, {"values": part}, (origin("part.csv"),))
    kept = store.save(SOURCE, {"values": whole}, (origin("whole.csv"),))
    for name, table in (("part.csv", part), ("whole.csv", whole), ("part.csv", part)):
        assert store.save(SOURCE, {"values": table}, (origin(name),)) == kept
