"""Reminders: one mail a person a day at most, nothing told twice, sent by the queue, stopped by a link."""

from __future__ import annotations

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from io import StringIO
from unittest.mock import patch

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.core.management import call_command
from django.db import connections
from django.test import Client, override_settings
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from commonweal_web.accounts.models import User
from commonweal_web.core.scope import Scope
from commonweal_web.ledger import actions as ledger
from commonweal_web.work import actions
from commonweal_web.work.actions.rounds import plan_next_round, remind
from commonweal_web.work.models import Digest, Rhythm, Round, Telling
from commonweal_web.work.phases import Told, is_time, new_ones, phase_of
from commonweal_web.work.sources import Kind, Task
from commonweal_web.work.tasks import send_digest
from tests.web.universe import HOURS, Universe, send

SignedIn = Callable[[User], Client]
real_queue = override_settings(TASKS={"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}})
TODAY = timezone.localdate()


def letters_to(user: User) -> list[EmailMessage]:
    return [letter for letter in mail.outbox if letter.to == [user.email]]


def work_the_queue() -> None:
    call_command("db_worker", batch=True, startup_delay=False, verbosity=0, interval=0.01)


def one_more_to_approve(universe: Universe) -> None:
    row = {"activity": "2", "measure": HOURS, "quantity": "1", "stage": "delivered", "period_end": "2025-06-30"}
    send(universe.bob, universe.north, row)


def told_yesterday() -> None:
    """As if what was sent today had been sent the day before."""
    for digest in Digest.objects.order_by("day"):
        Digest.objects.filter(pk=digest.pk).update(day=digest.day - timedelta(days=1))


def test_a_mail_says_in_plain_words_what_is_new_with_the_way_to_it(universe: Universe) -> None:
    assert remind(Scope.of(universe.ann))
    (letter,) = letters_to(universe.ann)
    assert letter.subject.startswith("Commonweal: ")
    assert "Dear Ann," in letter.body
    assert "WHAT AWAITS YOU" in letter.body
    assert "* 2 entries await your approval\n  Northshire Pound\n  http://localhost:8000/partnerships/" in letter.body
    assert "http://localhost:8000/my-work/\n" in letter.body
    assert "Volunteering time given: 40 hours promised (was due on 31 December 2025)" in letter.body
    assert "<" not in letter.body


def test_nothing_is_told_twice_and_nothing_new_is_no_mail(universe: Universe) -> None:
    scope = Scope.of(universe.ann)
    assert remind(scope)
    assert remind(scope) is None, "one a day"
    told_yesterday()
    assert remind(scope) is None, "nothing is new"
    assert len(letters_to(universe.ann)) == 1
    one_more_to_approve(universe)
    assert remind(scope)
    (_, second) = letters_to(universe.ann)
    assert "3 entries await your approval" in second.body
    assert "promised" not in second.body
    assert "still open that we wrote about before" in second.body


def test_somebody_with_nothing_to_do_gets_no_mail(universe: Universe) -> None:
    assert remind(Scope.of(universe.wendy)) is None
    assert remind(Scope.of(universe.charlie)) is None
    assert mail.outbox == []


@pytest.mark.parametrize(
    ("days_until_due", "phase"),
    [(60, None), (14, "soon"), (0, "soon"), (-1, "past"), (-28, "past"), (-29, "long past")],
)
def test_a_due_date_is_told_before_it_after_it_and_once_more(days_until_due: int, phase: str | None) -> None:
    task = Task("Keep it", "/x/", Kind.DUE, due=TODAY + timedelta(days=days_until_due))
    assert phase_of(task, TODAY) == phase


def test_each_phase_is_told_once_and_a_rising_number_anew() -> None:
    late = Task("Keep it", "/x/", Kind.DUE, due=TODAY - timedelta(days=1))
    assert new_ones([late], {late.name: Told(frozenset({"soon"}), 0)}, TODAY) == [(late, "past")]
    assert new_ones([late], {late.name: Told(frozenset({"soon", "past"}), 0)}, TODAY) == []
    several = Task("3 wait", "/y/", Kind.AWAITS, count=3, newest=9)
    assert new_ones([several], {several.name: Told(frozenset({""}), 8)}, TODAY) == [(several, "")]
    assert new_ones([several], {several.name: Told(frozenset({""}), 9)}, TODAY) == []


@pytest.mark.parametrize(
    ("rhythm", "days_ago", "is_now"),
    [
        (Rhythm.DAILY, None, True),
        (Rhythm.DAILY, 1, True),
        (Rhythm.DAILY, 0, False),
        (Rhythm.WEEKLY, None, True),
        (Rhythm.WEEKLY, 6, False),
        (Rhythm.WEEKLY, 7, True),
        (Rhythm.NEVER, None, False),
    ],
)
def test_a_rhythm_says_when(rhythm: Rhythm, days_ago: int | None, is_now: bool) -> None:
    last = None if days_ago is None else TODAY - timedelta(days=days_ago)
    assert is_time(rhythm, last, TODAY) is is_now


def test_a_chosen_rhythm_is_kept_to(universe: Universe, signed_in: SignedIn) -> None:
    client = signed_in(universe.ann)
    assert "at most once a day" in client.get("/my-work/").content.decode()
    page = client.post("/my-work/reminders/", {"rhythm": "never"}, follow=True).content.decode()
    assert "We do not write to you" in page
    assert remind(Scope.of(universe.ann)) is None
    client.post("/my-work/reminders/", {"rhythm": "weekly"})
    assert remind(Scope.of(universe.ann))
    told_yesterday()
    one_more_to_approve(universe)
    assert remind(Scope.of(universe.ann)) is None


def test_what_was_done_meanwhile_is_not_written_about(universe: Universe) -> None:
    with patch.object(type(send_digest), "enqueue"):
        digest = remind(Scope.of(universe.cora))
    assert digest
    ledger.approve(by=Scope.of(universe.cora), partnership=universe.north, standings=[universe.apprentices])
    Telling.objects.exclude(task__contains="awaits").delete()
    send_digest.call(str(digest.pk))
    assert letters_to(universe.cora) == []


def test_a_mail_that_cannot_be_sent_is_sent_another_time(universe: Universe) -> None:
    with patch.object(EmailMessage, "send", side_effect=OSError("no mail server")):
        remind(Scope.of(universe.ann))
    assert letters_to(universe.ann) == []
    remind(Scope.of(universe.ann))
    assert len(letters_to(universe.ann)) == 1
    assert Digest.objects.get(user=universe.ann).sent_at


def test_what_was_never_sent_counts_as_not_told(universe: Universe) -> None:
    with patch.object(EmailMessage, "send", side_effect=OSError("no mail server")):
        remind(Scope.of(universe.ann))
    told_yesterday()
    remind(Scope.of(universe.ann))
    (letter,) = letters_to(universe.ann)
    assert "2 entries await your approval" in letter.body


@real_queue
def test_reminding_only_asks_the_queue_which_holds_no_address_and_no_word(universe: Universe) -> None:
    out = StringIO()
    call_command("remind", stdout=out)
    assert "have something new: the queue writes to them." in out.getvalue()
    assert mail.outbox == []
    waiting = DBTaskResult.objects.filter(task_path="commonweal_web.work.tasks.send_digest")
    assert waiting.count() == Digest.objects.count() > 2
    for asked in waiting:
        assert "example.org" not in str(asked.args_kwargs)
        assert "http" not in str(asked.args_kwargs)


@real_queue
@pytest.mark.django_db(transaction=True)
def test_the_queue_sends_one_mail_to_each(universe: Universe) -> None:
    call_command("remind", stdout=StringIO())
    call_command("remind", stdout=StringIO())
    work_the_queue()
    work_the_queue()
    assert len(letters_to(universe.ann)) == len(letters_to(universe.bob)) == 1
    assert not DBTaskResult.objects.failed().exists()
    assert len(mail.outbox) == Digest.objects.filter(sent_at__isnull=False).count()


@real_queue
@pytest.mark.django_db(transaction=True)
def test_two_who_remind_at_once_make_one_digest_and_two_workers_send_one_mail(universe: Universe) -> None:
    def in_thread(act: Callable[[], object]) -> None:
        try:
            act()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(in_thread, [lambda: remind(Scope.of(universe.ann))] * 4))
    digest = Digest.objects.get(user=universe.ann)
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(in_thread, [lambda: send_digest.call(str(digest.pk))] * 4))
    assert len(letters_to(universe.ann)) == 1


