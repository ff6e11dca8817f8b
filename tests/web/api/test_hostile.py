"""Whatever is sent, the answer is a refusal that a program can read, and never a fault of ours."""

from __future__ import annotations

import json

import pytest
from django.test import Client

from commonweal_web.ledger.models import Entry
from tests.web.api.programs import ATTESTED, NEW_HOURS, ROOT, Program
from tests.web.universe import Universe

ROW = json.dumps(NEW_HOURS)[:-1]


def entries(cells: str) -> bytes:
    return f'{{"only_for_this":true,"answers_or_adds":true,"entries":[{ROW},{cells}}}]}}'.encode()


BODIES = {
    "a blank": (b" ", 400),
    "no JSON": (b"{", 400),
    "no object": (b"[]", 422),
    "null": (b"null", 422),
    "not UTF-8": (b'{"entries": "\xff"}', 400),
    "UTF-16": ('{"entries": []}'.encode("utf-16"), 400),
    "nested too deep for us": (b'{"a":' * 100 + b"1" + b"}" * 100, 400),
    "nested too deep for anybody": (b"[" * 200_000, 400),
    "NaN": (entries('"share": NaN'), 400),
    "Infinity": (entries('"share": -Infinity'), 400),
    "more than there is": (entries('"share": 1e999'), 422),
    "less than there is": (entries('"share": 1e-999999999'), 422),
    "a number of 5000 digits": (entries('"share": ' + "9" * 5000), 400),
    "a null character": (entries(r'"note": "a\u0000b"'), 422),
    "a null character in a name": (entries(r'"no\u0000te": "a"'), 422),
    "half a character": (entries(r'"note": "\ud800"'), 422),
    "a key twice": (entries('"note": "a", "note": "b"'), 400),
    "a list in a cell": (entries('"note": ["a"]'), 422),
    "yes in a cell": (entries('"note": true'), 422),
    "a year that there is not": (entries('"period_start": "99999-01-01"'), 422),
    "an input without a name": (entries('"input.": 1'), 422),
    "no entries": (b'{"only_for_this":true,"answers_or_adds":true,"entries":[]}', 422),
    "too many entries": (json.dumps({**ATTESTED, "entries": [{}] * 1001}).encode(), 422),
    "a word for yes": (b'{"only_for_this":"yes","answers_or_adds":1,"entries":[{}]}', 422),
    "too large": (b" " * ((2 << 20) + 1), 413),
}


@pytest.mark.parametrize("name", BODIES)
def test_a_body_that_is_wrong_is_refused_in_one_form(universe: Universe, name: str) -> None:
    raw, status = BODIES[name]
    answer = Program(universe.bob).post(f"/partnerships/{universe.north.pk}/entries", raw)
    assert answer.status_code == status, answer.content[:500]
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["status"] == status
    assert Entry.objects.filter(activity=universe.volunteering).count() == 1


def test_anything_but_json_is_refused(universe: Universe) -> None:
    headers = {"Authorization": f"Bearer {Program(universe.bob).token.secret}", "Idempotency-Key": "k"}
    path = f"{ROOT}/partnerships/{universe.north.pk}/entries"
    for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"):
        assert Client().post(path, b"{}", content_type=kind, headers=headers).status_code == 415


@pytest.mark.parametrize(
    "path",
    ["/partnerships?x=%00", "/partnerships/%00", "/nowhere", "/partnerships/1", "/entries/not-an-id", ""],
)
def test_an_address_that_is_wrong_is_refused_in_one_form(universe: Universe, path: str) -> None:
    answer = Program(universe.bob).get(path)
    assert answer.status_code in (404, 422)
    assert answer["Content-Type"] == "application/problem+json"


def test_a_method_that_there_is_not_is_refused_in_one_form(universe: Universe) -> None:
    bob = Program(universe.bob)
    answer = bob.client.delete(
        f"{ROOT}/entries/{universe.hours.entry_id}", headers={"Authorization": f"Bearer {bob.token.secret}"}
    )
    assert answer.status_code == 405 and answer["Allow"] == "GET"
    assert answer["Content-Type"] == "application/problem+json"


def test_an_activity_refuses_what_is_not_its_senders_to_say(universe: Universe) -> None:
    activity = {
        "kind": "contract",
        "title": "Park",
        "channel": "procurement",
        "owner": str(universe.council.pk),
        "deliverer": str(universe.builders.pk),
        "first_day": "2025-04-01",
        "value_pence": 1.5,
        "serial": 1,
        "partnership": str(universe.south.pk),
    }
    answer = Program(universe.bob).post(f"/partnerships/{universe.north.pk}/activities", activity)
    assert answer.status_code == 422
    assert {error["pointer"] for error in answer.json()["errors"]} == {"/value_pence", "/serial", "/partnership"}
