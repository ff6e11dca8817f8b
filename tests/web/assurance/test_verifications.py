"""Verification is by somebody independent, says what it rests on, and asks where it finds something wrong."""

from __future__ import annotations

from datetime import date

import pytest

from commonweal_web.accounts import actions as accounts
from commonweal_web.accounts.roles import Role
from commonweal_web.assurance import actions
from commonweal_web.assurance.errors import NotIndependent, NotRight
from commonweal_web.assurance.models import Finding, LookedAt, Query, Verification, VerificationWords
from commonweal_web.core.errors import NotAllowed
from commonweal_web.core.history import history
from commonweal_web.core.scope import Scope
from commonweal_web.ledger.errors import NotNow
from commonweal_web.ledger.models import Assurance
from commonweal_web.partnerships import actions as partnerships
from commonweal_web.work.sources import tasks
from tests.web.assurance.making import found, now
from tests.web.universe import Universe


def test_what_is_right_is_verified(universe: Universe) -> None:
    found(universe)
    assert now(universe.hours).assurance == Assurance.VERIFIED
    told = history(Scope.of(universe.alice), universe.hours.entry)[0].sentence
    assert told == ("Victor verified version 1, having looked at: the evidence attached to the entry, something else.")


def test_what_is_not_right_opens_a_question_with_the_finding(universe: Universe) -> None:
    found(universe)
    verification = found(universe, Finding.WRONG, right="100", note="Two shifts are on another contract.")
    standing = now(universe.hours)
    assert (standing.assurance, standing.open_queries) == (Assurance.CLAIMED, 1)
    assert Query.objects.get(verification=verification).raised_by == universe.victor


def test_only_verifiers_verify(universe: Universe) -> None:
    for user in (universe.alice, universe.ann, universe.bob, universe.wendy):
        with pytest.raises(NotAllowed):
            actions.verify_version(
                by=Scope.of(user),
                version=universe.hours.version,
                finding=Finding.RIGHT,
                looked_at=[LookedAt.VISIT],
            )
    assert Verification.objects.count() == 0


def test_nobody_verifies_their_own_organisations_entries(universe: Universe) -> None:
    accounts.give_role(by=Scope.of(universe.alice), user=universe.victor, role=Role.VIEWER, place=universe.council)
    with pytest.raises(NotIndependent, match="Nobody verifies their own organisation's entries"):
        found(universe)
    found(universe, version=universe.open_day_hours.version)


def test_who_belonged_in_the_period_and_left_since_is_not_independent(universe: Universe) -> None:
    grant = accounts.give_role(
        by=Scope.of(universe.alice),
        user=universe.victor,
        role=Role.CONTRIBUTOR,
        place=universe.council,
        begins=date(2025, 1, 1),
    )
    accounts.end_role(by=Scope.of(universe.alice), grant=grant, reason="Moved on.")
    with pytest.raises(NotIndependent):
        found(universe)


def test_the_owner_does_not_verify_what_its_supplier_claims(universe: Universe) -> None:
    accounts.give_role(by=Scope.of(universe.alice), user=universe.victor, role=Role.VIEWER, place=universe.council)
    with pytest.raises(NotIndependent):
        found(universe, version=universe.apprentices.version)


def test_a_promise_is_not_verified_and_what_is_not_approved_is_not_yet(universe: Universe) -> None:
    with pytest.raises(NotRight, match="Only what was delivered"):
        found(universe, version=universe.promise.version)
    with pytest.raises(NotNow, match="does not count yet"):
        found(universe, version=universe.apprentices.version)


def test_what_was_looked_at_is_said(universe: Universe) -> None:
    with pytest.raises(NotRight, match="what you looked at"):
        actions.verify_version(
            by=Scope.of(universe.victor), version=universe.hours.version, finding=Finding.RIGHT, looked_at=[]
        )


@pytest.mark.parametrize(("right", "note"), [("", "Too many."), ("100", ""), ("120.5", "Too many.")])
def test_a_finding_that_it_is_wrong_says_what_would_be_right_and_why(universe: Universe, right: str, note: str) -> None:
    with pytest.raises(NotRight):
        found(universe, Finding.WRONG, right=right, note=note)
    assert now(universe.hours).open_queries == 0


def test_a_closed_period_keeps_its_assurance_and_the_finding_is_recorded(universe: Universe) -> None:
    partnerships.close_period(by=Scope.of(universe.alice), period=universe.year)
    found(universe)
    assert now(universe.hours).assurance == Assurance.CLAIMED
    assert Verification.objects.count() == 1


def test_the_note_can_be_erased_and_the_finding_stays(universe: Universe) -> None:
    verification = found(universe, note="Mr Jones showed me the book.")
    actions.erase_verification_note(by=Scope.of(universe.victor), verification=verification, reason="A name.")
    assert VerificationWords.objects.get(verification=verification).note == ""
    assert now(universe.hours).assurance == Assurance.VERIFIED


def test_my_work_counts_what_awaits_verification(universe: Universe) -> None:
    [task] = [task for task in tasks(Scope.of(universe.victor)) if "verification" in task.what]
    assert task.what == "2 entries await verification"
    found(universe)
    [task] = [task for task in tasks(Scope.of(universe.victor)) if "verification" in task.what]
    assert task.what == "1 entry awaits verification"
