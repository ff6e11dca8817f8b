"""Whatever fits the description, and whatever does not: the API answers as it is described, and never with a fault."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator

import pytest
import schemathesis
from django.conf import settings
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, seed
from hypothesis import settings as hypothesis_settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_schema_conformance,
    status_code_conformance,
)

from commonweal_web.api.operations import api
from commonweal_web.wsgi import application
from tests.web.api.programs import Program
from tests.web.universe import Universe

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    negative_data_rejection,
]


@pytest.fixture
def lasting_connection() -> Iterator[None]:
    """The end of a request would close the connection in which the test's transaction is."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


description = schemathesis.openapi.from_dict(json.loads(json.dumps(api.get_openapi_schema())))
description.app = lambda environ, start: application({"REMOTE_ADDR": "127.0.0.1", **environ}, start)


@pytest.fixture
def asking(
    lasting_connection: None, universe: Universe, monkeypatch: pytest.MonkeyPatch
) -> tuple[Universe, Program, Program]:
    monkeypatch.setitem(settings.ACCOUNT_RATE_LIMITS, "api", "")
    return universe, Program(universe.bob), Program(universe.alice)


@description.parametrize()
@seed(20261123)
@hypothesis_settings(
    max_examples=12,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.filter_too_much],
)
def test_every_operation_answers_as_it_is_described(
    case: schemathesis.Case, asking: tuple[Universe, Program, Program]
) -> None:
    universe, bob, alice = asking
    there = {
        "partnership_id": universe.north.pk,
        "period_id": universe.year.pk,
        "activity_id": universe.volunteering.pk,
        "entry_id": universe.hours.entry_id,
    }
    for name, value in case.path_parameters.items():
        if _is_id(value):
            case.path_parameters[name] = str(there[name])
    program = bob if case.method == "POST" else alice
    case.headers["Authorization"] = f"Bearer {program.token.secret}"
    answer = case.call_and_validate(checks=CHECKS)
    # A few of its requests leave the header out on purpose: they alone are not let in.
    assert (answer.status_code == 401) is ("Authorization" not in answer.request.headers)
    assert answer.status_code != 429


def _is_id(value: object) -> bool:
    try:
        return bool(uuid.UUID(str(value)))
    except ValueError:
        return False
