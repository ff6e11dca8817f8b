"""The parts of a page as template tags: ``{% load components %}``, then ``{% figure_card figure %}`` and the rest.

A tag draws what a view gave it (``commonweal_web.design.components``) and decides nothing itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

from django import forms, template
from django.core.paginator import Page
from django.forms import BoundField
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import slugify

from commonweal_web.design.components import (
    ASSURANCES,
    STAGES,
    Cell,
    Chart,
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
from commonweal_web.design.forms import errors_with_places
from commonweal_web.design.ranges import range_bar
from commonweal_web.design.words import pounds, pounds_parts, whole_pounds

register = template.Library()
register.filter("pounds", pounds)
register.filter("whole_pounds", whole_pounds)

_PARTS = "design/components"


def _drawn(part: str, **context: Any) -> SafeString:
    return render_to_string(f"{_PARTS}/{part}.html", context)


@register.simple_tag
def button(text: str, *, url: str = "", kind: str = "", disabled: bool = False, **attributes: Any) -> SafeString:
    """A button that sends the form, or a link that looks like one. ``kind``: secondary or warning."""
    return _drawn("button", text=text, url=url, kind=kind, disabled=disabled, attributes=attributes)


@lru_cache(maxsize=256)
def _tag(tag: Tag) -> SafeString:
    """There are few tags, and each stands in many rows."""
    return _drawn("tag", tag=tag)


@register.filter
def drawn(thing: object) -> object:
    """A tag, a link or a cell as markup; anything else as it is."""
    if isinstance(thing, Tag):
        return _tag(thing)
    if isinstance(thing, Link):
        return _drawn("link", link=thing)
    if isinstance(thing, Cell):
        return _drawn("cell", cell=thing)
    return thing


@register.simple_tag
def tag(text: str, colour: str = "grey") -> SafeString:
    """A state in a word."""
    return _drawn("tag", tag={"text": text, "colour": colour})


@register.simple_tag
def stage_tag(stage: str) -> SafeString:
    """The stage of an entry; a stage that does not exist is a mistake of ours and raises."""
    return _drawn("tag", tag=STAGES[stage])


@register.simple_tag
def assurance_tag(assurance: str) -> SafeString:
    """The assurance of a delivered entry, as steps of four."""
    return _drawn("tag", tag=ASSURANCES[assurance])


@register.simple_tag
def summary_list(rows: Sequence[SummaryRow], title: str = "", actions: Sequence[Link] = ()) -> SafeString:
    """What is known about one thing, line by line; with a ``title`` it is a card."""
    return _drawn("summary_list", rows=rows, title=title, actions=actions)


@register.simple_tag
def task_list(tasks: Sequence[Task], name: str = "task") -> SafeString:
    """What there is to do, and how far each is. ``name`` tells two lists of one page apart."""
    return _drawn("task_list", tasks=tasks, name=name)


@register.simple_tag
def table(table: Table) -> SafeString:
    """A table that scrolls by itself when it is wider than the page."""
    rows = [row if isinstance(row, Row) else Row(row) for row in table.rows]
    choices = any(row.choice for row in rows)
    lead, *others = table.columns
    return _drawn(
        "table",
        table=table,
        id=f"table-{slugify(table.name or table.caption)}",
        choices=choices,
        lead=lead,
        rows=[(row, row.cells[0], list(zip(others, row.cells[1:], strict=True))) for row in rows],
        total=(table.total[0], list(zip(others, table.total[1:], strict=True))) if table.total else None,
    )


@register.simple_tag
def figure_card(figure: Figure) -> SafeString:
    """A figure in pounds with its range and a link to its workings."""
    before, pence = pounds_parts(figure.pence)
    return _drawn("figure_card", figure=figure, before=before, pence=pence, bar=range_bar(figure))


@register.simple_tag
def chart(chart: Chart) -> SafeString:
    """A chart with its finding as its title, its table beside it, and its file below."""
    return _drawn("chart", chart=chart, id=f"chart-{slugify(chart.finding)}")


@register.simple_tag
def tabs(links: Sequence[Link], label: str) -> SafeString:
    """Views of the same thing, each at its own address."""
    return _drawn("tabs", links=links, label=label)


@register.simple_tag
def timeline(events: Sequence[Event]) -> SafeString:
    """What happened, newest first, in sentences."""
    return _drawn("timeline", events=events)


@register.simple_tag
def file_rows(files: Sequence[File], label: str = "Files") -> SafeString:
    """Files that were sent, each with where it stands."""
    return _drawn("file_rows", files=files, label=label)


@register.simple_tag
def breadcrumbs(links: Sequence[Link]) -> SafeString:
    """The way from the first page to the one above this."""
    return _drawn("breadcrumbs", links=links)


@register.simple_tag
def back_link(url: str, text: str = "Back") -> SafeString:
    """The way to the step before."""
    return _drawn("back_link", url=url, text=text)


@register.simple_tag
def confirmation(title: str, body: str = "", level: int = 1) -> SafeString:
    """That it is done, and the reference to keep. ``level`` is the heading's: 1 unless the page has another."""
    return _drawn("confirmation", title=title, body=body, tag=f"h{level}")


