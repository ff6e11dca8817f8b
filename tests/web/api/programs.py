"""Programs that use the API: tokens, and somebody who asks with one."""

from __future__ import annotations

import json
import uuid
from datetime import date, timedelta
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from commonweal_web.accounts.models import User
from commonweal_web.api import actions
from commonweal_web.api.actions import NewToken
from commonweal_web.core.scope import Scope
from tests.web.universe import HOURS

ROOT = "/api/v1"
ATTESTED = {"only_for_this": True, "answers_or_adds": True}
NEW_HOURS = {"activity": "2", "measure": HOURS, "quantity": 12.5, "stage": "delivered", "period_end": "2025-10-31"}


def new_token(user: User, *, may_write: bool = True, last_day: date | None = None) -> NewToken:
    """A token that this person makes."""
    last_day = last_day or timezone.localdate() + timedelta(days=30)
    return actions.make_token(by=Scope.of(user), name="our case system", last_day=last_day, may_write=may_write)


class Program:
    """Asks with the token of a person; every POST has a key of its own unless the test gives one."""

    def __init__(self, user: User, *, may_write: bool = True) -> None:
        self.client = Client()
        self.token = new_token(user, may_write=may_write)

    def get(self, path: str, **headers: str) -> Any:
        return self.client.get(ROOT + path, headers=self._headers(headers))

    def post(self, path: str, body: object = None, **headers: str) -> Any:
        raw = body if isinstance(body, bytes) else json.dumps({} if body is None else body).encode()
        given = {"Idempotency-Key": str(uuid.uuid4()), **headers}
        return self.client.post(ROOT + path, raw, content_type="application/json", headers=self._headers(given))

    def change(self, path: str, ending: str, body: object = None) -> Any:
        """Read, then POST to what is below it with the ETag that was read."""
        return self.post(f"{path}/{ending}", body, **{"If-Match": self.get(path)["ETag"]})

    def _headers(self, given: dict[str, str]) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token.secret}", **given}


def pointers(answer: HttpResponse) -> list[str]:
    """Where the problems of a refusal are."""
    return [error["pointer"] for error in answer.json()["errors"]]  # type: ignore[attr-defined]
