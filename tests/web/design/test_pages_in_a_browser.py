"""The gallery and the pages made of its parts, in a real browser: wide, narrow, light, dark, by keys, unscripted."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.web.browser import violations
from tests.web.design.conftest import Opens

PAGES = ["", "question/", "officer/", "dashboard/", "errors/404/", "errors/500/"]

MARK_WHAT_TAKES_THE_KEYBOARD = """
() => {
  const reached = "a[href], button, input, select, textarea, summary, [tabindex='0']";
  const groups = new Set();
  let number = 0;
  for (const element of document.querySelectorAll(reached)) {
    if (element.disabled || element.tabIndex < 0 || !element.checkVisibility({visibilityProperty: true})) continue;
    if (element.type === "radio") {
      const group = `${[...document.forms].indexOf(element.form)}/${element.name}`;
      const boxes = [...element.form.elements[element.name]];
      if (boxes.some(box => box.checked) ? !element.checked : groups.has(group)) continue;
      groups.add(group);
    }
    element.dataset.reach = number++;
  }
  return number;
}
"""

NOTE_WHERE_THE_KEYBOARD_GOES = """
() => { window.visited = []; document.addEventListener("focusin", ({target: here}) => {
  const seen = element => {
    const look = getComputedStyle(element);
    return look.outlineStyle !== "none" || look.boxShadow !== "none";
  };
  // A radio button or a tick box is drawn by its label, and the focus ring too.
  const drawn = here.labels?.[0] ? getComputedStyle(here.labels[0], "::before") : null;
  window.visited.push({
    number: here.dataset.reach ?? null,
    what: here.outerHTML.slice(0, 120),
    seen: seen(here) || (drawn !== null && (drawn.outlineStyle !== "none" || drawn.boxShadow !== "none")),
  });
}) }
"""


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page or "gallery")
def test_axe_finds_nothing_wrong_in_light_or_dark(gallery: Opens, page: str, width: int) -> None:
    tab = gallery(page, width=width)
    assert violations(tab) == []
    light = tab.evaluate("getComputedStyle(document.body).color")
    tab.emulate_media(color_scheme="dark")
    assert tab.evaluate("getComputedStyle(document.body).color") != light
    assert violations(tab) == []


def test_axe_would_find_what_is_wrong(gallery: Opens) -> None:
    tab = gallery("question/")
    tab.evaluate("document.querySelector('label').remove()")
    assert any(found.startswith("label: ") for found in violations(tab))


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page or "gallery")
def test_no_page_scrolls_sideways_on_the_narrowest_screen(gallery: Opens, page: str, scripts: bool) -> None:
    tab = gallery(page, width=320, scripts=scripts)
    # Without scripts the page cannot be asked, so it is measured as a picture of all of it.
    width = tab.evaluate("document.documentElement.scrollWidth") if scripts else _picture_width(tab)
    assert width == 320


@pytest.mark.parametrize("page", ["", "question/", "officer/", "dashboard/"], ids=lambda page: page or "gallery")
def test_the_keyboard_reaches_everything_and_shows_where_it_is(gallery: Opens, page: str) -> None:
    tab = gallery(page)
    expected = tab.evaluate(MARK_WHAT_TAKES_THE_KEYBOARD)
    assert expected > 8
    tab.evaluate(NOTE_WHERE_THE_KEYBOARD_GOES)
    for _ in range(expected + 2):
        tab.keyboard.press("Tab")
    visited = [here for here in tab.evaluate("window.visited") if here["number"] is not None]
    unseen = [here["what"] for here in visited if not here["seen"]]
    missed = sorted(set(range(expected)) - {int(here["number"]) for here in visited})
    assert [
        tab.locator(f"[data-reach='{number}']").evaluate("e => e.outerHTML.slice(0, 120)") for number in missed
    ] == []
    assert unseen == []


def test_the_first_key_offers_to_skip_to_the_content(gallery: Opens) -> None:
    tab = gallery("dashboard/")
    tab.keyboard.press("Tab")
    expect(tab.get_by_role("link", name="Skip to main content")).to_be_in_viewport()
    tab.keyboard.press("Enter")
    assert tab.evaluate("document.activeElement.id") == "main-content"


def test_without_scripts_a_question_is_asked_refused_and_asked_again(gallery: Opens) -> None:
    tab = gallery("question/", scripts=False)
    tab.get_by_label("How many people started work?").fill("about 12")
    tab.get_by_role("button", name="Continue").click()
    expect(tab).to_have_title(re.compile("^Error: "))
    expect(tab.get_by_role("alert")).to_contain_text("'about 12' is not a number.")
    expect(tab.get_by_label("How many people started work?")).to_have_value("about 12")
    tab.get_by_role("alert").get_by_role("link").click()
    assert tab.url.endswith(f"#{tab.get_by_label('How many people started work?').get_attribute('id')}")


def test_without_scripts_nothing_is_hidden_that_only_a_script_could_show(gallery: Opens) -> None:
    tab = gallery(width=360, scripts=False)
    for name in ("Parts", "Dashboard"):
        expect(tab.get_by_role("navigation", name="Menu").get_by_role("link", name=name, exact=True)).to_be_visible()
    expect(tab.locator(".govuk-password-input__toggle").first).to_be_hidden()


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_a_choice_opens_its_question(gallery: Opens, scripts: bool) -> None:
    tab = gallery(scripts=scripts)
    choices = tab.locator("#choices")
    expect(choices.get_by_label("Who has promised it?")).to_be_visible()
    choices.get_by_label("Forecast").check(force=True)
    expect(choices.get_by_label("Who has promised it?")).to_be_hidden()


def test_on_paper_there_is_who_and_where_and_no_menu(gallery: Opens) -> None:
    tab = gallery("dashboard/")
    expect(tab.locator(".cw-print-header")).to_be_hidden()
    tab.emulate_media(media="print")
    expect(tab.locator(".cw-print-header")).to_contain_text("/design/dashboard/")
    expect(tab.locator(".cw-print-header")).to_contain_text("the organisations here are made up")
    for gone in (".cw-header", ".govuk-service-navigation", ".cw-chart__links"):
        expect(tab.locator(gone).first).to_be_hidden()
    expect(tab.locator(".cw-figure__pounds").first).to_be_visible()


def test_our_typeface_is_the_one_that_is_drawn(gallery: Opens) -> None:
    tab = gallery()
    tab.evaluate("document.fonts.ready")
    assert tab.evaluate("document.fonts.check('16px \"Atkinson Hyperlegible Next\"')")
    loaded = tab.evaluate("[...document.fonts].filter(face => face.status === 'loaded').map(face => face.family)")
    assert loaded
    assert {family.strip('"') for family in loaded} == {"Atkinson Hyperlegible Next"}


def test_a_chosen_box_at_the_top_chooses_every_row(gallery: Opens) -> None:
    tab = gallery("officer/")
    tab.get_by_label("Choose every row").check()
    assert tab.locator("tbody input[type=checkbox]:checked").count() == tab.locator("tbody tr").count() == 24


def _picture_width(tab: Page) -> int:
    picture = tab.screenshot(full_page=True)
    return int.from_bytes(picture[16:20], "big")
