"""The pages of evidence: what they say, what they let whom do, and that nothing typed is lost."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from commonweal_web.accounts.models import User
from commonweal_web.core.scope import Scope
from commonweal_web.evidence.models import Attachment, EvidenceFile, SharedCopy, Upload
from commonweal_web.evidence.panel import evidence_panel
from commonweal_web.evidence.queries import latest
from tests.web.evidence import files
from tests.web.evidence.conftest import ANSWERS, keep, prove
from tests.web.universe import HOURS, Universe, send

SignedIn = Callable[[User], Client]
MOST_QUERIES = 20


def new(universe: Universe) -> str:
    return reverse("evidence_new", args=[universe.hours.entry_id])


def upload(name: str = "log.jpg", content: bytes = b"") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content or files.photo())


def panel_of(universe: Universe, user: User) -> Any:
    scope = Scope.of(user)
    standing = latest(scope, universe.hours.entry)
    assert standing is not None
    panel = evidence_panel(scope, standing)
    assert panel is not None
    return panel


def test_a_file_sent_by_the_plain_form_proves_the_entry(universe: Universe, signed_in: SignedIn) -> None:
    browser = signed_in(universe.bob)
    answer = browser.post(
        new(universe),
        {**ANSWERS, "file": upload(content=files.photo_with_place()), "shows": ["Volunteer log"], "note": "May"},
    )
    assert answer["Location"] == reverse("entry", args=[universe.hours.entry_id])
    attachment = Attachment.objects.get()
    assert (attachment.shows, attachment.evidence.name.note) == (["Volunteer log"], "May")
    page = browser.get(reverse("evidence_file", args=[attachment.evidence_id]))
    [told] = [str(message) for message in page.context["messages"]]
    assert told == (
        "log.jpg is attached to entry 2/1. What was taken out of it: the place where it was taken, the camera and the "
        "time."
    )


def test_the_page_warns_of_personal_details_before_the_file_is_chosen(universe: Universe, signed_in: SignedIn) -> None:
    text = signed_in(universe.bob).get(new(universe)).text
    assert text.index("black out names") < text.index("Choose the file")
    assert "Volunteer log" in text


def test_without_an_answer_nothing_is_kept_and_the_file_need_not_be_chosen_again(
    universe: Universe, signed_in: SignedIn
) -> None:
    browser = signed_in(universe.bob)
    answers = {name: value for name, value in ANSWERS.items() if name != "personal"}
    answer = browser.post(new(universe), {**answers, "note": "Log of May", "file": upload()})
    assert "Say whether the file shows personal details." in answer.text
    assert "Log of May" in answer.text
    assert "log.jpg (" in answer.text and "You need not choose it again" in answer.text
    assert not EvidenceFile.objects.exists()
    held = Upload.objects.get()
    again = browser.post(new(universe), {**ANSWERS, "upload": str(held.pk)})
    assert again.status_code == 302
    assert EvidenceFile.objects.get().name.file_name == "log.jpg"
    assert not Upload.objects.exists()


def test_without_a_file_the_page_asks_for_one(universe: Universe, signed_in: SignedIn) -> None:
    answer = signed_in(universe.bob).post(new(universe), ANSWERS)
    assert answer.context["form"].errors == {"file": ["Choose a file."]}


def test_what_is_wrong_with_a_file_stands_at_the_file(universe: Universe, signed_in: SignedIn) -> None:
    answer = signed_in(universe.bob).post(new(universe), {**ANSWERS, "file": upload("letter.pdf")})
    [told] = answer.context["form"].errors["file"]
    assert told.startswith("Its name ends in .pdf, but it is a JPEG photo.")


def test_the_same_file_on_another_entry_is_advised_of(universe: Universe, signed_in: SignedIn) -> None:
    row = {"activity": "2", "measure": HOURS, "quantity": "8", "stage": "delivered", "period_end": "2025-06-30"}
    (other,) = send(universe.bob, universe.north, row)
    prove(universe.bob, other)
    browser = signed_in(universe.bob)
    browser.post(new(universe), {**ANSWERS, "file": upload()})
    page = browser.get(reverse("entry", args=[universe.hours.entry_id]))
    assert "Please check: the same file also proves 2/2." in page.text


def test_a_file_that_is_kept_already_can_prove_one_more_entry(universe: Universe, signed_in: SignedIn) -> None:
    row = {"activity": "2", "measure": HOURS, "quantity": "8", "stage": "delivered", "period_end": "2025-06-30"}
    (other,) = send(universe.bob, universe.north, row)
    evidence = keep(universe.bob, other).evidence
    browser, address = signed_in(universe.bob), reverse("evidence_attach", args=[universe.hours.entry_id])
    assert "log.csv" in browser.get(address).text
    assert browser.post(address, {"evidence": str(evidence.pk), "shows": ["Volunteer log"]}).status_code == 302
    assert evidence.attachments.count() == 2
    assert "no other file that could prove this entry" in browser.get(address).text


def test_a_removal_asks_why(universe: Universe, signed_in: SignedIn) -> None:
    attachment = keep(universe.bob, universe.hours)
    browser, address = signed_in(universe.bob), reverse("evidence_remove", args=[attachment.pk])
    assert "Enter the reason." in browser.post(address, {"reason": ""}).text
    assert browser.post(address, {"reason": "Of another year."}).status_code == 302
    assert browser.get(address).status_code == 404
    page = browser.get(reverse("evidence_file", args=[attachment.evidence_id])).text
    assert "Removed: Of another year." in page


def test_a_copy_is_shared_only_when_its_sender_says_that_it_is_clear(universe: Universe, signed_in: SignedIn) -> None:
    evidence = prove(universe.bob, universe.hours, has_personal_details=True).evidence
    browser, address = signed_in(universe.bob), reverse("evidence_shared_copy", args=[evidence.pk])
    unclear = browser.post(address, {"file": upload("b.pdf", files.pdf()), "is_clear": "no"})
    assert "Black out the details first." in unclear.text
    assert not SharedCopy.objects.exists()
    assert browser.post(address, {"file": upload("b.pdf", files.pdf()), "is_clear": "yes"}).status_code == 302
    assert SharedCopy.objects.get().evidence == evidence


def test_dates_are_asked_with_what_they_are(universe: Universe, signed_in: SignedIn) -> None:
    evidence = keep(universe.bob, universe.hours).evidence
    browser, address = signed_in(universe.bob), reverse("evidence_dates", args=[evidence.pk])
    assert f'value="{evidence.dates.keep_until.year}"' in browser.get(address).text
    keep_until = {"keep_until_day": "31", "keep_until_month": "3", "keep_until_year": "2041"}
    assert "a later day" in browser.post(address, {"runs_out": "no", **keep_until, "keep_until_year": "2001"}).text
    assert browser.post(address, {"runs_out": "no", **keep_until}).status_code == 302
    assert "31 March 2041" in browser.get(reverse("evidence_file", args=[evidence.pk])).text


def test_a_file_is_erased_after_a_page_that_says_what_that_means(universe: Universe, signed_in: SignedIn) -> None:
    evidence = keep(universe.bob, universe.hours).evidence
    browser, address = signed_in(universe.alice), reverse("evidence_erase", args=[evidence.pk])
    assert "They cannot be brought back." in browser.get(address).text
    assert browser.post(address, {"reason": "A parent asked."}).status_code == 302
    assert signed_in(universe.victor).get(address).status_code == 403


def test_the_list_is_narrowed_by_state_organisation_and_words(universe: Universe, signed_in: SignedIn) -> None:
    prove(universe.bob, universe.hours, name="hours.jpg", has_personal_details=True)
    prove(universe.dora, universe.apprentices, files.pdf(), "payroll.pdf")
    browser, address = signed_in(universe.alice), reverse("evidence", args=[universe.north.pk])

    def listed(query: str) -> set[str]:
        page = browser.get(address + query)
        assert page.status_code == 200
        return {str(file.name) for file in page.context["page"]}

    assert listed("") == {"hours.jpg", "payroll.pdf"}
    assert listed("?state=withheld") == {"hours.jpg"}
    assert listed("?state=unattached") == listed("?state=expiring") == listed("?state=erased") == set()
    assert listed(f"?organisation={universe.builders.pk}") == {"payroll.pdf"}
    assert listed("?words=PAYROLL") == {"payroll.pdf"}
    assert listed("?state=nonsense&organisation=nobody&words=") == {"hours.jpg", "payroll.pdf"}


def test_the_panel_says_what_the_method_asks_for_and_what_is_there(universe: Universe) -> None:
    panel = panel_of(universe, universe.bob)
    assert (panel.title, panel.order, [link.text for link in panel.actions]) == ("Evidence", 10, ["Add evidence"])
    asked = panel.context["asked"][0]
    assert (asked.text, asked.shown) == ("Volunteer log", 0)
    prove(universe.bob, universe.hours, shows=("Volunteer log",))
    panel = panel_of(universe, universe.bob)
    assert panel.context["asked"][0].shown == 1
    [row] = panel.context["files"]
    assert [link.text for link in row.actions] == ["Open", "Details", "Remove"]


def test_the_panel_lets_a_verifier_look_and_not_change(universe: Universe) -> None:
    keep(universe.bob, universe.hours)
    panel = panel_of(universe, universe.victor)
    assert (panel.actions, panel.context["add"]) == ((), "")
    assert [link.text for link in panel.context["files"][0].actions] == ["Open", "Details"]


@pytest.mark.parametrize("name", ["evidence", "evidence_file", "evidence_new", "evidence_attach", "evidence_content"])
def test_a_page_asks_few_questions_of_the_database_however_many_files(
    universe: Universe, signed_in: SignedIn, django_assert_max_num_queries: Any, name: str
) -> None:
    for number in range(12):
        evidence = keep(universe.bob, universe.hours, b"Hours,%d\n" % number).evidence
    ids = {"evidence": universe.north.pk, "evidence_file": evidence.pk, "evidence_content": evidence.pk}
    browser = signed_in(universe.bob)
    with django_assert_max_num_queries(20):
        answer = browser.get(reverse(name, args=[ids.get(name, universe.hours.entry_id)]))
    assert answer.status_code == 200
    answer.close()


def test_the_panel_asks_as_much_of_the_database_for_one_file_as_for_many(
    universe: Universe, django_assert_max_num_queries: Any
) -> None:
    for number in range(12):
        prove(universe.dora, universe.apprentices, b"Hours,%d\n" % number, "log.csv", has_personal_details=True)
    scope = Scope.of(universe.cora)
    standing = latest(scope, universe.apprentices.entry)
    assert standing is not None
    with django_assert_max_num_queries(6):
        panel = evidence_panel(scope, standing)
    assert panel is not None
    assert len(panel.context["files"]) == 12
