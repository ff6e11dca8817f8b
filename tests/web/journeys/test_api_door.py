"""A supplier's developer sends what was delivered by a script of their own, and puts right what is refused."""

from __future__ import annotations

import uuid

import requests

from commonweal_web.ledger.models import Standing, State
from tests.web.api.programs import new_token
from tests.web.universe import APPRENTICE_WEEKS, Universe


def test_a_suppliers_script_finds_its_contract_sends_and_corrects(live: str, universe: Universe) -> None:
    ledger = requests.Session()
    ledger.headers["Authorization"] = f"Bearer {new_token(universe.dora).secret}"

    def change(address: str, body: object, **headers: str) -> requests.Response:
        return ledger.post(address, json=body, headers={"Idempotency-Key": str(uuid.uuid4()), **headers}, timeout=30)

    def read(address: str) -> requests.Response:
        return ledger.get(address, timeout=30)

    root = f"{live}/api/v1"
    (partnership,) = read(f"{root}/partnerships").json()["results"]
    here = f"{root}/partnerships/{partnership['id']}"
    (contract,) = read(f"{here}/activities").json()["results"]
    period = next(each for each in read(f"{here}/periods").json()["results"] if not each["is_closed"])
    measures = read(f"{root}/periods/{period['id']}/method").json()["measures"]
    assert APPRENTICE_WEEKS in {measure["id"] for measure in measures}

    row = {"activity": contract["number"], "entry": "job-12", "measure": APPRENTICE_WEEKS, "stage": "delivered"}
    body = {"only_for_this": True, "answers_or_adds": True, "entries": [{**row, "period_end": "2025-11-31"}]}
    refused = change(f"{here}/entries?check=true", body).json()
    assert {error["pointer"] for error in refused["errors"]} >= {"/entries/0/period_end"}

    body["entries"] = [{**row, "period_end": "2025-10-31", "quantity": 10}]
    key = {"Idempotency-Key": "job-12-october"}
    first, again = (change(f"{here}/entries", body, **key) for _ in range(2))
    assert first.status_code == 201 and first.json() == again.json()
    (sent,) = first.json()["entries"]

    entry = read(f"{root}/entries/{sent['id']}")
    correction = {
        **{name: body[name] for name in ("only_for_this", "answers_or_adds")},
        "entry": {"measure": APPRENTICE_WEEKS, "stage": "delivered", "period_end": "2025-10-31", "quantity": "11"},
        "reason": "A week was missed.",
    }
    corrected = change(f"{root}/entries/{sent['id']}/versions", correction, **{"If-Match": entry.headers["ETag"]})
    assert corrected.status_code == 201, corrected.text
    standing = Standing.objects.get(entry=sent["id"], is_latest=True)
    assert (standing.version.quantity_e4, standing.version.number) == (110_000, 2)
    assert standing.state == State.SENT
    assert read(f"{root}/entries/{universe.hours.entry_id}").status_code == 404
