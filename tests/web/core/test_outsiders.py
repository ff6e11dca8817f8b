"""Every address with an id is asked by an outsider, who finds nothing. A new address without a case fails here."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from commonweal_web.accounts.models import User
from tests.web.universe import Universe

Ids = Callable[[Universe], dict[str, object]]

# The address, the ids that it is asked with, and somebody who does find it.
MATRIX: dict[str, tuple[Ids, str]] = {
    "partnership": (lambda universe: {"partnership_id": universe.north.pk}, "bob"),
    "organisation": (lambda universe: {"organisation_id": universe.council.pk}, "bob"),
}
OPEN_BY_LINK = {"invitation"}
"""What a signed link opens, whoever holds it: see tests/web/accounts/test_invitations.py."""


def _addresses(resolver: URLResolver, captured: bool = False) -> Iterator[tuple[str, str]]:
    """The name and the module of every address that has an id in it."""
    for pattern in resolver.url_patterns:
        has_id = captured or bool(pattern.pattern.regex.groups)
        if isinstance(pattern, URLResolver):
            yield from _addresses(pattern, has_id)
        elif isinstance(pattern, URLPattern) and has_id:
            yield str(pattern.name), pattern.callback.__module__


OURS = {name for name, module in _addresses(get_resolver()) if module.startswith("commonweal_web.")}


def test_every_address_with_an_id_has_a_case() -> None:
    assert MATRIX.keys() | OPEN_BY_LINK == OURS


@pytest.mark.parametrize("outsider", ["charlie", "oscar"])
@pytest.mark.parametrize("method", ["get", "post", "put", "delete"])
@pytest.mark.parametrize("name", MATRIX)
def test_an_outsider_finds_nothing(
    universe: Universe, signed_in: Callable[[User], Client], name: str, method: str, outsider: str
) -> None:
    ids, _ = MATRIX[name]
    answer = getattr(signed_in(getattr(universe, outsider)), method)(reverse(name, kwargs=ids(universe)))
    # A method that the page does not have is refused before anything is looked up, whatever the id.
    assert answer.status_code == 404 or (answer.status_code == 405 and method != "get")


@pytest.mark.parametrize("name", MATRIX)
def test_what_an_outsider_cannot_find_is_there(
    universe: Universe, signed_in: Callable[[User], Client], name: str
) -> None:
    ids, insider = MATRIX[name]
    answer = signed_in(getattr(universe, insider)).get(reverse(name, kwargs=ids(universe)))
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("name", MATRIX)
def test_a_stranger_is_asked_to_sign_in_whether_it_is_there_or_not(universe: Universe, name: str) -> None:
    ids, _ = MATRIX[name]
    asked = reverse(name, kwargs=ids(universe))
    assert Client().get(asked)["Location"] == f"/accounts/login/?next={asked}"
