"""Every source that ships: described whole, read by an adaptor that is there, with a licence that can be looked up."""

from __future__ import annotations

import re
from collections import Counter
from importlib.resources import files
from pathlib import Path

import pytest

from commonweal.places.adaptors import adaptor
from commonweal.places.lacking import WANTS
from commonweal.places.paging import PAGINGS
from commonweal.places.registry import PlaceSource, read_registry, registry
from commonweal.places.tables import KEYS

SOURCES = list(registry().values())
GEOGRAPHY = re.compile(r"(oa|lsoa|msoa|ward|ltla|utla|icb|cauth|region|county|ccg)\d\d|country|datazone11|small-area")


@pytest.fixture(params=SOURCES, ids=lambda source: source.id)
def source(request: pytest.FixtureRequest) -> PlaceSource:
    found = request.param
    assert isinstance(found, PlaceSource)
    return found


def test_there_are_sources() -> None:
    assert {"iod2025", "iod2019"} <= registry().keys()


def test_a_file_is_named_after_the_source_in_it() -> None:
    folder = Path(str(files("commonweal.places") / "sources"))
    assert sorted(file.stem for file in folder.iterdir()) == sorted(registry())


def test_its_adaptor_has_both_functions(source: PlaceSource) -> None:
    found = adaptor(source.adaptor)
    assert callable(found.fits)
    assert callable(found.read)


def test_every_address_is_safe(source: PlaceSource) -> None:
    for address in filter(None, (source.address, source.landing, source.licence_url)):
        assert re.fullmatch(r"https://\S+", address)


def test_an_address_leaves_nothing_open_but_the_area(source: PlaceSource) -> None:
    assert set(re.findall(r"{\w*}", source.address or "")) <= {"{area}"}


def test_its_words_are_whole(source: PlaceSource) -> None:
    for words in (source.title, source.publisher, source.edition, source.licence, source.attribution):
        assert words.strip() == words
        assert words
    assert GEOGRAPHY.fullmatch(source.geography)


def test_its_pages_can_be_asked_for(source: PlaceSource) -> None:
    if "paging" in source.options:
        assert source.options["paging"] in PAGINGS
        assert source.address


def test_its_indicators_are_of_one_family_and_named_once(source: PlaceSource) -> None:
    """A family is the source itself, what its id begins with, or another source that measures the same."""
    families = {one.id.partition(".")[0] for one in source.indicators}
    assert len(families) <= 1
    assert all(family in registry() or source.id.startswith(family) for family in families)
    assert [name for name, times in Counter(one.id for one in source.indicators).items() if times > 1] == []


def test_what_a_needs_analysis_wants_is_in_the_registry() -> None:
    assert {source for want in WANTS for source in want.sources} <= registry().keys()
    assert KEYS.keys() == {"values", "lookup", "postcodes", "boundaries", "population", "distribution", "changes"}


class TestFilesThatAreWrong:
    WHOLE = "\n".join(
        f"{key}: {value}"
        for key, value in {
            "id": "one",
            "title": "One",
            "publisher": "An office",
            "edition": '"2025"',
            "landing": "https://example.org",
            "address_status": "documented",
            "licence": "A licence",
            "licence_url": "https://example.org/licence",
            "attribution": "An office.",
            "geography": "ltla24",
            "adaptor": "columns",
            "kind": "csv",
        }.items()
    )

    def test_a_whole_one_is_read(self, tmp_path: Path) -> None:
        (tmp_path / "one.yaml").write_text(self.WHOLE, encoding="utf-8")
        assert read_registry(tmp_path)["one"].publisher == "An office"

    @pytest.mark.parametrize(
        ("wrong", "sentence"),
        [
            ("", "one.yaml, line 1: Here should be keys and values"),
            (WHOLE.replace("kind: csv", "kind: pdf"), "one.yaml, line 12, key kind: 'kind' is not right"),
            (WHOLE + "\ncolour: red", "one.yaml, line 13, key colour: The key 'colour' is not known here"),
            (WHOLE.replace("title: One\n", ""), "key title: The key 'title' is missing"),
            (WHOLE + "\nkind: csv", "The key 'kind' is repeated"),
        ],
    )
    def test_a_fault_is_named_with_its_line(self, tmp_path: Path, wrong: str, sentence: str) -> None:
        (tmp_path / "one.yaml").write_text(wrong, encoding="utf-8")
        with pytest.raises(ValueError, match=re.escape(sentence)):
            read_registry(tmp_path)

    def test_two_of_one_id(self, tmp_path: Path) -> None:
        for name in ("one", "two"):
            (tmp_path / f"{name}.yaml").write_text(self.WHOLE, encoding="utf-8")
        with pytest.raises(ValueError, match=r"two\.yaml: another file describes one as well"):
            read_registry(tmp_path)
