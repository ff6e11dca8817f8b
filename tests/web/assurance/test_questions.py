"""Questions about entries: who asks, who answers, who settles."""

from __future__ import annotations

import pytest
from django.core import mail

from commonweal_web.assurance import actions
from commonweal_web.assurance.errors import NotRight, SettledAlready
from commonweal_web.assurance.models import Message, MessageWords, Query, QueryClosing, Verdict
from commonweal_web.core.errors import NotAllowed
from commonweal_web.core.scope import Scope
from commonweal_web.work.sources import Kind, tasks
from tests.web.assurance.making import answered, first_message, now, question
from tests.web.universe import Universe


def test_a_question_stands_on_the_entry_until_it_is_settled(universe: Universe) -> None:
    asked = question(universe)
    assert now(universe.hours).open_queries == 1
    actions.settle_query(by=Scope.of(universe.victor), query=asked, standing=now(universe.hours))
    assert now(universe.hours).open_queries == 0


def test_leads_verifiers_and_approvers_ask_and_others_do_not(universe: Universe) -> None:
    for user in (universe.alice, universe.victor, universe.ann):
        actions.raise_query(by=Scope.of(user), standing=now(universe.hours), text="Why?")
    for user in (universe.bob, universe.colin, universe.dora, universe.wendy):
        with pytest.raises(NotAllowed):
            actions.raise_query(by=Scope.of(user), standing=now(universe.hours), text="Why?")


def test_a_contract_manager_asks_about_what_a_supplier_claims(universe: Universe) -> None:
    actions.raise_query(by=Scope.of(universe.cora), standing=now(universe.apprentices), text="Who are they?")
    with pytest.raises(NotAllowed):
        actions.raise_query(by=Scope.of(universe.cora), standing=now(universe.hours), text="Why?")


def test_whoever_sent_the_entry_is_told_and_answers(universe: Universe) -> None:
    asked = question(universe)
    assert mail.outbox[-1].to == ["bob@example.org"]
    actions.answer_query(by=Scope.of(universe.bob), query=asked, text="Only those at the wheel.")
    assert mail.outbox[-1].to == ["victor@example.org"]
    assert "wheel" not in str(mail.outbox[-1].body)
    with pytest.raises(NotAllowed):
        actions.answer_query(by=Scope.of(universe.colin), query=asked, text="Me too.")


def test_one_mail_a_day_from_each_side_of_a_thread(universe: Universe) -> None:
    asked = question(universe)
    for text in ("One.", "Two.", "Three."):
        actions.answer_query(by=Scope.of(universe.bob), query=asked, text=text)
    assert [letter.to for letter in mail.outbox] == [["bob@example.org"], ["victor@example.org"]]


def test_whoever_asked_settles_it_or_a_lead(universe: Universe) -> None:
    asked = question(universe)
    for user in (universe.bob, universe.ann):
        with pytest.raises(NotAllowed):
            actions.settle_query(by=Scope.of(user), query=asked, standing=now(universe.hours))
    actions.settle_query(by=Scope.of(universe.alice), query=asked, standing=now(universe.hours))
    with pytest.raises(SettledAlready):
        actions.settle_query(by=Scope.of(universe.victor), query=asked, standing=now(universe.hours))
    assert now(universe.hours).open_queries == 0
    assert QueryClosing.objects.count() == 1


def test_a_settled_question_takes_no_more_answers(universe: Universe) -> None:
    asked = question(universe)
    actions.settle_query(by=Scope.of(universe.victor), query=asked, standing=now(universe.hours))
    with pytest.raises(SettledAlready):
        actions.answer_query(by=Scope.of(universe.bob), query=asked, text="But.")


def test_what_a_recipient_asked_is_settled_from_outside(universe: Universe) -> None:
    asked = Query.objects.get(confirmation=answered(universe, Verdict.NEVER))
    with pytest.raises(NotAllowed):
        actions.settle_query(by=Scope.of(universe.bob), query=asked, standing=now(universe.hours))
    actions.settle_query(by=Scope.of(universe.victor), query=asked, standing=now(universe.hours))
    assert now(universe.hours).open_queries == 0


def test_an_empty_question_is_no_question(universe: Universe) -> None:
    with pytest.raises(NotRight):
        question(universe, text="  ")
    assert Query.objects.count() == 0
    assert now(universe.hours).open_queries == 0


def test_words_can_be_erased_and_the_message_stays(universe: Universe) -> None:
    message = first_message(universe)
    with pytest.raises(NotAllowed):
        actions.erase_message(by=Scope.of(universe.bob), message=message, reason="No.")
    actions.erase_message(by=Scope.of(universe.victor), message=message, reason="It named a driver.")
    assert MessageWords.objects.get(message=message).text == ""
    assert Message.objects.filter(pk=message.pk).exists()


def test_my_work_says_what_came_back_and_what_was_answered(universe: Universe) -> None:
    asked = question(universe)
    [task] = [task for task in tasks(Scope.of(universe.bob)) if str(asked.pk) in task.where]
    assert (task.kind, task.what) == (Kind.CAME_BACK, "Entry 2/1: answer the question")
    assert not [task for task in tasks(Scope.of(universe.victor)) if str(asked.pk) in task.where]
    actions.answer_query(by=Scope.of(universe.bob), query=asked, text="Yes.")
    assert not [task for task in tasks(Scope.of(universe.bob)) if str(asked.pk) in task.where]
    [task] = [task for task in tasks(Scope.of(universe.victor)) if str(asked.pk) in task.where]
    assert task.kind == Kind.AWAITS


def test_outsiders_see_no_question(universe: Universe) -> None:
    asked = question(universe)
    for user in (universe.oscar, universe.charlie, universe.wendy, universe.dora, universe.colin):
        assert not Scope.of(user).queries.filter(pk=asked.pk).exists()
    for user in (universe.bob, universe.ann, universe.alice, universe.victor):
        assert Scope.of(user).queries.filter(pk=asked.pk).exists()
