"""A workbook beside the ledger: row by row and cell by cell, before anything is saved. Nothing here writes."""

from __future__ import annotations

import hashlib
import json
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final
from uuid import UUID

from commonweal.entries.columns import INPUT_PREFIX
from commonweal.entries.rows import read_rows
from commonweal.problems import Problem
from commonweal_web.core.scope import Scope
from commonweal_web.ledger.checking import check
from commonweal_web.ledger.landing import calendar
from commonweal_web.ledger.lines import Line
from commonweal_web.ledger.resolving import Asked, resolve
from commonweal_web.ledger.words import number_said
from commonweal_web.methods.models import Edition
from commonweal_web.methods.packs import pack_of
from commonweal_web.partnerships.models import Partnership
from commonweal_web.workbooks.cells import Change, Named, as_text, changes
from commonweal_web.workbooks.known import WORDS, Ledger, saying_of_row
from commonweal_web.workbooks.models import RowKind
from commonweal_web.workbooks.reading import Workbook

UNSAID: Final = "(to be said)"
"""Stands for the reason of a correction until its sender gives one for the whole workbook."""

WORKED_OUT: Final = "worked out from the inputs"

_PROMPTS: Final = frozenset(
    {"entry", "activity", "organisation", "measure", "stage", "answers", "recipient", "place", "reference", "due"}
)
"""What a prefilled row holds before anybody fills it in."""

_RUNS: Final = re.compile(r"[=@]|[+-][^\s\d.,].*[(|!]")
"""How text begins that a spreadsheet would take for a formula."""

_FREE: Final = ("recipient", "reference", "outcome_ref", "adjustment_reason", "description", "note", "reason")


@dataclass(slots=True)
class Compared:
    """One row of the workbook, and what it is to the ledger."""

    number: int
    text: dict[str, str]
    kind: RowKind = RowKind.NEW
    label: str = ""
    """Of the entry that it names or is taken for; empty for a new one."""
    entry: UUID | None = None
    changes: list[Change] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    line: Line | None = None
    """What would be sent."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """All rows of a workbook beside the ledger."""

    workbook: Workbook
    rows: tuple[Compared, ...]
    problems: tuple[Problem, ...]
    """What is to be said of the file as a whole."""
    not_named: tuple[str, ...]
    """Entries of the same activities that the workbook does not mention: they stay as they are."""
    ledger: Ledger

    @property
    def lines(self) -> list[Line]:
        """What would be sent, in the order of the rows."""
        return [row.line for row in self.rows if row.line is not None]

    @property
    def needs_reason(self) -> bool:
        """Whether some correction does not say why."""
        return any(line.reason == UNSAID for line in self.lines if line.entry)

    def of_kind(self, kind: RowKind) -> list[Compared]:
        """The rows of one kind."""
        return [row for row in self.rows if row.kind == kind]

    def lines_because(self, reason: str) -> list[Line]:
        """What would be sent, with ``reason`` where a correction does not say why."""
        return [replace(line, reason=reason) if line.reason == UNSAID else line for line in self.lines]

    @property
    def fingerprint(self) -> str:
        """Of exactly what would be sent, and of what it would replace."""
        told = [
            [row.number, row.kind, row.label, [[c.column, c.before, c.after] for c in row.changes], _told(row.line)]
            for row in self.rows
            if row.line is not None
        ]
        return hashlib.sha256(json.dumps(told, default=str, sort_keys=True).encode()).hexdigest()


def compare(scope: Scope, partnership: Partnership, workbook: Workbook) -> Comparison:
    """Compare a workbook with the ledger, as its giver sees it."""
    rows = [Compared(number, dict(text)) for number, text in zip(workbook.numbers, workbook.rows, strict=True)]
    asked = resolve(scope, partnership, [row.text for row in rows])
    ledger = Ledger.beside(scope, partnership, (each.activity for each in asked))
    given = frozenset(workbook.written)
    pairs = list(zip(rows, asked, strict=True))
    _settle_unfilled(pairs)
    _refuse_repeated(pairs)
    typed = _typed(scope, partnership, pairs, ledger, workbook.name)
    for row, each in pairs:
        if row.kind == RowKind.NEW and each.entry is not None:
            _beside_its_entry(row, each, typed[row.number], given, ledger)
    for row, each in pairs:
        if row.kind == RowKind.NEW and each.entry is None and not each.own_id:
            _recognise(row, each, typed[row.number], ledger)
    _check(scope, partnership, rows, workbook)
    problems = [problem for problem in workbook.problems if problem.row is None]
    return Comparison(workbook, tuple(rows), tuple(problems), tuple(ledger.not_named()), ledger)


def _settle_unfilled(pairs: Sequence[tuple[Compared, Asked]]) -> None:
    """A row that came prefilled and to which nothing was added: a promise that is not answered yet."""
    for row, each in pairs:
        filled = {column for column, cell in row.text.items() if cell}
        if each.entry is None and filled <= _PROMPTS and "answers" in filled:
            row.kind, row.label = RowKind.UNFILLED, row.text["answers"]


def _refuse_repeated(pairs: Sequence[tuple[Compared, Asked]]) -> None:
    """An entry is named by one row, and so is an id of the sender's own."""
    named: dict[object, list[Compared]] = defaultdict(list)
    for row, each in pairs:
        if each.entry is not None:
            named[each.entry.pk].append(row)
        elif each.own_id and each.activity is not None:
            named[each.activity.pk, each.own_id.casefold()].append(row)
    for rows in named.values():
        if len(rows) > 1:
            told = ", ".join(str(row.number) for row in rows)
            message, remedy = f"'{rows[0].text['entry']}' stands in several rows: {told}.", "Keep one of them."
            for row in rows:
                row.kind = RowKind.WRONG
                row.problems.append(Problem("repeated-entry", "error", message, remedy, row=row.number, column="entry"))


