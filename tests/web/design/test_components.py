"""What the parts of a page say, and that what they are given is only ever text."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory

from commonweal.entries import ASSURANCES as ASSURANCE_WORDS
from commonweal.entries import STAGES as STAGE_WORDS
from commonweal_web.design.components import (
    ASSURANCES,
    STAGES,
    Cell,
    Chart,
    Column,
    Event,
    Figure,
    File,
    Link,
    Row,
    SummaryRow,
    Table,
    Tag,
    Task,
)
from commonweal_web.design.ranges import LENGTH, range_bar
from commonweal_web.design.words import pounds, whole_pounds

HOSTILE = "<script>alert(1)</script>"


def drawn(markup: str, **shown: Any) -> str:
    return Template("{% load components %}" + markup).render(Context(shown))


def test_stages_and_assurances_are_those_of_the_library() -> None:
    assert tuple(STAGES) == tuple(STAGE_WORDS)
    assert tuple(ASSURANCES) == tuple(ASSURANCE_WORDS)


def test_no_two_stages_or_assurances_share_a_word_or_a_shape() -> None:
    for tags in (STAGES, ASSURANCES):
        shapes = [drawn("{{ tag|drawn }}", tag=tag).split("<svg")[1].split("</svg>")[0] for tag in tags.values()]
        assert len(set(shapes)) == len({tag.text for tag in tags.values()}) == len(tags)


def test_an_assurance_fills_one_step_for_each_it_has_passed() -> None:
    filled = [drawn("{{ tag|drawn }}", tag=tag).count('fill="currentColor"') for tag in ASSURANCES.values()]
    assert filled == [1, 2, 3, 4]


@pytest.mark.parametrize(
    ("pence", "said", "whole"),
    [(123456, "£1,234.56", "£1,235"), (-5, "−£0.05", "£0"), (0, "£0.00", "£0"), (-150, "−£1.50", "−£2")],
)
def test_pounds_are_said_to_the_penny_or_to_the_pound(pence: int, said: str, whole: str) -> None:
    assert (pounds(pence), whole_pounds(pence)) == (said, whole)


def test_a_figure_says_its_pence_its_range_and_where_its_workings_are() -> None:
    figure = Figure("Social value", 123_456_78, Link("See the workings", "/workings/"), low=100_000_00, high=150_000_00)
    html = drawn("{% figure_card figure %}", figure=figure)
    assert '£123,456<span class="cw-figure__pence">.78</span>' in html
    assert "Likely between £100,000 and £150,000" in html
    assert 'href="/workings/"' in html
    assert "of social value" in html


@pytest.mark.parametrize(
    ("low", "pence", "high"), [(100, 150, 200), (-300, -100, 50), (-50, -20, -10), (0, 0, 5), (7, 7, 7)]
)
def test_the_bar_of_a_range_stays_in_order_and_on_the_line(low: int, pence: int, high: int) -> None:
    bar = range_bar(Figure("x", pence, Link("w", "/"), low=low, high=high))
    assert bar is not None
    assert 0 <= bar.start <= bar.centre <= bar.start + bar.length <= LENGTH
    assert 0 <= bar.nought <= LENGTH


def test_there_is_no_bar_without_a_range() -> None:
    assert range_bar(Figure("x", 5, Link("w", "/"))) is None
    assert range_bar(Figure("x", 0, Link("w", "/"), low=0, high=0)) is None


def test_a_table_has_a_caption_headings_for_both_ways_and_a_total() -> None:
    table = Table("By theme", [Column("Theme"), Column("Value", numeric=True)], [("Work", "£1")], total=("All", "£1"))
    html = drawn("{% table table %}", table=table)
    assert (
        '<caption class="govuk-table__caption govuk-table__caption--m" id="table-by-theme">By theme</caption>' in html
    )
    assert '<th scope="row" class="govuk-table__header">Work</th>' in html
    assert '<td class="govuk-table__cell govuk-table__cell--numeric">£1</td>' in html
    assert "cw-table__total" in html
    assert "checkbox" not in html


def test_a_row_with_too_few_cells_is_a_mistake_and_not_a_table() -> None:
    table = Table("By theme", [Column("Theme"), Column("Value")], [("Work",)])
    with pytest.raises(ValueError, match="zip"):
        drawn("{% table table %}", table=table)


def test_a_stage_that_does_not_exist_is_a_mistake() -> None:
    with pytest.raises(KeyError):
        drawn('{% stage_tag "dreamt" %}')


def test_pages_of_a_list_keep_the_filters_of_the_address() -> None:
    request = RequestFactory().get("/entries/?stage=delivered&page=2")
    html = drawn("{% pagination page %}", page=Paginator(range(50), 10).page(2), request=request)
    assert 'href="?stage=delivered&amp;page=3"' in html
    assert 'aria-label="Page 2" aria-current="page"' in html


def test_a_list_of_one_page_has_no_pages_to_choose_from() -> None:
    request = RequestFactory().get("/entries/")
    assert drawn("{% pagination page %}", page=Paginator(range(5), 10).page(1), request=request) == ""


@pytest.mark.parametrize(
    ("markup", "shown"),
    [
        ("{% button text %}{% button text url=text %}{% tag text %}{% back_link text %}", {"text": HOSTILE}),
        ("{% notice text %}{% confirmation text text %}", {"text": HOSTILE}),
        ("{% inset %}{{ text }}{% endinset %}{% warning %}{{ text }}{% endwarning %}", {"text": HOSTILE}),
        ("{% details text %}{{ text }}{% enddetails %}", {"text": HOSTILE}),
        (
            "{% summary_list rows title=rows.0.key %}",
            {"rows": [SummaryRow(HOSTILE, HOSTILE, [Link(HOSTILE, HOSTILE)])]},
        ),
        ("{% task_list tasks %}", {"tasks": [Task(HOSTILE, Tag(HOSTILE), HOSTILE, HOSTILE), Task(HOSTILE, HOSTILE)]}),
        ("{% timeline events %}", {"events": [Event(HOSTILE, datetime.datetime(2026, 11, 23), HOSTILE, HOSTILE)]}),
        (
            "{% file_rows files %}",
            {"files": [File(HOSTILE, 1, HOSTILE, HOSTILE, HOSTILE, [Link(HOSTILE, HOSTILE)], 5)]},
        ),
        (
            "{% tabs links 'x' %}{% breadcrumbs links %}{% chosen_filters links '/' %}",
            {"links": [Link(HOSTILE, HOSTILE)]},
        ),
        (
            "{% table table %}",
            {"table": Table(HOSTILE, [Column(HOSTILE)], [Row([Cell(HOSTILE, HOSTILE, HOSTILE)], HOSTILE)])},
        ),
        ("{% figure_card figure %}", {"figure": Figure(HOSTILE, 1, Link(HOSTILE, HOSTILE), note=HOSTILE)}),
        (
            "{% chart chart %}",
            {"chart": Chart(HOSTILE, "<svg></svg>", Table("t", [Column("c")], []), HOSTILE, HOSTILE)},
        ),
    ],
)
def test_what_a_part_is_given_is_only_ever_text(markup: str, shown: dict[str, Any]) -> None:
    html = drawn(markup, **shown)
    assert "<script>" not in html
    assert "&lt;script&gt;" in html
