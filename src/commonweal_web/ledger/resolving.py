"""What rows name, found in the scope of who gives them: the activity, the organisation, the entry, the commitment."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from commonweal.entries.cell_dates import read_day
from commonweal.entries.cells import Fault
from commonweal.problems import Problem
from commonweal_web.core.scope import Scope
from commonweal_web.ledger import permissions
from commonweal_web.ledger.models import Activity, Entry
from commonweal_web.partnerships.models import Organisation, Partnership

LABEL = re.compile(r"(\d{1,9})/(\d{1,9})")
SERIAL = re.compile(r"(\d{1,9})(?=\s|$)")


@dataclass(slots=True)
class Asked:
    """What one row names. ``problems`` lack file and row, which whoever asked knows."""

    activity: Activity | None = None
    organisation: Organisation | None = None
    entry: Entry | None = None
    own_id: str = ""
    answers: Entry | None = None
    due: date | None = None
    reason: str = ""
    problems: list[Problem] = field(default_factory=list)

    def fault(self, column: str, message: str, remedy: str) -> None:
        """Note an error in a column."""
        self.problems.append(
            Problem("not-found" if "no " in message else column, "error", message, remedy, column=column)
        )


def resolve(scope: Scope, partnership: Partnership, rows: Sequence[Mapping[str, str]]) -> list[Asked]:
    """What each row names, as far as the scope finds it, in three queries however many rows there are."""
    texts = [{name: (text or "").strip() for name, text in row.items()} for row in rows]
    serials = {int(found[1]) for row in texts if (found := SERIAL.match(row.get("activity", "")))}
    labels = {
        found.groups()
        for row in texts
        for name in ("entry", "answers")
        if (found := LABEL.fullmatch(row.get(name, "")))
    }
    serials |= {int(activity) for activity, _ in labels}
    activities = {
        activity.serial: activity
        for activity in _in_parts(scope.activities.filter(partnership=partnership), "serial__in", serials)
    }
    # Only entries that this person sees: what others sent on the same activity is not there for them.
    entries = _in_parts(scope.entries.select_related("activity"), "activity__in", [a.pk for a in activities.values()])
    known = _Known(activities, {}, {})
    for entry in entries:
        known.by_label[entry.activity.serial, entry.serial] = entry
        if entry.own_id:
            known.by_own_id[entry.activity.serial, entry.own_id.casefold()] = entry
    return [_asked(scope, row, known) for row in texts]


@dataclass(frozen=True, slots=True)
class _Known:
    activities: dict[int, Activity]
    by_label: dict[tuple[int, int], Entry]
    by_own_id: dict[tuple[int, str], Entry]


def _asked(scope: Scope, row: Mapping[str, str], known: _Known) -> Asked:
    asked = Asked(reason=row.get("reason", "")[:500])
    _find_activity(asked, row.get("activity", ""), row.get("entry", ""), known)
    if asked.activity is not None:
        _find_entry(asked, asked.activity, row.get("entry", ""), known)
        _find_organisation(scope, asked, asked.activity, row.get("organisation", ""))
    if answers := row.get("answers", ""):
        asked.answers = _by_label(answers, known)
        if asked.answers is None:
            asked.fault(
                "answers", f"There is no entry {answers} that it could answer.", "Give its label, such as 17/3."
            )
    if due := row.get("due", ""):
        day = read_day(due)
        if isinstance(day, Fault):
            asked.fault("due", day.message, day.remedy)
        else:
            asked.due = day
    return asked


def _find_activity(asked: Asked, text: str, entry: str, known: _Known) -> None:
    label = LABEL.fullmatch(entry)
    serial = SERIAL.match(text)
    if not text and not label:
        asked.fault("activity", "It does not say which activity it belongs to.", "Give the activity's number.")
        return
    number = int(serial[1]) if serial else int(label[1]) if label and not text else None
    asked.activity = known.activities.get(number) if number is not None else None
    if asked.activity is None:
        asked.fault("activity", f"There is no activity '{text or entry}' for you.", "Give the number of one of yours.")
    elif label and int(label[1]) != asked.activity.serial:
        asked.fault(
            "entry", f"Entry {entry} is not on activity {asked.activity}.", "Correct the entry or the activity."
        )


def _find_entry(asked: Asked, activity: Activity, text: str, known: _Known) -> None:
    if not text:
        return
    asked.entry = _by_label(text, known) or known.by_own_id.get((activity.serial, text.casefold()))
    if asked.entry is None and LABEL.fullmatch(text):
        asked.fault("entry", f"There is no entry {text} for you.", "Leave it blank for a new entry.")
    elif asked.entry is None:
        asked.own_id = text[:100]


def _find_organisation(scope: Scope, asked: Asked, activity: Activity, text: str) -> None:
    sides = [activity.deliverer, activity.owner]
    mine = [side for side in sides if permissions.may_send(scope, activity, side)]
    if not mine:
        asked.fault(
            "activity", f"You cannot send entries on {activity}.", "Ask its owner to do it, or to give you a role."
        )
    named = [side for side in sides if side.name.casefold() == text.casefold()]
    if text and not named:
        names = " or ".join(dict.fromkeys(side.name for side in sides))
        asked.fault("organisation", f"'{text}' does not deliver this activity.", f"Give {names}, or leave it blank.")
    elif named and named[0] not in mine and mine:
        asked.fault("organisation", f"You cannot send entries of {text}.", f"Give {mine[0]}, or leave it blank.")
    else:
        asked.organisation = named[0] if named else next(iter(mine), None)


def _by_label(text: str, known: _Known) -> Entry | None:
    found = LABEL.fullmatch(text)
    return known.by_label.get((int(found[1]), int(found[2]))) if found else None


def _in_parts(queryset, lookup: str, values: Iterable[object]):  # type: ignore[no-untyped-def]
    """Rows for many values, asked for in parts: a database takes only so many in one question."""
    wanted = sorted(values, key=str)
    for start in range(0, len(wanted), 500):
        yield from queryset.filter(**{lookup: wanted[start : start + 500]})