def _typed(
    scope: Scope, partnership: Partnership, pairs: Sequence[tuple[Compared, Asked]], ledger: Ledger, name: str
) -> dict[int, Mapping[str, Any]]:
    """Every row as the library reads it; that of an entry by the method that the entry was recorded under."""
    days = calendar(scope, partnership)
    current = days.current()
    by_edition: dict[Edition, list[Compared]] = defaultdict(list)
    for row, each in pairs:
        was = ledger.latest(each.entry.pk) if each.entry else None
        edition = ledger.editions.get(was["edition_id"]) if was else None
        edition = edition or (days.editions[current] if current else None)
        if edition is not None:
            by_edition[edition].append(row)
    found: dict[int, Mapping[str, Any]] = {}
    for edition, rows in by_edition.items():
        texts = [{**row.text, "entry": str(row.number), "organisation": "it", "assurance": ""} for row in rows]
        frame, _ = read_rows(texts, pack_of(edition), name=name, numbers=[row.number for row in rows])
        found |= {typed["source_row"]: typed for typed in frame.collect().iter_rows(named=True)}
    return found


def _beside_its_entry(
    row: Compared, asked: Asked, typed: Mapping[str, Any], given: frozenset[str], ledger: Ledger
) -> None:
    assert asked.entry is not None
    was = ledger.latest(asked.entry.pk)
    if was is None or asked.activity is None:
        return  # the validator says what is wrong with it
    ledger.name(asked.entry.pk)
    row.entry, row.label = asked.entry.pk, str(was["entry"])
    erased = was["version_id"] in ledger.erased
    named = Named(
        was, asked.activity, pack_of(ledger.editions[was["edition_id"]]), erased, ledger.label(was["answers"])
    )
    row.changes = changes(named, row.text, typed, given, due=asked.due)
    if (
        asked.organisation is not None
        and row.text.get("organisation")
        and asked.organisation.name != was["organisation"]
    ):
        row.changes.insert(0, Change("organisation", str(was["organisation"]), asked.organisation.name))
    if not row.changes and not asked.problems:
        row.kind = RowKind.SAME
        return
    row.kind = RowKind.CHANGED
    kept = as_text(named, given)
    row.text = {**kept, **{column: cell for column, cell in row.text.items() if cell}}
    if erased:
        row.text = {column: cell for column, cell in row.text.items() if column not in WORDS}
    if (
        any(change.column.startswith(INPUT_PREFIX) for change in row.changes)
        and typed["quantity_e4"] == was["quantity_e4"]
    ):
        # It follows from the inputs, and those are what was changed; the validator works it out.
        row.text.pop("quantity", None)
        row.changes.insert(0, Change("quantity", number_said(was["quantity_e4"]), WORKED_OUT))
    row.text["reason"] = row.text.get("reason") or UNSAID


