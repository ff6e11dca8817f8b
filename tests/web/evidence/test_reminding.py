"""What runs out is among what there is to do, for those who can send a newer one."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from commonweal_web.core.scope import Scope
from commonweal_web.evidence import actions
from commonweal_web.evidence.reminding import evidence_tasks
from commonweal_web.work.sources import Kind
from tests.web.evidence import files
from tests.web.evidence.conftest import prove
from tests.web.universe import Universe

TODAY = timezone.localdate()


@pytest.mark.parametrize(("days", "told"), [(31, False), (30, True), (0, True), (-5, True)])
def test_evidence_is_spoken_of_a_month_before_it_runs_out_and_after(universe: Universe, days: int, told: bool) -> None:
    day = TODAY + timedelta(days=days)
    prove(universe.bob, universe.hours, expires_on=day)
    tasks = evidence_tasks(Scope.of(universe.bob))
    assert [(task.what, task.kind, task.due) for task in tasks] == (
        [("A piece of evidence runs out", Kind.DUE, day)] if told else []
    )


def test_several_are_one_task_with_the_first_day(universe: Universe) -> None:
    prove(universe.bob, universe.hours, expires_on=TODAY + timedelta(days=9))
    prove(universe.bob, universe.hours, files.pdf(), "a.pdf", expires_on=TODAY + timedelta(days=3))
    [task] = evidence_tasks(Scope.of(universe.bob))
    assert (task.what, task.count, task.due) == ("2 pieces of evidence run out", 2, TODAY + timedelta(days=3))
    assert task.where == f"/partnerships/{universe.north.pk}/evidence/?state=expiring"


def test_only_those_who_can_send_a_newer_one_are_told(universe: Universe) -> None:
    prove(universe.dora, universe.apprentices, expires_on=TODAY)
    told = [
        name
        for name in ("dora", "cora", "alice", "victor", "colin", "wendy", "charlie")
        if evidence_tasks(Scope.of(getattr(universe, name)))
    ]
    assert told == ["dora"]


def test_what_proves_nothing_any_more_is_not_spoken_of(universe: Universe) -> None:
    attachment = prove(universe.bob, universe.hours, expires_on=TODAY)
    standing = Scope.of(universe.bob).standings.get(entry=universe.hours.entry)
    actions.remove_evidence(by=Scope.of(universe.bob), attachment=attachment, standing=standing, reason="Old.")
    assert evidence_tasks(Scope.of(universe.bob)) == []
