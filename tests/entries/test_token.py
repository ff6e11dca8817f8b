"""Beneficiary tokens: the same person the same token, nobody else's, and no way back without the key."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonweal.entries.token import new_key, token, token_column

# 32 bytes 0x00 … 0x1f, so that the expected tokens below never change.
KEY = base64.b32encode(bytes(range(32))).decode().rstrip("=").lower()
ANOTHER = base64.b32encode(bytes(range(1, 33))).decode().rstrip("=").lower()


def test_a_token_is_the_first_130_bits_of_the_hmac_of_framed_parts() -> None:
    framed = b"commonweal beneficiary token, form 1"
    for part in (b"ann o'neil", b"1990-02-01"):
        framed += len(part).to_bytes(8, "big") + part
    whole = hmac.new(bytes(range(32)), framed, hashlib.sha256).digest()
    expected = base64.b32encode(whole).decode().lower()[:26]
    assert token(KEY, "Ann O'Neil", "1990-02-01") == expected
    assert re.fullmatch(r"[a-z2-7]{26}", expected)


def test_a_token_never_changes() -> None:
    assert token(KEY, "Ann O'Neil", "1990-02-01") == "dm3pmpcrht354podbcbsqxhs66"


@pytest.mark.parametrize(
    "written",
    [
        ("ANN  O'NEIL", "1990-02-01"),
        ("\u00a0Ann\tO’Neil ", "01/02/1990"),
        ("Ａｎｎ Oʼneil", "1/2/1990"),
        ("ann o`neil", "1 Feb 1990"),
        ("Ann O'Neil", "01 February 1990"),
        ("Ann O'Neil", "1990-02-01T00:00:00"),
        ("Ann O'Neil", "1990-02-01 00:00"),
        ("Ann O'Neil", "01.02.1990"),
        ("Ann O'Neil", "1-feb-1990"),
        ("Ann O'Neil", "1990/2/1"),
    ],
)
def test_one_person_written_in_many_ways(written: tuple[str, ...]) -> None:
    assert token(KEY, *written) == token(KEY, "Ann O'Neil", "1990-02-01")


@pytest.mark.parametrize(
    "other",
    [
        ("Ann O'Neil", "1990-01-02"),
        ("Ann O'Neil", "31/02/1990"),
        ("Ann O'Neil", "1990"),
        ("Ann ONeil", "1990-02-01"),
        ("1990-02-01", "Ann O'Neil"),
        ("Ann O'Neil1990-02-01",),
        ("Ann", "O'Neil", "1990-02-01"),
        ("Ann O'Neil", "", "1990-02-01"),
        ("Ann O'Neil", "1990-02-01", ""),
    ],
)
def test_another_person_or_other_parts(other: tuple[str, ...]) -> None:
    assert token(KEY, *other) != token(KEY, "Ann O'Neil", "1990-02-01")


def test_accents_tell_names_apart_but_not_how_they_are_typed() -> None:
    assert token(KEY, "Zoë") == token(KEY, "ZOE\u0308") != token(KEY, "Zoe")
    assert token(KEY, "Strauß") == token(KEY, "STRAUSS")
    assert token(KEY, "Smith–Jones") == token(KEY, "smith-jones")


def test_dates_that_do_not_exist_and_numbers_stay_as_they_are() -> None:
    assert token(KEY, "31/02/1990") != token(KEY, "03/03/1990")
    assert token(KEY, "QQ 12 34 56 C") != token(KEY, "QQ 12 34 56 D")
    # Day first: this is the second of January, and the thirteenth month is no date.
    assert token(KEY, "02/01/1990") == token(KEY, "1990-01-02")
    assert token(KEY, "01/13/1990") != token(KEY, "1990-01-13")


PARTS = st.lists(st.text("ab- ", max_size=5), min_size=1, max_size=4).filter(lambda parts: any(map(str.strip, parts)))


@given(PARTS, PARTS)
def test_parts_never_run_together(one: list[str], other: list[str]) -> None:
    assert (token(KEY, *one) == token(KEY, *other)) == (
        [part.split() for part in one] == [part.split() for part in other]
    )


def test_another_key_gives_another_token() -> None:
    assert token(ANOTHER, "Ann") != token(KEY, "Ann")


def test_keys_are_new_each_time_and_made_of_256_bits() -> None:
    keys = {new_key() for _ in range(50)}
    assert len(keys) == 50
    assert all(re.fullmatch(r"[a-z2-7]{52}", key) for key in keys)
    assert len({token(key, "Ann") for key in keys}) == 50


def test_a_key_may_be_copied_with_blanks_and_capitals() -> None:
    spaced = " ".join(KEY.upper()[place : place + 4] for place in range(0, 52, 4)) + "\n"
    assert token(spaced, "Ann") == token(KEY, "Ann")


@pytest.mark.parametrize("parts", [(), ("",), (" ", "\u00a0\t")])
def test_nobody_has_no_token(parts: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match="nobody to make a token for"):
        token(KEY, *parts)


@pytest.mark.parametrize("key", ["", "secret", KEY[:-1], KEY[:-3], KEY + "aaaa", "1" * 52, "é" * 52])
def test_a_key_of_another_kind_is_refused_and_not_repeated(key: str) -> None:
    with pytest.raises(ValueError, match="not a token key") as refusal:
        token(key, "Ann")
    assert not key or key not in str(refusal.value)
    with pytest.raises(ValueError, match="not a token key"):
        token_column([], key)


def test_a_column_has_a_token_for_each_row_and_none_for_nobody() -> None:
    rows = [["Ann", "01/02/1990"], ["", " "], ["ann", "1990-02-01"], ["Bob", ""]]
    ann, nobody, again, bob = token_column(rows, KEY)
    assert ann == again == token(KEY, "Ann", "1990-02-01")
    assert nobody == ""
    assert bob == token(KEY, "Bob", "")
    assert token_column([], KEY) == []
