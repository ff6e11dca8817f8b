"""The pages of the workbook door: they can be left and come back to, and say what happened in plain words."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import reverse

from commonweal_web.accounts.models import User
from commonweal_web.core.errors import NotAllowed
from commonweal_web.core.scope import Scope
from commonweal_web.partnerships import actions as partnerships
from commonweal_web.work.sources import tasks
from commonweal_web.workbooks import actions
from commonweal_web.workbooks.errors import NotReady
from commonweal_web.workbooks.limits import KEPT_DAYS
from commonweal_web.workbooks.models import STUCK_AFTER, Progress, UploadRow, WorkbookUpload
from tests.web.universe import Universe
from tests.web.workbooks.books import NEW_HOURS, as_csv, confirm, give, idle_queue, sent

SignedIn = Callable[[User], Client]


def page_of(client: Client, upload: WorkbookUpload, query: str = "") -> Any:
    return client.get(reverse("workbook_upload", args=[upload.pk]) + query)


def long_ago(upload: WorkbookUpload, ago: timedelta) -> WorkbookUpload:
    found = WorkbookUpload.objects.filter(pk=upload.pk)
    found.update(moved_at=upload.moved_at - ago)
    return found.get()


def test_while_it_is_compared_the_page_looks_again_by_itself_and_can_be_left(
    universe: Universe, signed_in: SignedIn
) -> None:
    with idle_queue:
        upload = give(universe.bob, universe.north, as_csv(NEW_HOURS))
    answer = page_of(signed_in(universe.bob), upload)
    assert answer["Refresh"] == "3"
    assert "You can leave" in answer.content.decode()
    assert "hours.csv" in signed_in(universe.bob).get(reverse("workbook", args=[universe.north.pk])).content.decode()


def test_what_was_cut_off_can_be_tried_again(universe: Universe, signed_in: SignedIn) -> None:
    with idle_queue:
        upload = long_ago(give(universe.bob, universe.north, as_csv(NEW_HOURS)), STUCK_AFTER * 2)
    answer = page_of(signed_in(universe.bob), upload)
    assert "Refresh" not in answer
    assert "This was cut off" in answer.content.decode()
    signed_in(universe.bob).post(reverse("workbook_compare_again", args=[upload.pk]))
    assert WorkbookUpload.objects.get(pk=upload.pk).progress == Progress.COMPARED


def test_what_is_under_way_is_not_begun_twice(universe: Universe) -> None:
    with idle_queue:
        upload = give(universe.bob, universe.north, as_csv(NEW_HOURS))
        with pytest.raises(NotReady):
            actions.ask_to_compare(by=Scope.of(universe.bob), upload=upload)


def test_a_refusal_of_the_ledger_is_said_on_its_page(universe: Universe, signed_in: SignedIn) -> None:
    upload = give(universe.bob, universe.north, as_csv(NEW_HOURS))
    with idle_queue:
        upload = confirm(universe.bob, upload)
    default_storage.delete(upload.file)
    from commonweal_web.workbooks.tasks import send_workbook

    send_workbook.func(str(upload.pk))
    page = page_of(signed_in(universe.bob), upload).content.decode()
    assert "This workbook was not sent" in page
    assert "The file is not there any more" in page
    assert "Try again" in page


def test_when_the_period_closes_meanwhile_nothing_is_sent(universe: Universe, signed_in: SignedIn) -> None:
    upload = give(universe.bob, universe.north, as_csv(NEW_HOURS))
    partnerships.close_period(by=Scope.of(universe.alice), period=universe.year)
    upload = confirm(universe.bob, upload)
    assert upload.progress == Progress.COMPARED
    assert not upload.outcome["new"]
    assert "no later period is open" in page_of(signed_in(universe.bob), upload).content.decode()


def test_sending_asks_for_both_statements_and_keeps_what_was_typed(universe: Universe, signed_in: SignedIn) -> None:
    sent(universe.bob, universe.north, NEW_HOURS)
    upload = give(universe.bob, universe.north, as_csv({**NEW_HOURS, "entry": "2/2", "quantity": "9"}), "other.csv")
    client, address = signed_in(universe.bob), reverse("workbook_send", args=[upload.pk])
    typed = {"looked_at": upload.fingerprint, "reason": "One fewer.", "statements": ["only-for-this"]}
    page = client.post(address, typed).content.decode()
    assert "Confirm both statements before you send." in page
    assert "One fewer." in page
    answer = client.post(address, {**typed, "statements": ["only-for-this", "answers-or-adds"]}, follow=True)
    assert "1 entry sent" in answer.content.decode()


def test_a_page_that_is_older_than_the_comparison_sends_nothing(universe: Universe, signed_in: SignedIn) -> None:
    upload = give(universe.bob, universe.north, as_csv(NEW_HOURS))
    typed = {"looked_at": "f" * 64, "statements": ["only-for-this", "answers-or-adds"]}
    page = signed_in(universe.bob).post(reverse("workbook_send", args=[upload.pk]), typed).content.decode()
    assert "so nothing was sent" in page
    assert WorkbookUpload.objects.get(pk=upload.pk).progress == Progress.COMPARED


def test_the_problems_are_a_table_that_runs_nothing_when_it_is_opened(universe: Universe, signed_in: SignedIn) -> None:
    upload = give(universe.bob, universe.north, as_csv({**NEW_HOURS, "description": "=1+1"}))
    answer = signed_in(universe.bob).get(reverse("workbook_problems", args=[upload.pk]))
    heading, line = csv.reader(io.StringIO(answer.content.decode("utf-8-sig")))
    assert heading[1:4] == ["row", "column", "value"]
    assert line[1:4] == ["2", "Description", "'=1+1"]
    assert line[-1] == "yes"


def test_who_gave_it_throws_it_away_and_what_was_sent_stays(universe: Universe, signed_in: SignedIn) -> None:
    upload = sent(universe.bob, universe.north, NEW_HOURS)
    assert default_storage.exists(upload.file)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("django.db.transaction.on_commit", lambda act: act())
        signed_in(universe.bob).post(reverse("workbook_discard", args=[upload.pk]))
    assert not default_storage.exists(upload.file)
    assert not WorkbookUpload.objects.filter(pk=upload.pk).exists()
    assert universe.volunteering.entries.count() == 2


def test_files_are_not_kept_for_ever(universe: Universe) -> None:
    old = long_ago(give(universe.bob, universe.north, as_csv(NEW_HOURS)), timedelta(days=KEPT_DAYS + 1))
    give(universe.bob, universe.north, as_csv({**NEW_HOURS, "quantity": "1"}), "newer.csv")
    assert list(WorkbookUpload.objects.values_list("name", flat=True)) == ["newer.csv"]
    assert not UploadRow.objects.filter(upload=old.pk).exists()


def test_nobody_sees_the_workbook_of_somebody_else_not_even_a_lead(universe: Universe, signed_in: SignedIn) -> None:
    upload = give(universe.bob, universe.north, as_csv(NEW_HOURS))
    for user in (universe.ann, universe.alice, universe.dora):
        assert page_of(signed_in(user), upload).status_code == 404


@pytest.mark.parametrize("name", ["alice", "victor", "wendy"])
def test_who_sends_no_entries_is_told_whom_to_ask(universe: Universe, signed_in: SignedIn, name: str) -> None:
    user = getattr(universe, name)
    address = reverse("workbook", args=[universe.north.pk])
    assert "Ask the partnership’s lead for a role" in signed_in(user).get(address).content.decode()
    with pytest.raises(NotAllowed):
        give(user, universe.north, as_csv(NEW_HOURS))


def test_a_workbook_that_waits_is_among_my_work_until_it_is_sent(universe: Universe) -> None:
    upload = give(universe.bob, universe.north, as_csv(NEW_HOURS))
    there = reverse("workbook_upload", args=[upload.pk])
    assert there in [task.where for task in tasks(Scope.of(universe.bob))]
    confirm(universe.bob, upload)
    assert there not in [task.where for task in tasks(Scope.of(universe.bob))]


@pytest.mark.parametrize("query", ["", "?show=new&page=2", "?show=nothing&page=x", "?page=-1", "?page=99999999999"])
def test_long_comparisons_are_shown_in_pages_and_ask_little(
    universe: Universe, signed_in: SignedIn, query: str, django_assert_max_num_queries: Any
) -> None:
    rows = [{**NEW_HOURS, "quantity": str(number)} for number in range(1, 121)]
    upload = give(universe.bob, universe.north, as_csv(*rows, {**NEW_HOURS, "stage": "soon"}))
    client = signed_in(universe.bob)
    with django_assert_max_num_queries(20):
        assert page_of(client, upload, query).status_code == 200


def test_the_page_and_the_download_ask_little_however_much_there_is(
    universe: Universe, signed_in: SignedIn, django_assert_max_num_queries: Any
) -> None:
    client, around = signed_in(universe.bob), [universe.north.pk]
    with django_assert_max_num_queries(20):
        client.get(reverse("workbook", args=around))
    with django_assert_max_num_queries(20):
        answer = client.get(reverse("workbook_download", args=around), {"activity": universe.volunteering.pk})
    assert answer["Content-Disposition"] == 'attachment; filename="2-staff-volunteering.xlsx"'


def test_an_activity_that_is_not_theirs_is_not_downloaded(universe: Universe, signed_in: SignedIn) -> None:
    address = reverse("workbook_download", args=[universe.north.pk])
    assert signed_in(universe.bob).get(address, {"activity": universe.open_days.pk}).status_code == 404