@register.simple_tag
def notice(text: str, level: str = "info", title: str = "") -> SafeString:
    """Something to know before reading on. Levels are those of Django's messages; success and error are announced."""
    titles = {"success": "Done", "error": "Not done", "warning": "Important"}
    return _drawn(
        "notice",
        text=text,
        title=title or titles.get(level, "Please note"),
        kind={"success": "success", "error": "refused"}.get(level, ""),
        role="alert" if level in {"success", "error"} else "region",
        id=f"notice-{slugify(text)[:60]}",
    )


@register.simple_tag
def error_summary(*of: forms.BaseForm, focus: bool = True) -> SafeString:
    """Every error of the page's forms, each leading to its input; nothing when there is none. It takes the focus."""
    errors = [found for form in of for found in errors_with_places(form)]
    return _drawn("error_summary", errors=errors, focus=focus) if errors else SafeString("")


@register.simple_tag(takes_context=True)
def pagination(context: template.RequestContext, page: Page[Any], label: str = "Pages") -> SafeString:
    """The pages of a long list, keeping every filter of the address; nothing when there is only one."""
    if page.paginator.num_pages == 1:
        return SafeString("")
    numbers: Iterable[str | int] = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    parts = {"page": page, "numbers": list(numbers), "label": label}
    return render_to_string(f"{_PARTS}/pagination.html", parts, context["request"])


@register.simple_tag
def filter_panel(form: forms.BaseForm) -> SafeString:
    """What a list can be narrowed by; the address keeps what was chosen, so a reload does too.

    A form may name fields for few in ``tucked`` (shown behind "More", open when ``is_tucked_open``), and in ``kept``
    what else of the address stays, such as the order.
    """
    tucked = getattr(form, "tucked", ())
    return _drawn(
        "filter_panel",
        shown=[field for field in form if field.name not in tucked],
        tucked=[field for field in form if field.name in tucked],
        is_tucked_open=getattr(form, "is_tucked_open", False),
        kept=getattr(form, "kept", {}),
    )


@register.simple_tag
def chosen_filters(chosen: Sequence[Link], clear_url: str) -> SafeString:
    """What a list is narrowed by now: each link takes one away, the last takes all; nothing when there is none."""
    return _drawn("chosen_filters", chosen=chosen, clear_url=clear_url) if chosen else SafeString("")


@register.simple_block_tag
def details(content: str, summary: str, open: bool = False) -> SafeString:
    """More, for those who want it."""
    return _drawn("details", content=content, summary=summary, open=open)


@register.simple_block_tag
def inset(content: str) -> SafeString:
    """A passage that stands apart."""
    return format_html('<div class="govuk-inset-text">{}</div>', content)


@register.simple_block_tag
def warning(content: str) -> SafeString:
    """What must not be missed."""
    return _drawn("warning", content=content)


@register.simple_tag
def dressed(field: BoundField) -> SafeString:
    """The input of a plain Django field with our classes."""
    dress = {"textarea": "govuk-textarea", "select": "govuk-select", "checkbox": "govuk-checkboxes__input"}
    name = dress.get(field.widget_type, "govuk-input")
    return field.as_widget(attrs={"class": f"{name} {name}--error" if field.errors else name})
