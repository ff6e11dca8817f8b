"""Every operation with an id is asked with an outsider's token, which finds nothing."""

from __future__ import annotations

import re
import uuid

import pytest

from commonweal_web.api.operations import api
from tests.web.api.programs import ATTESTED, NEW_HOURS, ROOT, Program
from tests.web.universe import Universe

REASON = {"reason": "Because."}
BODIES: dict[str, object] = {
    "send_entries": {**ATTESTED, "entries": [NEW_HOURS]},
    "correct_entry": {
        **ATTESTED,
        "entry": {name: cell for name, cell in NEW_HOURS.items() if name != "activity"},
        **REASON,
    },
    "approve_entry": {},
    "send_entry_back": REASON,
    "withdraw_entry": REASON,
}
INSIDERS = {"approve_entry": "ann", "send_entry_back": "ann", "method": "wendy", "dashboard": "wendy"}


def body_of(universe: Universe, name: str) -> object:
    activity = {
        "kind": "programme",
        "title": "Reading",
        "channel": "operations",
        "owner": str(universe.council.pk),
        "deliverer": str(universe.council.pk),
        "first_day": "2025-04-01",
    }
    return {"record_activity": activity, "correct_activity": {"activity": activity}}.get(name) or BODIES[name]


def ids_of(universe: Universe, name: str) -> dict[str, uuid.UUID]:
    entry = universe.promise if name in ("approve_entry", "send_entry_back") else universe.hours
    return {
        "partnership_id": universe.north.pk,
        "period_id": universe.year.pk,
        "activity_id": universe.volunteering.pk,
        "entry_id": entry.entry_id,
    }


OPERATIONS = {
    operation["operationId"]: (method, path.removeprefix(ROOT))
    for path, operations in api.get_openapi_schema()["paths"].items()
    for method, operation in operations.items()
}
WITH_AN_ID = [name for name, (_, path) in OPERATIONS.items() if "{" in path]


def ask(universe: Universe, name: str, who: str, ids: dict[str, uuid.UUID], insider: str = ""):  # type: ignore[no-untyped-def]
    method, path = OPERATIONS[name]
    address = path.format(**ids)
    program = Program(getattr(universe, who))
    if method == "get":
        return program.get(address)
    headers = {}
    if "If-Match" in str(api.get_openapi_schema()["paths"][ROOT + path][method].get("parameters")):
        read = Program(getattr(universe, insider or who)).get(re.sub(r"/[a-z]+$", "", address))
        headers["If-Match"] = read["ETag"]
    return program.post(address, body_of(universe, name), **headers)


def test_there_are_operations_with_an_id() -> None:
    assert len(WITH_AN_ID) >= 13


@pytest.mark.parametrize("outsider", ["charlie", "oscar"])
@pytest.mark.parametrize("name", WITH_AN_ID)
def test_an_outsiders_program_finds_nothing(universe: Universe, name: str, outsider: str) -> None:
    answer = ask(universe, name, outsider, ids_of(universe, name), INSIDERS.get(name, "bob"))
    nowhere = (
        ask(universe, name, outsider, dict.fromkeys(ids_of(universe, name), uuid.uuid4()), "")
        if (OPERATIONS[name][0] == "get")
        else answer
    )
    assert answer.status_code == 404
    # What is there for others and what is nowhere are told alike.
    assert nowhere.content == answer.content


@pytest.mark.parametrize("name", WITH_AN_ID)
def test_what_an_outsider_cannot_find_is_there(universe: Universe, name: str) -> None:
    answer = ask(universe, name, INSIDERS.get(name, "bob"), ids_of(universe, name))
    assert answer.status_code in (200, 201), answer.content
