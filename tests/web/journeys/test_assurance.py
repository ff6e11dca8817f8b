"""In a browser: a recipient confirms, a verifier asks and the contributor answers, a sample is worked through."""

from __future__ import annotations

import re

import pytest
from django.core import mail
from playwright.sync_api import Page, expect

from commonweal_web.assurance import actions
from commonweal_web.assurance.models import Verdict
from commonweal_web.core.scope import Scope
from commonweal_web.ledger.models import Assurance
from tests.web.assurance.cases import call_outs
from tests.web.assurance.making import answered, asked, now, question
from tests.web.browser import DESKTOP, PHONE
from tests.web.conftest import CheckPage, PageOf
from tests.web.universe import Universe


def press_on(page: Page, name: str) -> None:
    """Use the link or button of this name; the first action of a page is a link that is drawn as a button."""
    page.get_by_role("link", name=name).or_(page.get_by_role("button", name=name)).first.click()


def press(page: Page, name: str) -> None:
    """Go to the control of this name with the keyboard alone, and use it."""
    for _ in range(80):
        page.keyboard.press("Tab")
        focused = page.evaluate(
            "(document.activeElement.labels && document.activeElement.labels[0] || document.activeElement).innerText"
        )
        if (focused or "").strip().startswith(name):
            kind = page.evaluate("document.activeElement.type || ''")
            page.keyboard.press("Space" if kind in ("radio", "checkbox") else "Enter")
            return
    pytest.fail(f"The keyboard does not reach {name}")


@pytest.mark.parametrize(("width", "scripts"), [(PHONE, False), (DESKTOP, True)])
def test_a_recipient_confirms_by_the_link_in_a_mail(
    universe: Universe, page_of: PageOf, check_page: CheckPage, width: int, scripts: bool
) -> None:
    bob = page_of(universe.bob, width=width)
    bob.goto(f"/entries/{universe.hours.entry_id}/")
    press_on(bob, "Ask the recipient to confirm it")
    check_page(bob, "ask-the-recipient")
    bob.get_by_label("Who received it?").fill("Helen of the foodbank")
    bob.get_by_label("By email").check()
    bob.get_by_label("Their email address").fill("helen@foodbank.example")
    press_on(bob, "Ask them")
    expect(bob.get_by_role("heading", level=1)).to_have_text("Helen of the foodbank")
    check_page(bob, "confirmation-request")

    [link] = re.findall(r"http://localhost:8000(/confirm/\S+)", str(mail.outbox[0].body))
    helen = page_of(width=width, scripts=scripts)
    helen.goto(link)
    expect(helen.get_by_text("120.5 hours")).to_be_visible()
    if scripts:
        check_page(helen, "confirm")
    press_on(helen, "Send my answer")
    expect(helen.get_by_role("alert")).to_contain_text("Say whether it is right")
    helen.get_by_label("Yes, that is right").check()
    press_on(helen, "Send my answer")
    expect(helen.get_by_role("heading", level=1)).to_contain_text("Thank you")
    if scripts:
        check_page(helen, "confirm-thanks")
    helen.goto(link)
    expect(helen.get_by_text("This link was used")).to_be_visible()
    assert now(universe.hours).assurance == Assurance.CONFIRMED


