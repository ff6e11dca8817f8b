"""What pages of one's own work read, through the scope of who asks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from django.urls import reverse

from commonweal_web.core.scope import Scope
from commonweal_web.design import components
from commonweal_web.design.components import Cell, Column, Link, Row, Table, Tag
from commonweal_web.partnerships.models import Partnership
from commonweal_web.work.actions.views import may_change
from commonweal_web.work.models import Digest, ListKind, Rhythm, SavedView
from commonweal_web.work.phases import Told
from commonweal_web.work.sources import Kind, Task, tasks

TITLES = {
    Kind.CAME_BACK: "What came back",
    Kind.DUE: "What is due",
    Kind.AWAITS: "What awaits you",
}
ABOUT = {
    Kind.CAME_BACK: "Somebody looked at these and needs you to correct or answer something.",
    Kind.DUE: "The earliest stands first.",
    Kind.AWAITS: "Others wait for you here, or you began something and have not sent it.",
}
CLOSE = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Section:
    """One part of the page: tasks of one kind."""

    title: str
    about: str
    name: str
    tasks: Sequence[components.Task]


def my_work(scope: Scope) -> list[Section]:
    """What this person has to do, by kind; no section where there is nothing."""
    return [
        Section(TITLES[kind], ABOUT[kind], kind.name.lower(), [_shown(task, scope.on) for task in of_kind])
        for kind, of_kind in groupby(tasks(scope), key=lambda task: task.kind)
    ]


def rhythm_of(scope: Scope) -> Rhythm:
    """How often this person wants to be reminded."""
    choice = scope.reminder_choices.first()
    return Rhythm(choice.rhythm) if choice else Rhythm.DAILY


def views_table(scope: Scope, partnership: Partnership) -> Table:
    """Their saved views of this partnership's lists, each with what may be done about it."""
    found = scope.saved_views.filter(partnership=partnership).order_by("kind", "name")
    headings = [Column("View"), Column("Who sees it"), Column("What you can do")]
    return Table(f"Of {partnership}", headings, [_row(scope, view) for view in found])


def address_of(view: SavedView) -> str:
    """Where the list is shown as the view says."""
    return f"{reverse(view.kind, args=[view.partnership_id])}?{view.query}"


def urgency(due: date, today: date) -> Tag:
    """How near a due date is, in a word or two."""
    if due < today:
        return Tag(f"Was due {due:%-d %b %Y}", "red")
    if due == today:
        return Tag("Due today", "red")
    return Tag(f"By {due:%-d %b %Y}", "amber" if due - today <= CLOSE else "grey")


def _shown(task: Task, today: date) -> components.Task:
    status: str | Tag = ""
    if task.due is not None:
        status = urgency(task.due, today)
    elif task.count > 1:
        status = Tag(f"{task.count:,}", "blue")
    return components.Task(task.what, status, task.where, task.hint)


def _row(scope: Scope, view: SavedView) -> Row:
    kind = ListKind(view.kind).label
    shared = f"Everyone of {view.organisation}" if view.organisation else "Only you"
    change: object = ""
    if may_change(scope, view):
        change = Link("Change", reverse("change_view", args=[view.pk]), about=view.name)
    return Row((Cell(view.name, address_of(view), under=kind), shared, change))


def last_digest(scope: Scope) -> Digest | None:
    """The newest digest that was made for this person."""
    return scope.digests.order_by("-day").first()


def told(scope: Scope, tasks: Iterable[Task]) -> dict[str, Told]:
    """What this person was told of these tasks, in mails that were sent."""
    names = [task.name for task in tasks]
    sent = scope.digests.filter(sent_at__isnull=False, tellings__task__in=names)
    found: dict[str, Told] = {}
    for name, phase, newest in sent.values_list("tellings__task", "tellings__phase", "tellings__newest"):
        before = found.get(name, Told(frozenset(), 0))
        found[name] = Told(before.phases | {phase}, max(before.newest, newest))
    return found


def told_in(digest: Digest) -> set[str]:
    """The names of the tasks that a digest tells of."""
    return set(digest.tellings.values_list("task", flat=True))