@real_queue
def test_the_next_round_is_planned_once_for_seven_in_the_morning(universe: Universe) -> None:
    evening = timezone.make_aware(datetime(2026, 11, 23, 18, 0))
    assert plan_next_round(evening) == timezone.make_aware(datetime(2026, 11, 24, 7, 0))
    assert plan_next_round(evening) is None
    planned = DBTaskResult.objects.get(task_path="commonweal_web.work.tasks.daily_round")
    assert timezone.localtime(planned.run_after).hour == 7
    assert Round.objects.get().day == date(2026, 11, 24)
    early = timezone.make_aware(datetime(2026, 11, 25, 6, 0))
    assert plan_next_round(early) == timezone.make_aware(datetime(2026, 11, 25, 7, 0))


@real_queue
@pytest.mark.django_db(transaction=True)
def test_a_round_plans_the_next_and_reminds_everybody(universe: Universe) -> None:
    plan_next_round()
    DBTaskResult.objects.update(run_after=timezone.now())
    Round.objects.update(day=date(2020, 1, 1))
    work_the_queue()
    assert len(letters_to(universe.ann)) == 1
    assert DBTaskResult.objects.filter(task_path="commonweal_web.work.tasks.daily_round", status="READY").count() == 1


def stop_link(letter: EmailMessage) -> str:
    (link,) = re.findall(r"Do not write to me at all: http://localhost:8000(\S+)", str(letter.body))
    return str(link)


