"""The same workbook given again changes nothing, whoever gives it and however often, also at the same moment."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections

from commonweal_web.core.scope import Scope
from commonweal_web.ledger import actions as ledger
from commonweal_web.ledger.errors import NotAttested, NotRight
from commonweal_web.ledger.models import Entry, EntryVersion, Sending
from commonweal_web.workbooks import actions
from commonweal_web.workbooks.errors import LooksDifferentNow
from commonweal_web.workbooks.models import Progress, WorkbookAccepted, WorkbookUpload
from tests.web.universe import Universe, send
from tests.web.workbooks.books import NEW_HOURS, as_csv, confirm, give, idle_queue, kinds, problems, sent


def entries(universe: Universe) -> int:
    return Entry.objects.filter(activity=universe.volunteering).count()


def test_the_same_file_again_is_the_same_upload(universe: Universe) -> None:
    first = sent(universe.bob, universe.north, NEW_HOURS)
    again = give(universe.bob, universe.north, as_csv(NEW_HOURS))
    assert (again.pk, again.progress) == (first.pk, Progress.SENT)
    assert WorkbookUpload.objects.count() == 1


def test_rows_without_an_id_are_recognised_by_what_they_say(universe: Universe) -> None:
    sent(universe.bob, universe.north, NEW_HOURS, {**NEW_HOURS, "quantity": "3"})
    again = give(universe.bob, universe.north, as_csv({**NEW_HOURS, "quantity": "3"}, NEW_HOURS), "other.csv")
    assert set(kinds(again).values()) == {"same"}
    assert problems(again)[0][2] == ("It says what entry 2/3 says, so it is taken for that one and not sent again.")
    assert entries(universe) == 3


def test_two_rows_that_say_the_same_in_one_workbook_are_two_entries_and_stay_two(universe: Universe) -> None:
    sent(universe.bob, universe.north, NEW_HOURS, NEW_HOURS)
    assert entries(universe) == 3
    again = give(universe.bob, universe.north, as_csv(NEW_HOURS, NEW_HOURS, {**NEW_HOURS, "note": "x"}), "other.csv")
    assert kinds(again) == {2: "same", 3: "same", 4: "new"}


def test_what_was_corrected_or_withdrawn_since_is_still_recognised(universe: Universe) -> None:
    sent(universe.bob, universe.north, NEW_HOURS)
    send(universe.bob, universe.north, {**NEW_HOURS, "entry": "2/2", "quantity": "11", "reason": "Miscounted."})
    again = give(universe.bob, universe.north, as_csv(dict(reversed(NEW_HOURS.items()))), "other.csv")
    assert kinds(again) == {2: "same"}


def test_what_came_by_the_form_is_not_sent_again_by_a_workbook(universe: Universe) -> None:
    send(universe.bob, universe.north, NEW_HOURS)
    assert kinds(give(universe.bob, universe.north, as_csv(NEW_HOURS))) == {2: "same"}


def test_a_row_with_an_id_of_its_own_is_another_entry_though_it_says_the_same(universe: Universe) -> None:
    send(universe.bob, universe.north, NEW_HOURS)
    own = {**NEW_HOURS, "entry": "payroll-7"}
    sent(universe.bob, universe.north, own)
    assert entries(universe) == 3
    again = give(universe.bob, universe.north, as_csv(dict(reversed(own.items()))), "other.csv")
    assert kinds(again) == {2: "same"}


def test_one_reason_serves_all_corrections_that_do_not_say_why(universe: Universe) -> None:
    sent(universe.bob, universe.north, NEW_HOURS, {**NEW_HOURS, "quantity": "3"})
    corrections = [{**NEW_HOURS, "entry": "2/2", "quantity": "13", "reason": ""}]
    corrections.append({**NEW_HOURS, "entry": "2/3", "quantity": "4", "reason": "Four came."})
    upload = give(universe.bob, universe.north, as_csv(*corrections), "other.csv")
    with pytest.raises(NotRight):
        confirm(universe.bob, upload)
    confirm(universe.bob, upload, reason="The register was read again.")
    found = EntryVersion.objects.filter(number=2).order_by("entry__serial").values_list("reason", flat=True)
    assert list(found) == ["The register was read again.", "Four came."]


def test_nothing_is_sent_without_both_statements(universe: Universe) -> None:
    upload = give(universe.bob, universe.north, as_csv(NEW_HOURS))
    with pytest.raises(NotAttested):
        actions.ask_to_send(
            by=Scope.of(universe.bob),
            upload=upload,
            looked_at=upload.fingerprint,
            only_for_this=True,
            answers_or_adds=False,
        )
    assert entries(universe) == 1


def test_what_is_sent_is_what_was_looked_at_or_nothing(universe: Universe) -> None:
    correction = {**NEW_HOURS, "entry": "2/2", "quantity": "13", "reason": "One was forgotten."}
    sent(universe.bob, universe.north, NEW_HOURS)
    upload = give(universe.bob, universe.north, as_csv(correction), "other.csv")
    send(universe.bob, universe.north, {**NEW_HOURS, "entry": "2/2", "quantity": "40", "reason": "Forty."})
    after = confirm(universe.bob, upload)
    assert after.progress == Progress.COMPARED
    assert after.told == LooksDifferentNow.sentence
    assert EntryVersion.objects.filter(entry__activity=universe.volunteering, entry__serial=2).count() == 2
    assert after.compared.get().shown["changes"] == [["Quantity", "40", "13"]]


def test_what_others_record_elsewhere_meanwhile_is_no_hindrance(universe: Universe) -> None:
    upload = give(universe.bob, universe.north, as_csv(NEW_HOURS))
    ledger.approve(by=Scope.of(universe.ann), partnership=universe.north, standings=[universe.promise])
    assert confirm(universe.bob, upload).progress == Progress.SENT


def test_the_sending_tells_which_file_it_was(universe: Universe) -> None:
    upload = sent(universe.bob, universe.north, NEW_HOURS)
    accepted = WorkbookAccepted.objects.get()
    assert accepted.digest == upload.digest
    assert accepted.sending.door == "workbook"
    assert accepted.sending.versions.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_people_who_send_the_same_workbook_at_once_make_one_set_of_entries(universe: Universe) -> None:
    rows = [{**NEW_HOURS, "quantity": str(number)} for number in range(1, 41)]
    with idle_queue:
        uploads = []
        for user in (universe.bob, universe.ann):
            upload = give(user, universe.north, as_csv(*rows))
            from commonweal_web.workbooks.working import compare_upload

            compare_upload(Scope.of(user), upload)
            uploads.append((user, WorkbookUpload.objects.get(pk=upload.pk)))
        for user, upload in uploads:
            confirm(user, upload)

    def work(given: tuple[object, WorkbookUpload]) -> None:
        from commonweal_web.workbooks.tasks import send_workbook

        try:
            send_workbook.func(str(given[1].pk))
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, [*uploads, *uploads]))
    assert entries(universe) == 41
    assert Sending.objects.filter(door="workbook").count() == 1
    assert sorted(WorkbookUpload.objects.values_list("progress", flat=True)) == ["compared", "sent"]
    assert set(kinds(WorkbookUpload.objects.get(progress="compared")).values()) == {"same"}