def test_a_recipient_answers_by_keyboard_alone_with_another_number(
    universe: Universe, page_of: PageOf, check_page: CheckPage
) -> None:
    _, token = asked(universe)
    helen = page_of()
    helen.goto(f"/confirm/{token}/")
    press(helen, "Yes, that is right")
    helen.keyboard.press("ArrowDown")
    check_page(helen, "confirm-other-number")
    helen.keyboard.press("Tab")
    helen.keyboard.type("100")
    press(helen, "Send my answer")
    expect(helen.get_by_role("heading", level=1)).to_contain_text("Thank you")

    bob = page_of(universe.bob)
    bob.goto(f"/entries/{universe.hours.entry_id}/")
    check_page(bob, "entry-with-another-number")
    press_on(bob, "Accept the recipient's number: 100 hours")
    check_page(bob, "accept-the-number")
    for statement in bob.get_by_role("checkbox").all():
        statement.check()
    press_on(bob, "Correct the entry")
    expect(bob.get_by_text("is confirmed")).to_be_visible()
    standing = now(universe.hours)
    assert (standing.assurance, standing.open_queries) == (Assurance.CONFIRMED, 0)


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_a_link_is_shown_in_person(universe: Universe, page_of: PageOf, check_page: CheckPage, width: int) -> None:
    request = actions.ask_recipient(
        by=Scope.of(universe.bob), partnership=universe.north, standings=[universe.hours], name="Helen"
    )
    bob = page_of(universe.bob, width=width)
    bob.goto(f"/confirmations/{request.pk}/")
    press_on(bob, "Show the recipient a link")
    press_on(bob, "Make a link")
    check_page(bob, "link-in-person")
    assert bob.get_by_role("img", name="The link below").evaluate("img => img.naturalWidth") > 0
    bob.goto(re.sub(r"^https?://[^/]+", "", bob.get_by_label("Or copy the link").input_value()))
    bob.get_by_label("Yes, that is right").check()
    press_on(bob, "Send my answer")
    expect(bob.get_by_text("the answer cannot be yours")).to_be_visible()
    check_page(bob, "link-refused")
    assert now(universe.hours).assurance == Assurance.CLAIMED


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_a_verifier_asks_the_contributor_answers_and_the_verifier_verifies(
    universe: Universe, page_of: PageOf, check_page: CheckPage, width: int
) -> None:
    victor = page_of(universe.victor, width=width)
    victor.goto(f"/partnerships/{universe.north.pk}/verification/")
    check_page(victor, "awaiting-verification")
    press_on(victor, "Entry 2/1")
    press_on(victor, "Ask a question about it")
    victor.get_by_label("Your question").fill("Were the drivers counted too?")
    press_on(victor, "Ask it")
    check_page(victor, "entry-with-question")

    bob = page_of(universe.bob, width=width)
    bob.goto("/my-work/")
    press_on(bob, "Entry 2/1: answer the question")
    check_page(bob, "question")
    bob.get_by_label("Your answer").fill("Only while they were unloading.")
    press_on(bob, "Send")
    expect(bob.get_by_text("Only while they were unloading.")).to_be_visible()

    victor.goto("/my-work/")
    victor.get_by_role("link", name="was answered").click()
    press_on(victor, "Settle the question")
    press_on(victor, "Settle it")
    press_on(victor, "Verify it")
    check_page(victor, "verify")
    press_on(victor, "Record what you found")
    expect(victor.get_by_role("alert")).to_contain_text("Say what you looked at")
    victor.get_by_label("The evidence attached to the entry").check()
    victor.get_by_label("Yes").check()
    press_on(victor, "Record what you found")
    check_page(victor, "entry-verified")
    standing = now(universe.hours)
    assert (standing.assurance, standing.open_queries) == (Assurance.VERIFIED, 0)


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_a_verifier_draws_a_sample_and_works_through_it(
    universe: Universe, page_of: PageOf, check_page: CheckPage, width: int
) -> None:
    call_outs(universe)
    victor = page_of(universe.victor, width=width)
    victor.goto(f"/partnerships/{universe.north.pk}/samples/")
    press_on(victor, "Draw a sample")
    check_page(victor, "draw-a-sample")
    victor.get_by_label("Of which period?").select_option(label="2025/26")
    victor.get_by_label("Additional social value").check()
    victor.get_by_label("20", exact=True).check()
    victor.get_by_label("Words for the draw").fill("seven red kites over Weardale")
    press_on(victor, "Draw it")
    check_page(victor, "sample")
    press_on(victor, "Look at it")
    victor.get_by_label("A visit").check()
    victor.get_by_label("No", exact=True).check()
    victor.get_by_label("What would be right?").fill("20")
    victor.get_by_label("What did you find?").fill("Ten are in the ambulance service's own count.")
    press_on(victor, "Record what you found")
    expect(victor.get_by_text("Error found:")).to_be_visible()
    check_page(victor, "sample-at-the-end")
    victor.goto(f"/partnerships/{universe.north.pk}/samples/")
    check_page(victor, "samples")


def test_lists_of_questions_and_recipients(universe: Universe, page_of: PageOf, check_page: CheckPage) -> None:
    question(universe)
    answered(universe, Verdict.NEVER, remark="We never met them.")
    for width in (PHONE, DESKTOP):
        alice = page_of(universe.alice, width=width)
        for name in ("queries", "confirmations"):
            alice.goto(f"/partnerships/{universe.north.pk}/{name}/")
            check_page(alice, name)
