"""The queue lies in the database: what is asked for stands and falls with its transaction, and a command works it."""

from __future__ import annotations

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import transaction
from django.test import override_settings
from django_tasks_db.models import DBTaskResult

from commonweal_web.accounts import actions
from commonweal_web.accounts.roles import Role
from commonweal_web.core.scope import Scope
from tests.web.universe import Universe

real_queue = override_settings(TASKS={"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}})


def invite(universe: Universe) -> None:
    actions.invite(by=Scope.of(universe.alice), email="nora@example.org", role=Role.VIEWER, place=universe.north)


@real_queue
@pytest.mark.django_db(transaction=True)
def test_mail_waits_in_the_queue_until_it_is_worked(universe: Universe) -> None:
    invite(universe)
    assert not mail.outbox
    call_command("db_worker", batch=True, startup_delay=False, verbosity=0, interval=0.01)
    [letter] = mail.outbox
    assert letter.to == ["nora@example.org"]


@real_queue
def test_no_address_and_no_link_lies_in_the_queue(universe: Universe) -> None:
    invite(universe)
    [waiting] = DBTaskResult.objects.all()
    assert "nora" not in str(waiting.args_kwargs)
    assert "http" not in str(waiting.args_kwargs)


@real_queue
def test_what_was_rolled_back_is_not_sent(universe: Universe) -> None:
    with transaction.atomic():
        invite(universe)
        transaction.set_rollback(True)
    assert not DBTaskResult.objects.exists()