def _recognise(row: Compared, asked: Asked, typed: Mapping[str, Any], ledger: Ledger) -> None:
    """A row without an id that says exactly what an entry says is that entry: the same workbook was sent before."""
    if asked.activity is None or asked.organisation is None or asked.problems or typed["period_end"] is None:
        return
    answers = asked.answers.pk if asked.answers else None
    due = (asked.due or typed["period_end"]) if typed["stage"] == "commitment" else None
    saying = saying_of_row(dict(typed), asked.activity, asked.organisation.pk, due, answers)
    found: UUID | None = ledger.recognise(saying)
    if found is not None:
        row.kind, row.entry, row.label = RowKind.SAME, found, ledger.label(found)
        message = f"It says what entry {row.label} says, so it is taken for that one and not sent again."
        remedy = "If it is another one, give it an id of its own in the first column."
        row.problems.append(Problem("said-already", "warning", message, remedy, row=row.number, column="entry"))


def _check(scope: Scope, partnership: Partnership, rows: Sequence[Compared], workbook: Workbook) -> None:
    """Have the ledger's validator look at what would be sent, and give each row its line or what is wrong with it."""
    wanted = [row for row in rows if row.kind in (RowKind.NEW, RowKind.CHANGED)]
    by_number = {row.number: row for row in rows}
    for problem in workbook.problems:
        if problem.row in by_number:
            by_number[problem.row].problems.append(problem)
    for row in wanted:
        row.problems += _formulas(row)
    texts = [row.text for row in wanted]
    checking = check(scope, partnership, texts, name=workbook.name, numbers=[row.number for row in wanted])
    for problem in checking.problems:
        if problem.row in by_number:
            by_number[problem.row].problems.append(problem)
    for line in checking.lines:
        by_number[line.row].line = line
    everything = any(problem.is_error and problem.row is None for problem in checking.problems)
    for row in wanted:
        if row.line is None or everything or any(problem.is_error for problem in row.problems):
            row.kind, row.line = RowKind.WRONG, None
        elif row.line.quantity_e4 is not None:
            now = number_said(row.line.quantity_e4)
            row.changes = [replace(c, after=now) if c.after == WORKED_OUT else c for c in row.changes]


def _formulas(row: Compared) -> list[Problem]:
    return [
        Problem(
            "formula",
            "error",
            "The cell begins as a formula does, and would run in the spreadsheet of whoever reads it.",
            "Begin it with a word.",
            row=row.number,
            column=column,
        )
        for column in _FREE
        if _RUNS.match(row.text.get(column, ""))
    ]


def _told(line: Line | None) -> list[object]:
    if line is None:
        return []
    keys = [getattr(line, name) for name in ("activity", "organisation", "period", "edition", "entry", "answers")]
    plain = [line.own_id, line.measure, line.stage, line.quantity_e4, line.period_start, line.period_end, line.place]
    words = [line.reference, line.outcome_ref, line.share_e4, line.due, line.recipient, line.beneficiary]
    rest = [line.adjustment_reason, line.description, line.note, line.reason, line.inputs_e4, line.factors_e4]
    return [*(key.pk if key else None for key in keys), *plain, *words, *rest]
