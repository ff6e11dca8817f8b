"""What the pages of the officer's lists show, put together for their templates."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page
from django.http import QueryDict
from django.urls import reverse

from commonweal_web.core.scope import Scope
from commonweal_web.design.components import Link, Table
from commonweal_web.ledger.journeys.activity import owners
from commonweal_web.ledger.permissions import may_act
from commonweal_web.ledger.queries import finding_activities
from commonweal_web.ledger.queries.entry_rows import columns
from commonweal_web.ledger.queries.finding import EntryList
from commonweal_web.ledger.queries.finding_activities import ActivityList
from commonweal_web.ledger.queries.narrowing import PAGE, Narrowing
from commonweal_web.partnerships.models import Partnership

ENTRIES = ("entry", "entries", "the latest change first")
ACTIVITIES = ("activity", "activities", "the newest first")
"""One, several, and the order of the list while no other was asked for."""


def shown_entries(found: EntryList, asked: QueryDict) -> dict[str, Any]:
    """The page of entries."""
    page = found.page(asked.get(PAGE))
    rows = [row.as_row() for row in found.rows(list(page.object_list))]
    return _shown(found.scope, found.partnership, "entries", found.narrowing, page) | {
        "table": Table(_caption(page, found.narrowing, ENTRIES), columns(found.narrowing), rows, dense=True),
        "may_act": bool(rows) and may_act(found.scope),
        "together_url": reverse("entries_together", args=[found.partnership.pk]),
    }


def shown_activities(found: ActivityList, asked: QueryDict) -> dict[str, Any]:
    """The page of activities."""
    page = found.page(asked.get(PAGE))
    headings = columns(found.narrowing, finding_activities.HEADINGS)
    rows = found.rows(list(page.object_list))
    return _shown(found.scope, found.partnership, "activities", found.narrowing, page) | {
        "table": Table(_caption(page, found.narrowing, ACTIVITIES), headings, rows, dense=True),
        "may_record": bool(owners(found.scope, found.partnership)),
        "record_url": reverse("activity_new", args=[found.partnership.pk]),
    }


def _shown(scope: Scope, partnership: Partnership, kind: str, narrowing: Narrowing, page: Page[Any]) -> dict[str, Any]:
    here = reverse(kind, args=[partnership.pk])
    query = narrowing.query
    return {
        "about": partnership,
        "page": page,
        "total": page.paginator.count,
        "narrowing": narrowing,
        "chosen": narrowing.links(),
        "clear_url": here,
        "views": _views(scope, partnership, kind, here, query),
        "file_url": f"{reverse(f'{kind}_file', args=[partnership.pk])}?{query}",
        "save_url": f"{reverse('save_view', args=[partnership.pk])}?{urlencode({'kind': kind, 'query': query})}",
        "views_url": f"{reverse('saved_views', args=[partnership.pk])}",
    }


def _caption(page: Page[Any], narrowing: Narrowing, words: tuple[str, str, str]) -> str:
    """How many there are, and which of them are here: ``1–50 of 57 entries, the latest change first``."""
    one, several, usual = words
    total = page.paginator.count
    here = f"{page.start_index():,}–{page.end_index():,} of " if page.paginator.num_pages > 1 else ""
    said = f"{here}{total:,} {one if total == 1 else several}"
    return said if narrowing.sort or total < 2 else f"{said}, {usual}"


def _views(scope: Scope, partnership: Partnership, kind: str, here: str, query: str) -> list[Link]:
    """Everything, and the saved views; the one that is shown now is marked. Nothing when none was saved."""
    saved = list(scope.saved_views.filter(partnership=partnership, kind=kind))
    if not saved:
        return []
    links = [Link("Everything", here, current=not query)]
    return links + [Link(view.name, f"{here}?{view.query}", current=view.query == query) for view in saved]
