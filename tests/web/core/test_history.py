"""Every action records exactly one event, and its sentence reads like English."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from copy import deepcopy
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone
from django.utils.formats import date_format

from commonweal_web.accounts import actions as accounts
from commonweal_web.accounts.models import Invitation, User
from commonweal_web.accounts.roles import Role
from commonweal_web.api import actions as api
from commonweal_web.assurance import actions as assurance
from commonweal_web.core.events import record_event
from commonweal_web.core.history import FORGOTTEN, history, sentence
from commonweal_web.core.models import Event
from commonweal_web.core.scope import Scope
from commonweal_web.core.verbs import all_verbs, verb, verb_called
from commonweal_web.evidence import actions as evidence
from commonweal_web.evidence.models import EvidenceDates, EvidenceFile
from commonweal_web.evidence.receiving import Incoming, receive_copy
from commonweal_web.ledger import actions as ledger
from commonweal_web.ledger.details import ActivityDetails
from commonweal_web.ledger.models import Standing
from commonweal_web.methods import actions as methods
from commonweal_web.partnerships import actions as partnerships
from commonweal_web.partnerships.models import Capacity, Channel
from commonweal_web.partnerships.verbs import PERIOD_CLOSED
from commonweal_web.work import actions as work
from commonweal_web.work.models import ListKind, Rhythm, SavedView
from commonweal_web.workbooks import actions as workbooks
from commonweal_web.workbooks.models import Progress, WorkbookAccepted, WorkbookUpload
from tests.web.api.programs import new_token
from tests.web.assurance.cases import TOLD as TOLD_OF_ASSURANCE
from tests.web.evidence import files
from tests.web.evidence.conftest import keep
from tests.web.universe import HOURS, Universe, send
from tests.web.workbooks.books import NEW_HOURS, as_csv, confirm, give, idle_queue

Act = Callable[[Universe], Any]
TODAY = date_format(timezone.localdate(), "j F Y")


def alice(universe: Universe) -> Scope:
    return Scope.of(universe.alice)


def invited(universe: Universe, email: str = "new@example.org") -> Invitation:
    return accounts.invite(by=alice(universe), email=email, role=Role.CONTRIBUTOR, place=universe.council)


def single_sign_on(universe: Universe) -> None:
    user = User.objects.create(email="sam@example.org")
    accounts.open_account_by_single_sign_on(user=user, name="Sam")


EIGHT_HOURS = {"measure": HOURS, "quantity": "8", "stage": "delivered", "period_end": "2025-06-30"}


def litter_picking(universe: Universe) -> ActivityDetails:
    return ActivityDetails(
        kind="programme",
        title="Litter picking",
        channel="operations",
        owner=universe.council,
        deliverer=universe.council,
        first_day=date(2025, 4, 1),
    )


def saved_view(universe: Universe) -> SavedView:
    return work.save_view(
        by=Scope.of(universe.bob),
        partnership=universe.north,
        kind=ListKind.ENTRIES,
        name="Mine",
        query="",
        organisation=universe.council,
    )


DIGEST = hashlib.sha256(files.TABLE).hexdigest()[:12]


def kept(universe: Universe) -> EvidenceFile:
    """A file that Bob attached."""
    return keep(universe.bob, universe.hours).evidence


def out_of_time(universe: Universe) -> EvidenceFile:
    file = kept(universe)
    EvidenceDates.objects.filter(evidence=file).update(keep_until=date(2026, 1, 31))
    return EvidenceFile.objects.get(pk=file.pk)


def eight_more_hours(universe: Universe) -> Standing:
    (standing,) = send(universe.bob, universe.north, {**EIGHT_HOURS, "activity": "2"})
    return standing


def given_workbook(universe: Universe) -> WorkbookUpload:
    return give(universe.bob, universe.north, as_csv(NEW_HOURS))


@idle_queue
def confirmed_workbook(universe: Universe, upload: WorkbookUpload) -> None:
    assert confirm(universe.bob, upload).progress == Progress.SENDING


TOLD: dict[str, tuple[Callable[[Universe], Any], Callable[[Universe, Any], Any], str]] = {
    # The action: what there must be first, the action itself, and how it is told.
    "open_account": (
        lambda u: None,
        lambda u, _: accounts.open_account(email="eve@example.org", name="Eve"),
        "Eve opened an account.",
    ),
    "open_account_by_single_sign_on": (lambda u: None, lambda u, _: single_sign_on(u), "Sam opened an account."),
    "rename_person": (
        lambda u: None,
        lambda u, _: accounts.rename_person(by=Scope.of(u.bob), name="Robert"),
        "Robert (Northshire Council) changed the name on their account.",
    ),
    "forget_person": (
        lambda u: None,
        lambda u, _: accounts.forget_person(by=alice(u), user=u.bob, reason="Bob asked."),
        "Alice erased the personal details of an account.",
    ),
    "give_role": (
        lambda u: None,
        lambda u, _: accounts.give_role(by=alice(u), user=u.charlie, role=Role.APPROVER, place=u.council),
        f"Alice made Charlie partner approver for Northshire Council from {TODAY}.",
    ),
    "end_role": (
        lambda u: None,
        lambda u, _: accounts.end_role(by=alice(u), grant=u.bobs_role, reason="Bob moved on."),
        f"Alice ended the role of Bob as partner contributor for Northshire Council, from {TODAY}.",
    ),
    "invite": (
        lambda u: None,
        lambda u, _: invited(u),
        "Alice invited someone to be partner contributor for Northshire Council.",
    ),
    "invite_again": (
        invited,
        lambda u, invitation: accounts.invite_again(by=alice(u), invitation=invitation),
        "Alice sent again the invitation to be partner contributor for Northshire Council.",
    ),
    "revoke_invitation": (
        invited,
        lambda u, invitation: accounts.revoke_invitation(by=alice(u), invitation=invitation),
        "Alice withdrew the invitation to be partner contributor for Northshire Council.",
    ),
    "accept_invitation": (
        lambda u: invited(u, "charlie@example.org"),
        lambda u, invitation: accounts.accept_invitation(by=Scope.of(u.charlie), invitation=invitation),
        (
            "Charlie (Northshire Council) accepted the invitation of Alice "
            "to be partner contributor for Northshire Council."
        ),
    ),
    "accept_invitation_as_newcomer": (
        invited,
        lambda u, invitation: accounts.accept_invitation_as_newcomer(
            invitation=invitation, name="Nora", password="three other words"
        ),
        "Nora (Northshire Council) accepted the invitation of Alice to be partner contributor for Northshire Council.",
    ),
    "found_partnership": (
        lambda u: None,
        lambda u, _: partnerships.found_partnership(
            by=alice(u), name="Westshire Pound", place_code="E06000001", place_name="Westshire"
        ),
        "Alice founded Westshire Pound for Westshire and leads it.",
    ),
    "choose_channels": (
        lambda u: None,
        lambda u, _: partnerships.choose_channels(
            by=alice(u), partnership=u.north, channels=[Channel.PROCUREMENT, Channel.GRANT]
        ),
        "Alice chose what Northshire Pound records: Procurement, Grants.",
    ),
    "add_objective": (
        lambda u: None,
        lambda u, _: partnerships.add_objective(by=alice(u), partnership=u.north, name="Cleaner air"),
        "Alice added objective 2: Cleaner air.",
    ),
    "reword_objective": (
        lambda u: None,
        lambda u, _: partnerships.reword_objective(by=alice(u), objective=u.jobs, name="Good jobs", reason="Shorter."),
        "Alice reworded objective 1 from “More jobs for local people” to “Good jobs”.",
    ),
    "record_organisation": (
        lambda u: None,
        lambda u, _: partnerships.record_organisation(by=alice(u), name="New Theatre"),
        "Alice recorded the organisation New Theatre.",
    ),
    "correct_organisation": (
        lambda u: None,
        lambda u, _: partnerships.correct_organisation(
            by=Scope.of(u.ann), organisation=u.council, reason="It moved.", postcode="NO1 2BB"
        ),
        "Ann (Northshire Council) corrected Northshire Council: postcode from “” to “NO1 2BB”.",
    ),
    "admit": (
        lambda u: None,
        lambda u, _: partnerships.admit(
            by=alice(u),
            partnership=u.north,
            organisation=u.library,
            capacity=Capacity.GRANT_HOLDER,
            first_day=date(2026, 1, 1),
        ),
        "Alice recorded that Old Library Trust joins as grant holder on 1 January 2026.",
    ),
    "end_membership": (
        lambda u: None,
        lambda u, _: partnerships.end_membership(
            by=alice(u), membership=u.council_membership, last_day=date(2026, 3, 31), reason="Reorganised."
        ),
        "Alice recorded that Northshire Council leaves after 31 March 2026.",
    ),
    "strike_out_membership": (
        lambda u: None,
        lambda u, _: partnerships.strike_out_membership(
            by=alice(u), membership=u.council_membership, reason="It was the county."
        ),
        "Alice struck out the membership of Northshire Council from 1 April 2024: it never was.",
    ),
    "open_period": (
        lambda u: None,
        lambda u, _: partnerships.open_period(
            by=alice(u),
            partnership=u.north,
            name="2026/27",
            first_day=date(2026, 4, 1),
            last_day=date(2027, 3, 31),
        ),
        "Alice opened the period 2026/27, from 1 April 2026 to 31 March 2027.",
    ),
    "redate_period": (
        lambda u: None,
        lambda u, _: partnerships.redate_period(
            by=alice(u), period=u.year, first_day=date(2025, 4, 1), last_day=date(2025, 9, 30), reason="Half years."
        ),
        "Alice moved the period 2025/26 to run from 1 April 2025 to 30 September 2025.",
    ),
    "close_period": (
        lambda u: None,
        lambda u, _: partnerships.close_period(by=alice(u), period=u.year),
        "Alice closed the period 2025/26.",
    ),
    "choose_method": (
        lambda u: None,
        lambda u, _: methods.choose_method(by=alice(u), period=u.year, reference="commonweal-open@2026.1"),
        "Alice had 2025/26 valued by commonweal-open@2026.1 (digest 64e92561ad21).",
    ),
    "record_activity": (
        lambda u: None,
        lambda u, _: ledger.record_activity(by=Scope.of(u.bob), partnership=u.north, details=litter_picking(u)),
        "Bob (Northshire Council) recorded the activity Litter picking.",
    ),
    "correct_activity": (
        lambda u: ledger.record_activity(by=Scope.of(u.bob), partnership=u.north, details=litter_picking(u)),
        lambda u, activity: ledger.correct_activity(
            by=Scope.of(u.bob),
            activity=activity,
            details=replace(litter_picking(u), value_pence=1_200_050, description="Bob's idea."),
        ),
        "Bob (Northshire Council) corrected Litter picking: value from nothing to £12,000.50; description reworded.",
    ),
    "send_entries": (
        lambda u: None,
        lambda u, _: send(u.bob, u.north, {**EIGHT_HOURS, "activity": "2"}),
        "Bob (Northshire Council) sent Volunteering time given: 8 × hour (delivered, to 30 June 2025), by the form.",
    ),
    "approve": (
        lambda u: None,
        lambda u, _: ledger.approve(by=Scope.of(u.ann), partnership=u.north, standings=[u.promise]),
        "Ann (Northshire Council) approved it: it counts.",
    ),
    "send_back": (
        lambda u: None,
        lambda u, _: ledger.send_back(
            by=Scope.of(u.ann), partnership=u.north, standings=[u.promise], reason="For whom?"
        ),
        "Ann (Northshire Council) sent it back to be corrected.",
    ),
    "withdraw": (
        lambda u: None,
        lambda u, _: ledger.withdraw(by=Scope.of(u.bob), partnership=u.north, standings=[u.hours], reason="Wrong."),
        "Bob (Northshire Council) withdrew it: it does not count.",
    ),
    "add_evidence": (
        lambda u: None,
        lambda u, _: keep(u.bob, u.hours),
        f"Bob (Northshire Council) attached evidence: a CSV table of 40 bytes (SHA-256 {DIGEST}).",
    ),
    "attach_evidence": (
        lambda u: (kept(u), eight_more_hours(u)),
        lambda u, made: evidence.attach_evidence(by=Scope.of(u.bob), evidence=made[0], standing=made[1]),
        f"Bob (Northshire Council) attached evidence: a CSV table of 40 bytes (SHA-256 {DIGEST}).",
    ),
    "remove_evidence": (
        lambda u: keep(u.bob, u.hours),
        lambda u, attachment: evidence.remove_evidence(
            by=Scope.of(u.bob), attachment=attachment, standing=u.hours, reason="Last year's."
        ),
        f"Bob (Northshire Council) removed a piece of evidence: a CSV table of 40 bytes (SHA-256 {DIGEST}).",
    ),
    "share_copy": (
        kept,
        lambda u, file: receive_copy(Scope.of(u.bob), file, Incoming("copy.csv", [b"Day,Hours\n"])),
        (
            "Bob (Northshire Council) added a copy that others may see "
            f"(SHA-256 {hashlib.sha256(b'Day,Hours' + bytes([10])).hexdigest()[:12]})."
        ),
    ),
    "date_evidence": (
        kept,
        lambda u, file: evidence.date_evidence(
            by=Scope.of(u.bob), evidence=file, expires_on=date(2040, 3, 31), keep_until=date(2041, 3, 31)
        ),
        "Bob (Northshire Council) noted that it runs out on 31 March 2040, and is kept until 31 March 2041.",
    ),
    "erase_evidence": (
        kept,
        lambda u, file: evidence.erase_evidence(by=Scope.of(u.bob), evidence=file, reason="They asked."),
        f"Bob (Northshire Council) erased the file and its name; its digest {DIGEST} is kept.",
    ),
    "dispose_of_evidence": (
        out_of_time,
        lambda u, file: evidence.dispose_of_evidence(by=alice(u), evidence=file, on=timezone.localdate()),
        "It was kept until 31 January 2026, so the file and its name were erased.",
    ),
    "make_standings_anew": (
        lambda u: Standing.objects.filter(pk=u.hours.pk).update(state="sent"),
        lambda u, _: ledger.make_standings_anew(by=alice(u), partnership=u.north),
        "Alice had how entries stand made anew from the facts: 1 differed.",
    ),
    "erase_words": (
        lambda u: None,
        lambda u, _: ledger.erase_words(by=alice(u), version=u.promise.version, reason="They asked."),
        "Alice erased the words of version 1; its figures stay.",
    ),
    "receive_workbook": (
        lambda u: None,
        lambda u, _: given_workbook(u),
        "Bob (Northshire Council) uploaded a workbook to be compared with the ledger: 1 row(s).",
    ),
    "ask_to_compare": (
        lambda u: given_workbook(u),
        lambda u, upload: workbooks.ask_to_compare(by=Scope.of(u.bob), upload=upload),
        "Bob (Northshire Council) had an uploaded workbook compared with the ledger again.",
    ),
    "ask_to_send": (
        lambda u: given_workbook(u),
        lambda u, upload: confirmed_workbook(u, upload),
        "Bob (Northshire Council) confirmed both statements and asked for a workbook to be sent.",
    ),
    "accept_workbook": (
        lambda u: (given_workbook(u), send(u.bob, u.north, {**EIGHT_HOURS, "activity": "2"})),
        lambda u, found: workbooks.accept_workbook(
            by=Scope.of(u.bob),
            upload=found[0],
            accepted=WorkbookAccepted(digest=found[0].digest, rows=1),
            standings=found[1],
            new=1,
            corrected=0,
        ),
        "Bob (Northshire Council) sent a workbook: 1 new and 0 corrected.",
    ),
    "discard_workbook": (
        lambda u: given_workbook(u),
        lambda u, upload: workbooks.discard_workbook(by=Scope.of(u.bob), upload=upload),
        "Bob (Northshire Council) threw away a workbook that they had uploaded.",
    ),
    "save_view": (
        lambda u: None,
        lambda u, _: saved_view(u),
        "Bob (Northshire Council) saved a view of the entries, for Northshire Council.",
    ),
    "rename_view": (
        saved_view,
        lambda u, view: work.rename_view(by=Scope.of(u.bob), view=view, name="Ours"),
        "Bob (Northshire Council) renamed a view of the entries, for themselves.",
    ),
    "delete_view": (
        saved_view,
        lambda u, view: work.delete_view(by=Scope.of(u.bob), view=view),
        "Bob (Northshire Council) deleted a view of the entries.",
    ),
    "choose_rhythm": (
        lambda u: None,
        lambda u, _: work.choose_rhythm(by=Scope.of(u.bob), rhythm=Rhythm.WEEKLY),
        "Bob (Northshire Council) chose to be reminded at most once a week.",
    ),
    "make_token": (
        lambda u: None,
        lambda u, _: new_token(u.bob, last_day=timezone.localdate()),
        f"Bob (Northshire Council) made an API token that may read and write, which works until {TODAY}.",
    ),
    "revoke_token": (
        lambda u: new_token(u.bob).token,
        lambda u, token: api.revoke_token(by=Scope.of(u.bob), token=token),
        "Bob (Northshire Council) revoked an API token.",
    ),
    **TOLD_OF_ASSURANCE,
}


EVERY_ACTION = {
    *accounts.__all__,
    *partnerships.__all__,
    *methods.__all__,
    *ledger.__all__,
    *evidence.__all__,
    *work.__all__,
    *workbooks.__all__,
    *assurance.__all__,
    *api.__all__,
}


@pytest.mark.parametrize("name", sorted(EVERY_ACTION))
def test_an_action_records_one_event_that_reads_like_english(universe: Universe, name: str) -> None:
    prepare, act, told = TOLD[name]
    prepared = prepare(universe)
    before = Event.objects.count()
    act(universe, prepared)
    assert Event.objects.count() == before + 1
    event = Event.objects.order_by("sequence").last()
    assert event is not None
    named = {*User.objects.values_list("pk", flat=True)}
    assert sentence(event, alice(universe).names_of(named)) == told


def test_no_case_is_left_over() -> None:
    assert TOLD.keys() == EVERY_ACTION


def test_every_verb_is_told_by_some_action(universe: Universe) -> None:
    for prepare, act, _ in TOLD.values():
        savepoint = connection.savepoint()
        fresh = deepcopy(universe)  # an action changes what it is given, and only the database is rolled back
        act(fresh, prepare(fresh))
        assert Event.objects.exclude(verb__in=[known.code for known in all_verbs()]).count() == 0
        connection.savepoint_rollback(savepoint)


def test_a_history_tells_when_what_for_whom_and_why(universe: Universe) -> None:
    scope = Scope.of(universe.ann)
    partnerships.correct_organisation(by=scope, organisation=universe.council, reason="It moved.", sector="Councils")
    newest, first = history(scope, universe.council)
    assert newest.sentence == ("Ann (Northshire Council) corrected Northshire Council: sector from “” to “Councils”.")
    assert newest.reason == "It moved."
    assert newest.when > first.when
    assert first.sentence == "Alice recorded the organisation Northshire Council."


def test_a_history_still_reads_when_its_people_are_forgotten(universe: Universe) -> None:
    accounts.forget_person(by=Scope.of(universe.bob), user=universe.bob, reason="")
    [line] = history(Scope.of(universe.alice), universe.bobs_role)
    assert line.sentence.startswith(f"Alice made {FORGOTTEN} partner contributor")


def test_an_event_holds_no_name_of_a_person(universe: Universe) -> None:
    told = [str(event.parameters) for event in Event.objects.all()]
    assert told
    assert not [text for text in told if "Bob" in text or "example.org" in text]


def test_an_event_with_the_wrong_parameters_is_not_recorded(universe: Universe) -> None:
    with pytest.raises(ValueError, match=r"period.closed is told with \['period'\], not with \['year'\]"):
        record_event(PERIOD_CLOSED, universe.year, by=alice(universe), year="2025/26")


@pytest.mark.django_db(transaction=True)
def test_an_event_outside_a_transaction_is_not_recorded(universe: Universe) -> None:
    with pytest.raises(ValueError, match="outside a transaction"):
        record_event(PERIOD_CLOSED, universe.year, by=alice(universe), period="2025/26")


def test_a_verb_cannot_be_there_twice() -> None:
    with pytest.raises(ValueError, match="there twice"):
        verb(PERIOD_CLOSED.code, "{actor} did something else.")
    assert verb_called(PERIOD_CLOSED.code) is PERIOD_CLOSED
