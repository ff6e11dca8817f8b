"""Cells beside each other: what the ledger says, what the workbook says, and how both are told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from commonweal.entries.columns import DATES, FRACTIONS, INPUT_PREFIX, fixed
from commonweal.method import Pack
from commonweal.money import QUANTITY_PLACES, short_text
from commonweal_web.ledger.models import Activity, Stage
from commonweal_web.ledger.words import number_said, share_said
from commonweal_web.workbooks.known import WORDS

_FROM_THE_ACTIVITY: Final = ("place", "reference")
_PLAIN: Final = ("measure", *DATES, "place", "stage", "recipient", "reference", "beneficiary", "outcome_ref")
_LATER: Final = ("adjustment_reason", "description", "note")


@dataclass(frozen=True, slots=True)
class Change:
    """One cell that differs: its column, and both texts."""

    column: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Named:
    """An entry that a row names: how it reads in the ledger, and on which activity."""

    was: Mapping[str, Any]
    activity: Activity
    pack: Pack
    is_erased: bool
    answers: str = ""
    """The label of the commitment that it answers."""


def changes(
    named: Named, text: Mapping[str, str], typed: Mapping[str, Any], given: frozenset[str], *, due: date | None
) -> list[Change]:
    """The cells in which a row differs from the entry that it names.

    ``text`` is the row as written and ``typed`` as the library read it. Only columns in ``given`` are compared: what
    the file does not have, the entry keeps.
    """
    found = []
    for column in _compared(given):
        if column in WORDS and named.is_erased:
            continue
        before, after = _cell(named.was, column), _cell(typed, column)
        if after is None and column in _FROM_THE_ACTIVITY:
            after = getattr(named.activity, column) or None
        # What the library could not read is shown as it was written; what is wrong with it is said beside.
        unread = text.get(column, "") if after is None else ""
        if unread or not _same(before, after):
            said = [_said(column, cell, named.pack) for cell in (before, after)]
            found.append(Change(column, said[0], unread or said[1]))
    return found + _own_changes(named, text, typed, given, due)


def as_text(named: Named, given: frozenset[str]) -> dict[str, str]:
    """What the entry says in the columns that a file does not have, as text, so that a correction keeps it."""
    was = named.was
    amounts = any(column == "quantity" or column.startswith(INPUT_PREFIX) for column in given)
    kept = [column for column in (*_PLAIN, *FRACTIONS, *_LATER) if column not in given]
    if not amounts:
        kept += ["quantity", *(name.removesuffix("_e4") for name in was if name.startswith(INPUT_PREFIX))]
    row = {"organisation": str(was["organisation"])}
    row |= {column: text for column in kept if (text := _written(column, _cell(was, column)))}
    if "due" not in given and was["due"]:
        row["due"] = was["due"].isoformat()
    if "answers" not in given and named.answers:
        row["answers"] = named.answers
    return row


def _compared(given: frozenset[str]) -> Sequence[str]:
    inputs = sorted(column for column in given if column.startswith(INPUT_PREFIX))
    amounts = ["quantity"] if inputs or "quantity" in given else []
    plain = [column for column in _PLAIN if column in given]
    return [*plain[:1], *amounts, *inputs, *plain[1:], *(c for c in (*FRACTIONS, *_LATER) if c in given)]


def _own_changes(
    named: Named, text: Mapping[str, str], typed: Mapping[str, Any], given: frozenset[str], due: date | None
) -> list[Change]:
    found = []
    if "due" in given and typed["stage"] == Stage.COMMITMENT:
        now = due or typed["period_end"]
        if named.was["due"] != now:
            found.append(Change("due", _said("due", named.was["due"], named.pack), _said("due", now, named.pack)))
    answers = text.get("answers", "")
    if "answers" in given and answers != named.answers:
        found.append(Change("answers", named.answers, answers))
    return found


def _cell(row: Mapping[str, Any], column: str) -> Any:
    cell = row.get(fixed(column) if column == "quantity" or column in FRACTIONS else column)
    return row.get(fixed(column)) if column.startswith(INPUT_PREFIX) else cell


def _same(before: Any, after: Any) -> bool:
    if isinstance(before, str) and isinstance(after, str):
        return before.replace("\r\n", "\n").strip() == after.replace("\r\n", "\n").strip()
    return bool(before == after)


def _said(column: str, cell: Any, pack: Pack) -> str:
    """A cell as a page says it."""
    if cell is None:
        return ""
    if isinstance(cell, date):
        return f"{cell:%-d %B %Y}"
    if column in FRACTIONS:
        return share_said(cell)
    if isinstance(cell, int):
        return number_said(cell)
    if column == "measure":
        return pack.measures[cell].name if cell in pack.measures else str(cell)
    return Stage(cell).label if column == "stage" else str(cell)


def _written(column: str, cell: Any) -> str:
    """A cell as a workbook writes it."""
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, int):
        return short_text(cell, QUANTITY_PLACES)
    return str(cell or "")
