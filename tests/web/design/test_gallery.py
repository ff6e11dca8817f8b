"""The gallery leaves nothing out, and is not there where people work."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.test import Client
from django.urls import Resolver404, resolve

from commonweal_web.design import fields
from commonweal_web.design.gallery import forms as gallery_forms
from commonweal_web.design.gallery.examples import EXAMPLES, FOLDER
from commonweal_web.design.templatetags.components import register

PLATFORM = Path(fields.__file__).parents[1]
GALLERY = PLATFORM / "templates" / "design" / "gallery"


def test_every_example_is_in_the_order_and_every_one_in_the_order_is_there() -> None:
    assert {example.name for example in EXAMPLES} == {file.stem for file in FOLDER.glob("*.html")}


def test_every_part_is_in_the_gallery() -> None:
    pages = "".join(file.read_text(encoding="utf-8") for file in GALLERY.rglob("*.html"))
    shown = set(re.findall(r"{% (\w+)", pages))
    # "dressed" is only for the template of plain fields.
    assert set(register.tags) - shown == {"dressed"}


def test_every_kind_of_question_is_in_the_gallery() -> None:
    asked = {
        type(field).__name__
        for form in (gallery_forms.WordsForm, gallery_forms.FiguresForm, gallery_forms.ChoicesForm)
        for field in form.base_fields.values()
    }
    assert asked == set(fields.__all__)


def test_every_question_in_error_says_so_in_the_gallery() -> None:
    for form, typed in (
        (gallery_forms.WordsForm, gallery_forms.WORDS_TYPED),
        (gallery_forms.FiguresForm, gallery_forms.FIGURES_TYPED),
    ):
        assert set(form(typed).errors) == set(form.base_fields)


def test_the_code_that_is_shown_is_the_code_that_is_run() -> None:
    button = next(example for example in EXAMPLES if example.name == "button")
    assert button.code.startswith('<div class="govuk-button-group">')
    assert '{% button "Save and continue" %}' in button.code


@pytest.mark.urls("tests.web.design.gallery_urls")
def test_the_page_of_an_error_answers_with_its_number(client: Client, built_styles: Path) -> None:
    for status in (400, 403, 404, 500):
        answer = client.get(f"/design/errors/{status}/")
        assert answer.status_code == status
        assert b"<h1" in answer.content


def test_where_people_work_there_is_no_gallery() -> None:
    with pytest.raises(Resolver404):
        resolve("/design/")


def test_no_template_has_a_style_or_a_script_of_its_own() -> None:
    templates = list((PLATFORM / "templates").rglob("*.html"))
    assert len(templates) > 40
    inline = re.compile(r'\sstyle="|\son\w+="|<style|<script(?![^>]*\ssrc=)')
    assert [str(file) for file in templates if inline.search(file.read_text(encoding="utf-8"))] == []
