"""The shapes of ONS codes and postcodes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonweal.places.codes import is_ons_code, is_postcode, normalise_place


@pytest.mark.parametrize(
    "code",
    [
        "E06000047",
        "E01020589",
        "W06000015",
        "S12000036",
        "N09000003",
        "K02000001",
        "J01000001",
        "L93000001",
        "M83000003",
    ],
)
def test_an_ons_code(code: str) -> None:
    assert is_ons_code(code)
    assert not is_postcode(code)
    assert normalise_place(code) == code


@pytest.mark.parametrize(
    "code", ["A06000047", "E0600004", "E060000478", "e06000047", " E06000047", "E0600O047", "06000047", ""]
)
def test_what_is_not_an_ons_code_as_written(code: str) -> None:
    assert not is_ons_code(code)


# One of each of the six shapes of outward code, and the one that is like no other.
@pytest.mark.parametrize(
    "postcode", ["M1 1AE", "B33 8TH", "CR2 6XH", "DN55 1PT", "W1A 1HQ", "EC1A 1BB", "DH1 5UL", "GIR 0AA"]
)
def test_a_postcode(postcode: str) -> None:
    assert is_postcode(postcode)
    assert not is_ons_code(postcode)
    assert normalise_place(postcode) == postcode


@pytest.mark.parametrize(
    "text",
    [
        "DH15UL",
        "dh1 5ul",
        "DH1  5UL",
        "DH1",
        "DH1 5",
        "DH1 UL5",
        "DH1 5CL",
        "DH1 5UM",
        "DH1 5OK",
        "DHA1 5UL",
        "1DH 5UL",
        "DH111 5UL",
        "GIR 0AB",
        "Durham",
        "",
    ],
)
def test_what_is_not_a_postcode_as_written(text: str) -> None:
    assert not is_postcode(text)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (" dh1 5ul ", "DH1 5UL"),
        ("dh15ul", "DH1 5UL"),
        ("D H 1 5 U L", "DH1 5UL"),
        ("DH1\u00a05UL", "DH1 5UL"),
        ("ec1a1bb", "EC1A 1BB"),
        ("gir0aa", "GIR 0AA"),
        ("e06000047", "E06000047"),
        ("\tE0600 0047\n", "E06000047"),
    ],
)
def test_a_place_is_stored_in_capitals_with_one_space(text: str, place: str) -> None:
    assert normalise_place(text) == place


@pytest.mark.parametrize(
    "text", ["Durham", "County Durham", "", " ", "DH1", "E06", "E06000047, E06000048", "N/A", "5UL"]
)
def test_what_is_neither_is_nothing(text: str) -> None:
    assert normalise_place(text) is None


@given(st.text(max_size=12))
def test_whatever_is_written_the_answer_is_a_place_or_nothing(text: str) -> None:
    place = normalise_place(text)
    assert place is None or is_ons_code(place) != is_postcode(place)
    assert place is None or normalise_place(place) == place


@given(st.from_regex(r"[A-Z]{1,2}[0-9][A-Z0-9]? [0-9][ABD-HJLNP-UW-Z]{2}", fullmatch=True))
def test_spaces_and_small_letters_do_not_matter(postcode: str) -> None:
    assert normalise_place(postcode.lower()) == normalise_place(postcode.replace(" ", "")) == postcode
