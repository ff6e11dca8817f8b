"""Tokens: who makes them, what they open, and that nothing else does."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from commonweal_web.accounts import actions as accounts
from commonweal_web.accounts.models import User
from commonweal_web.api import actions
from commonweal_web.api.errors import TokenRefused
from commonweal_web.api.models import Token
from commonweal_web.core.errors import NotAllowed
from commonweal_web.core.scope import Scope
from tests.web.api.programs import ROOT, Program, new_token
from tests.web.universe import Universe

SignedIn = Callable[[User], Client]


def test_a_person_makes_a_token_on_a_page_and_sees_its_secret_once(universe: Universe, signed_in: SignedIn) -> None:
    bob = signed_in(universe.bob)
    last = timezone.localdate() + timedelta(days=30)
    typed = {"name": "Case system", "may": "write"} | {
        f"last_day_{part}": str(getattr(last, part)) for part in ("day", "month", "year")
    }
    page = bob.post("/your-account/api-tokens/new/", typed)
    token = Token.objects.get(user=universe.bob)
    secret = page.context["made"].secret
    assert secret in page.content.decode()
    assert token.last_day == last and token.may_write
    assert secret not in str(token.__dict__) and token.digest != secret
    listed = bob.get("/your-account/api-tokens/").content.decode()
    assert "Case system" in listed and secret not in listed and secret[-4:] in listed
    answer = Client().get(f"{ROOT}/partnerships", headers={"Authorization": f"Bearer {secret}"})
    assert [each["name"] for each in answer.json()["results"]] == ["Northshire Pound"]


def test_a_token_lasts_a_year_at_most(universe: Universe) -> None:
    for days in (-1, 367):
        with pytest.raises(TokenRefused):
            new_token(universe.bob, last_day=timezone.localdate() + timedelta(days=days))


def test_no_cookie_opens_the_api(universe: Universe, signed_in: SignedIn) -> None:
    alice = signed_in(universe.alice)
    assert alice.get("/your-account/").status_code == 200
    for answer in (
        alice.get(f"{ROOT}/partnerships"),
        alice.post(f"{ROOT}/partnerships/{universe.north.pk}/entries", {}, content_type="application/json"),
    ):
        assert answer.status_code == 401
        assert answer["WWW-Authenticate"] == "Bearer"
        assert answer["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("said", ["", "Bearer", "Bearer ", "Basic Ym9iOmJvYg==", "Bearer wrong", "Bearer \u00e9\u00ff"])
def test_nothing_but_a_token_that_works_opens_it(universe: Universe, said: str) -> None:
    assert Client().get(f"{ROOT}/partnerships", headers={"Authorization": said}).status_code == 401


def test_a_token_that_expired_or_was_revoked_opens_nothing(universe: Universe) -> None:
    bob = Program(universe.bob)
    assert bob.get("/partnerships").status_code == 200
    actions.revoke_token(by=Scope.of(universe.bob), token=bob.token.token)
    assert bob.get("/partnerships").status_code == 401
    expired = Program(universe.bob)
    Token.objects.filter(pk=expired.token.token.pk).update(last_day=timezone.localdate() - timedelta(days=1))
    assert expired.get("/partnerships").status_code == 401


def test_nobody_revokes_the_token_of_another(universe: Universe, signed_in: SignedIn) -> None:
    token = new_token(universe.bob).token
    with pytest.raises(NotAllowed):
        actions.revoke_token(by=Scope.of(universe.ann), token=token)
    signed_in(universe.bob).post(f"/your-account/api-tokens/{token.pk}/revoke/")
    token.refresh_from_db()
    assert token.revoked_at


def test_the_tokens_of_somebody_who_is_forgotten_open_nothing(universe: Universe) -> None:
    bob = Program(universe.bob)
    accounts.forget_person(by=Scope.of(universe.bob), user=universe.bob, reason="")
    assert bob.get("/partnerships").status_code == 401


def test_a_token_loses_what_its_maker_loses(universe: Universe) -> None:
    bob = Program(universe.bob)
    path = f"/entries/{universe.hours.entry_id}"
    assert bob.get(path).status_code == 200
    today = timezone.localdate()
    accounts.end_role(by=Scope.of(universe.alice), grant=universe.bobs_role, ends=today, reason="He left.")
    assert bob.get(path).status_code == 404


def test_a_token_for_reading_writes_nothing(universe: Universe) -> None:
    answer = Program(universe.bob, may_write=False).post(f"/partnerships/{universe.north.pk}/entries", {})
    assert answer.status_code == 403
    assert answer.json()["type"] == "urn:commonweal:problem:read-only-token"


def test_the_day_of_the_last_use_is_kept(universe: Universe) -> None:
    bob = Program(universe.bob)
    assert bob.token.token.last_used_on is None
    bob.get("/partnerships")
    assert Token.objects.get(pk=bob.token.token.pk).last_used_on == timezone.localdate()


def test_a_token_that_asks_too_often_is_told_to_wait(universe: Universe, monkeypatch: pytest.MonkeyPatch) -> None:
    cache.clear()
    monkeypatch.setitem(settings.ACCOUNT_RATE_LIMITS, "api", "3/m/key")
    bob, ann = Program(universe.bob), Program(universe.ann)
    answers = [bob.get("/partnerships").status_code for _ in range(4)]
    assert answers == [200, 200, 200, 429]
    assert int(bob.get("/partnerships")["Retry-After"]) > 0
    assert ann.get("/partnerships").status_code == 200
