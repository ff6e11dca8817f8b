"""Lists and numbers of things in words."""

from __future__ import annotations

from commonweal.wording import listed, many


def test_lists_end_with_and() -> None:
    assert (listed([]), listed(["a"]), listed(["a", "b", "c"])) == ("", "a", "a, b and c")
    assert listed(["a", "b", "c"], "or") == "a, b or c"


def test_long_lists_say_how_many_more_there_are() -> None:
    assert listed(["a", "b", "c"], most=3) == "a, b and c"
    assert listed(["a", "b", "c", "d"], most=2) == "a, b and 2 more"


def test_one_is_not_many() -> None:
    assert (many(0, "entry", "entries"), many(1, "entry", "entries")) == ("0 entries", "1 entry")
    assert many(1200, "row", "rows") == "1,200 rows"
