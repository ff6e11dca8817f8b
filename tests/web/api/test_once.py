"""The same change sent twice is done once, and what is read is told only when it changed."""

from __future__ import annotations

import json
import threading

import pytest
from django.db import connection
from django.test import Client

from commonweal_web.api.models import KeptAnswer
from commonweal_web.ledger.models import Entry
from tests.web.api.programs import ATTESTED, NEW_HOURS, ROOT, Program
from tests.web.universe import Universe

BODY = {**ATTESTED, "entries": [NEW_HOURS]}


def test_the_same_key_with_the_same_body_gets_the_same_answer_and_nothing_more(universe: Universe) -> None:
    bob, path = Program(universe.bob), f"/partnerships/{universe.north.pk}/entries"
    first, again = (bob.post(path, BODY, **{"Idempotency-Key": "one"}) for _ in range(2))
    assert (again.status_code, again.content) == (first.status_code, first.content) and first.status_code == 201
    assert again["Idempotent-Replayed"] == "true" and "Idempotent-Replayed" not in first
    assert Entry.objects.filter(activity=universe.volunteering).count() == 2


def test_the_same_key_with_another_body_is_refused(universe: Universe) -> None:
    bob, path = Program(universe.bob), f"/partnerships/{universe.north.pk}/entries"
    bob.post(path, BODY, **{"Idempotency-Key": "one"})
    other = bob.post(path, {**ATTESTED, "entries": [NEW_HOURS] * 2}, **{"Idempotency-Key": "one"})
    assert other.status_code == 422 and other.json()["type"].endswith("key-used")
    assert Entry.objects.filter(activity=universe.volunteering).count() == 2


def test_a_key_is_the_programs_own(universe: Universe) -> None:
    path = f"/partnerships/{universe.north.pk}/entries"
    for who in (universe.bob, universe.ann):
        assert Program(who).post(path, BODY, **{"Idempotency-Key": "one"}).status_code == 201
    assert Entry.objects.filter(activity=universe.volunteering).count() == 3


def test_after_a_refusal_the_same_key_may_be_used_with_what_was_put_right(universe: Universe) -> None:
    bob, path = Program(universe.bob), f"/partnerships/{universe.north.pk}/entries"
    wrong = {**ATTESTED, "entries": [{**NEW_HOURS, "quantity": "-1"}]}
    assert bob.post(path, wrong, **{"Idempotency-Key": "one"}).status_code == 422
    assert not KeptAnswer.objects.exists()
    assert bob.post(path, BODY, **{"Idempotency-Key": "one"}).status_code == 201


@pytest.mark.parametrize("key", ["", "x" * 201, "caf\u00e9"])
def test_a_change_needs_a_key(universe: Universe, key: str) -> None:
    answer = Program(universe.bob).post(f"/partnerships/{universe.north.pk}/entries", BODY, **{"Idempotency-Key": key})
    assert answer.status_code == 400 and answer.json()["type"].endswith("key-needed")


@pytest.mark.django_db(transaction=True)
def test_the_same_sent_at_the_same_moment_is_done_once(universe: Universe) -> None:
    bob = Program(universe.bob)
    bob.get("/partnerships")
    answers: list[tuple[int, bytes]] = []
    begin = threading.Barrier(4)

    def send() -> None:
        begin.wait()
        headers = {"Authorization": f"Bearer {bob.token.secret}", "Idempotency-Key": "at once"}
        path = f"{ROOT}/partnerships/{universe.north.pk}/entries"
        answer = Client().post(path, json.dumps(BODY), content_type="application/json", headers=headers)
        answers.append((answer.status_code, answer.content))
        connection.close()

    threads = [threading.Thread(target=send) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {status for status, _ in answers} == {201}
    assert len({content for _, content in answers}) == 1
    assert Entry.objects.filter(activity=universe.volunteering).count() == 2


def test_what_did_not_change_is_not_told_again(universe: Universe) -> None:
    ann, path = Program(universe.ann), f"/entries/{universe.promise.entry_id}"
    read = ann.get(path)["ETag"]
    unchanged = ann.get(path, **{"If-None-Match": read})
    assert unchanged.status_code == 304 and unchanged.content == b""
    ann.change(path, "approval")
    assert ann.get(path, **{"If-None-Match": read}).status_code == 200
