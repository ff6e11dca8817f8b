"""Every address with an id is asked by an outsider, who finds nothing. A new address without a case fails here."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from commonweal_web.accounts import actions as accounts
from commonweal_web.accounts.models import User
from commonweal_web.accounts.roles import Role
from commonweal_web.core.scope import Scope
from commonweal_web.evidence.actions.uploads import begin_upload
from commonweal_web.ledger.actions.drafts import begin_entry
from commonweal_web.work import actions as work
from commonweal_web.work.models import ListKind
from tests.web.api.programs import new_token
from tests.web.assurance import cases as assurance
from tests.web.evidence.conftest import keep
from tests.web.universe import HOURS, Universe
from tests.web.workbooks.books import NEW_HOURS, as_csv, give

Ids = Callable[[Universe], dict[str, object]]


def invitation_of(universe: Universe) -> dict[str, object]:
    invited = accounts.invite(
        by=Scope.of(universe.alice), email="new@example.org", role=Role.VIEWER, place=universe.north
    )
    return {"invitation_id": invited.pk}


def token_of(universe: Universe) -> dict[str, object]:
    return {"token_id": new_token(universe.bob).token.pk}


def draft_of(universe: Universe) -> dict[str, object]:
    begun = begin_entry(by=Scope.of(universe.bob), activity=universe.volunteering, answers={"stage": "delivered"})
    return {"draft_id": begun.pk}


def saved_view_of(universe: Universe) -> dict[str, object]:
    view = work.save_view(
        by=Scope.of(universe.bob), partnership=universe.north, kind=ListKind.ENTRIES, name="Mine", query=""
    )
    return {"view_id": view.pk}


def evidence_of(universe: Universe) -> dict[str, object]:
    return {"evidence_id": keep(universe.bob, universe.hours).evidence_id}


def attachment_of(universe: Universe) -> dict[str, object]:
    return {"attachment_id": keep(universe.bob, universe.hours).pk}


def upload_of(universe: Universe) -> dict[str, object]:
    begun = begin_upload(by=Scope.of(universe.bob), standing=universe.hours, name="a.pdf", size=10)
    return {"upload_id": begun.pk}


def workbook_of(universe: Universe) -> dict[str, object]:
    return {"upload_id": give(universe.bob, universe.north, as_csv(NEW_HOURS)).pk}


# The address, the ids that it is asked with, and somebody who does find it.
MATRIX: dict[str, tuple[Ids, str]] = {
    "partnership": (lambda universe: {"partnership_id": universe.north.pk}, "bob"),
    "workbook": (lambda universe: {"partnership_id": universe.north.pk}, "bob"),
    "workbook_download": (lambda universe: {"partnership_id": universe.north.pk}, "bob"),
    "workbook_upload": (workbook_of, "bob"),
    "workbook_problems": (workbook_of, "bob"),
    "workbook_send": (workbook_of, "bob"),
    "workbook_compare_again": (workbook_of, "bob"),
    "workbook_discard": (workbook_of, "bob"),
    "organisation": (lambda universe: {"organisation_id": universe.council.pk}, "bob"),
    "dashboard": (lambda universe: {"partnership_id": universe.north.pk}, "wendy"),
    "dashboard_csv": (lambda universe: {"partnership_id": universe.north.pk}, "wendy"),
    "dashboard_json": (lambda universe: {"partnership_id": universe.north.pk}, "wendy"),
    "dashboard_chart": (lambda universe: {"partnership_id": universe.north.pk, "name": "stages"}, "wendy"),
    "add_objective": (lambda universe: {"partnership_id": universe.north.pk}, "alice"),
    "reword_objective": (lambda universe: {"objective_id": universe.jobs.pk}, "alice"),
    "channels": (lambda universe: {"partnership_id": universe.north.pk}, "alice"),
    "members": (lambda universe: {"partnership_id": universe.north.pk}, "bob"),
    "admit": (lambda universe: {"partnership_id": universe.north.pk}, "cora"),
    "membership": (lambda universe: {"membership_id": universe.council_membership.pk}, "bob"),
    "end_membership": (lambda universe: {"membership_id": universe.council_membership.pk}, "alice"),
    "strike_out_membership": (lambda universe: {"membership_id": universe.council_membership.pk}, "alice"),
    "correct_organisation": (lambda universe: {"organisation_id": universe.council.pk}, "ann"),
    "periods": (lambda universe: {"partnership_id": universe.north.pk}, "bob"),
    "open_period": (lambda universe: {"partnership_id": universe.north.pk}, "alice"),
    "period": (lambda universe: {"period_id": universe.year.pk}, "bob"),
    "redate_period": (lambda universe: {"period_id": universe.year.pk}, "alice"),
    "close_period": (lambda universe: {"period_id": universe.year.pk}, "alice"),
    "people": (lambda universe: {"partnership_id": universe.north.pk}, "ann"),
    "add_person": (lambda universe: {"partnership_id": universe.north.pk}, "ann"),
    "add_person_to_partnership": (lambda universe: {"partnership_id": universe.north.pk}, "alice"),
    "organisation_people": (lambda universe: {"organisation_id": universe.council.pk}, "ann"),
    "add_person_to_organisation": (lambda universe: {"organisation_id": universe.council.pk}, "ann"),
    "end_role": (lambda universe: {"grant_id": universe.bobs_role.pk}, "bob"),
    "sent_invitation": (invitation_of, "alice"),
    "withdraw_invitation": (invitation_of, "alice"),
    "entries": (lambda universe: {"partnership_id": universe.north.pk}, "dora"),
    "entries_file": (lambda universe: {"partnership_id": universe.north.pk}, "dora"),
    "entries_together": (lambda universe: {"partnership_id": universe.north.pk}, "ann"),
    "evidence": (lambda universe: {"partnership_id": universe.north.pk}, "dora"),
    "evidence_new": (lambda universe: {"entry_id": universe.hours.entry_id}, "bob"),
    "evidence_attach": (lambda universe: {"entry_id": universe.hours.entry_id}, "bob"),
    "evidence_uploads": (lambda universe: {"entry_id": universe.hours.entry_id}, "bob"),
    "evidence_upload": (upload_of, "bob"),
    "evidence_remove": (attachment_of, "bob"),
    "evidence_file": (evidence_of, "bob"),
    "evidence_content": (evidence_of, "bob"),
    "evidence_dates": (evidence_of, "bob"),
    "evidence_shared_copy": (evidence_of, "bob"),
    "evidence_erase": (evidence_of, "bob"),
    "activities": (lambda universe: {"partnership_id": universe.north.pk}, "dora"),
    "activities_file": (lambda universe: {"partnership_id": universe.north.pk}, "dora"),
    "saved_views": (lambda universe: {"partnership_id": universe.north.pk}, "bob"),
    "save_view": (lambda universe: {"partnership_id": universe.north.pk}, "bob"),
    "change_view": (saved_view_of, "bob"),
    "delete_view": (saved_view_of, "bob"),
    "erase_person": (lambda universe: {"account_id": universe.bob.pk}, "alice"),
    "activity_new": (lambda universe: {"partnership_id": universe.north.pk}, "bob"),
    "activity": (lambda universe: {"activity_id": universe.volunteering.pk}, "bob"),
    "activity_correct": (lambda universe: {"activity_id": universe.volunteering.pk}, "bob"),
    "entry_new": (lambda universe: {"activity_id": universe.volunteering.pk}, "bob"),
    "entry": (lambda universe: {"entry_id": universe.hours.entry_id}, "bob"),
    "entry_correct": (lambda universe: {"entry_id": universe.hours.entry_id}, "bob"),
    "entry_sent": (lambda universe: {"entry_id": universe.hours.entry_id}, "bob"),
    "entry_approve": (lambda universe: {"entry_id": universe.promise.entry_id}, "ann"),
    "entry_return": (lambda universe: {"entry_id": universe.promise.entry_id}, "ann"),
    "entry_withdraw": (lambda universe: {"entry_id": universe.hours.entry_id}, "bob"),
    "entry_erase": (lambda universe: {"entry_id": universe.hours.entry_id}, "bob"),
    "draft": (draft_of, "bob"),
    "draft_discard": (draft_of, "bob"),
    "draft_question": (lambda universe: {**draft_of(universe), "slug": "stage"}, "bob"),
    "api_token_revoke": (token_of, "bob"),
    "period_method": (lambda universe: {"period_id": universe.year.pk}, "wendy"),
    "choose_method": (lambda universe: {"period_id": universe.year.pk}, "alice"),
    "measure": (lambda universe: {"period_id": universe.year.pk, "measure": HOURS}, "wendy"),
    **assurance.ADDRESSES,
}
OPEN_BY_LINK = {"invitation", "stop_reminders", "confirm"}
"""What a signed link opens, whoever holds it: see tests/web/accounts/test_invitations.py."""


def _addresses(resolver: URLResolver, captured: bool = False) -> Iterator[tuple[str, str]]:
    """The name and the module of every address that has an id in it."""
    for pattern in resolver.url_patterns:
        has_id = captured or bool(pattern.pattern.regex.groups)
        if isinstance(pattern, URLResolver):
            yield from _addresses(pattern, has_id)
        elif isinstance(pattern, URLPattern) and has_id:
            yield str(pattern.name), pattern.callback.__module__


OURS = {name for name, module in _addresses(get_resolver()) if module.startswith("commonweal_web.")}


def test_every_address_with_an_id_has_a_case() -> None:
    assert MATRIX.keys() | OPEN_BY_LINK == OURS


@pytest.mark.parametrize("outsider", ["charlie", "oscar"])
@pytest.mark.parametrize("method", ["get", "post", "put", "delete"])
@pytest.mark.parametrize("name", MATRIX)
def test_an_outsider_finds_nothing(
    universe: Universe, signed_in: Callable[[User], Client], name: str, method: str, outsider: str
) -> None:
    ids, _ = MATRIX[name]
    answer = getattr(signed_in(getattr(universe, outsider)), method)(reverse(name, kwargs=ids(universe)))
    # A method that the page does not have is refused before anything is looked up, whatever the id.
    assert answer.status_code == 404 or (answer.status_code == 405 and method != "get")


@pytest.mark.parametrize("name", MATRIX)
def test_what_an_outsider_cannot_find_is_there(
    universe: Universe, signed_in: Callable[[User], Client], name: str
) -> None:
    ids, insider = MATRIX[name]
    answer = signed_in(getattr(universe, insider)).get(reverse(name, kwargs=ids(universe)))
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "private, no-store"
    answer.close()


@pytest.mark.parametrize("name", MATRIX)
def test_a_stranger_is_asked_to_sign_in_whether_it_is_there_or_not(universe: Universe, name: str) -> None:
    ids, _ = MATRIX[name]
    asked = reverse(name, kwargs=ids(universe))
    assert Client().get(asked)["Location"] == f"/accounts/login/?next={asked}"
