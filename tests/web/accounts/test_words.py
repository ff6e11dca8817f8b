"""The pages and mails of django-allauth speak in our voice: our words take the place of its own."""

from __future__ import annotations

import gettext
import re
from collections.abc import Callable
from pathlib import Path

import allauth
import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from django.core import mail
from django.test import Client
from django.urls import reverse

from commonweal_web import accounts
from commonweal_web.accounts.models import User
from tests.web.universe import Universe

OURS = Path(accounts.__file__).with_name("locale") / "en_GB" / "LC_MESSAGES" / "django.po"
THEIRS = Path(allauth.__file__).with_name("locale") / "en" / "LC_MESSAGES" / "django.po"


def catalogue(file: Path) -> Catalog:
    with file.open("rb") as words:
        return read_po(words)


def words(file: Path) -> dict[str, str]:
    """What is said instead of what."""
    return {message.id: message.string for message in catalogue(file) if message.id and isinstance(message.id, str)}


def test_the_compiled_words_are_those_that_are_written() -> None:
    with OURS.with_suffix(".mo").open("rb") as compiled:
        translations = gettext.GNUTranslations(compiled)
    written = words(OURS)
    assert len(written) > 80
    stale = [text for text, ours in written.items() if translations.gettext(text) != ours]
    assert stale == [], "make words"


def test_every_word_that_we_replace_is_still_one_of_theirs() -> None:
    assert words(OURS).keys() <= words(THEIRS).keys()


def test_nothing_is_named_that_is_not_there() -> None:
    named = re.compile(r"%\(\w+\)s|%d")
    strange = [ours for text, ours in words(OURS).items() if not set(named.findall(ours)) <= set(named.findall(text))]
    assert strange == []


def test_our_words_are_plain() -> None:
    fussy = re.compile(
        r"\b(please|successful\w*|invalid|authenticat(?:e|ion)|recognize|click|login|logged|input|enable\w*)\b",
        re.IGNORECASE,
    )
    assert fussy.search("Please click")
    assert [ours for ours in words(OURS).values() if fussy.search(ours)] == []


def test_the_way_to_a_new_password_speaks_in_our_voice(universe: Universe) -> None:
    browser = Client()
    page = browser.get(reverse("account_reset_password")).content.decode()
    assert "Send me the link" in page
    browser.post(reverse("account_reset_password"), {"email": "bob@example.org"})
    [letter] = mail.outbox
    assert letter.subject == "Choose a new password"
    assert letter.body.startswith("From Commonweal, the ledger of social value.")
    [link] = re.findall(r"http://testserver(\S+)", letter.body)
    form = browser.get(link, follow=True).content.decode()
    assert "New password, once more" in form
    assert "This link no longer works" in browser.get(link[:-2] + "x/", follow=True).content.decode()


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("account_logout", "What you have saved stays."),
        ("mfa_index", "Second step when you sign in"),
        ("account_email", "Your email address"),
    ],
)
def test_pages_of_the_account_speak_in_our_voice(
    universe: Universe, signed_in: Callable[[User], Client], name: str, told: str
) -> None:
    assert told in signed_in(universe.bob).get(reverse(name)).content.decode()
