"""The start page says who is signed in, where, and as what."""

from __future__ import annotations

from collections.abc import Callable

from django.test import Client

from commonweal_web.accounts import actions as accounts
from commonweal_web.accounts.models import User
from commonweal_web.accounts.roles import Role
from commonweal_web.core.scope import Scope
from tests.web.universe import Universe


def test_it_says_who_is_signed_in_where_and_as_what(universe: Universe, signed_in: Callable[[User], Client]) -> None:
    accounts.give_role(by=Scope.of(universe.oscar), user=universe.bob, role=Role.VIEWER, place=universe.south)
    page = signed_in(universe.bob).get("/").content.decode()
    assert "You are signed in as Bob." in page
    assert "Northshire Pound" in page
    assert "Southshire Pound" in page
    assert "Partner contributor, Northshire Council" in page


def test_a_person_without_a_role_is_told_what_to_do(universe: Universe, signed_in: Callable[[User], Client]) -> None:
    assert "You take part in no partnership today." in signed_in(universe.charlie).get("/").content.decode()


def test_a_stranger_is_asked_to_sign_in(db: None) -> None:
    answer = Client().get("/")
    assert (answer.status_code, answer["Location"]) == (302, "/accounts/login/?next=/")