def test_a_link_in_the_mail_stops_the_mails_without_signing_in(universe: Universe) -> None:
    remind(Scope.of(universe.ann))
    (letter,) = letters_to(universe.ann)
    link = stop_link(letter)
    stranger = Client(enforce_csrf_checks=True)
    assert "Stop the reminders?" in stranger.get(link).content.decode()
    assert Scope.of(universe.ann).reminder_choices.first() is None, "opening it changes nothing"
    assert "We will not remind you any more" in stranger.post(link).content.decode()
    choice = Scope.of(universe.ann).reminder_choices.get()
    assert choice.rhythm == Rhythm.NEVER


def test_a_mail_program_can_stop_them_by_itself(universe: Universe) -> None:
    remind(Scope.of(universe.ann))
    (letter,) = letters_to(universe.ann)
    assert letter.extra_headers["List-Unsubscribe"] == f"<http://localhost:8000{stop_link(letter)}>"
    assert letter.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_a_forged_link_stops_nothing(universe: Universe) -> None:
    answer = Client().post(f"/reminders/stop/{universe.ann.pk.hex}:forged/")
    assert answer.status_code == 404
    assert "This link is not whole" in answer.content.decode()
    assert not Scope.of(universe.ann).reminder_choices.exists()


def test_a_forgotten_person_is_written_to_no_more(universe: Universe) -> None:
    from commonweal_web.accounts import actions as accounts

    accounts.forget_person(by=Scope.of(universe.ann), user=universe.ann, reason="")
    call_command("remind", stdout=StringIO())
    assert not [letter for letter in mail.outbox if "ann" in letter.to[0]]


def test_choosing_is_recorded(universe: Universe) -> None:
    choice = actions.choose_rhythm(by=Scope.of(universe.ann), rhythm=Rhythm.WEEKLY)
    assert choice.rhythm == "weekly"
