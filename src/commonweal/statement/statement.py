"""From files to a statement: read, check, refuse, rate, value, add up. Data flows one way."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from commonweal.entries import read_entries, refuse_problem_rows
from commonweal.entries.rules import check_rules
from commonweal.method import Pack
from commonweal.problems import Problem, has_errors
from commonweal.statement.files import InputFile, input_files
from commonweal.statement.summary import Summary, refuse_columns, summarise
from commonweal.valuation.backends.engines import ENGINES
from commonweal.valuation.card import RateCard, rate_card
from commonweal.valuation.engine import value


@dataclass(frozen=True, slots=True)
class Question:
    """What a statement is asked to say."""

    by: tuple[str, ...] = ()
    stage: str = "delivered"
    min_assurance: str = "claimed"
    as_at: date = field(default_factory=date.today)
    compare: tuple[str, str] | None = None
    seed: int = 1
    accept_valid: bool = False
    """Value the good rows even where others are refused."""
    engine: str = "polars"


@dataclass(frozen=True, slots=True)
class Checked:
    """Entries as read and checked: what may be valued, at which rates, and everything wrong with the rest."""

    pack: Pack
    inputs: tuple[InputFile, ...]
    entries: pl.LazyFrame
    """The entries that no error names."""
    card: RateCard
    read: int
    refused: int
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Statement:
    """A checked set of entries and what it comes to; ``summary`` is None when errors stopped the valuation."""

    question: Question
    checked: Checked
    summary: Summary | None
    valued: pl.LazyFrame | None
    """Every valued entry with its lines, at all stages."""

    @property
    def is_refused(self) -> bool:
        """Whether anything was refused: the command line then exits with 2."""
        return has_errors(self.checked.problems)


Progress = Callable[[str], None]


def _silent(_: str) -> None:
    """Progress that nobody watches."""


def check(
    paths: Sequence[Path], pack: Pack, offices: dict[str, str] | None = None, tell: Progress = _silent
) -> Checked:
    """Read files and check them whole: cells, rows, counting rules, rates. Never raises for what they hold."""
    tell("Reading entries")
    everything, problems = read_entries(paths, pack)
    read = _height(everything)
    sound, refused = refuse_problem_rows(everything, problems)
    tell("Checking the counting rules")
    problems = problems + check_rules(sound, pack, offices)
    entries, refused = refuse_problem_rows(everything, problems)
    tell("Working out the rates")
    card, unrated = rate_card(pack, entries)
    if unrated:
        problems = problems + unrated
        entries, refused = refuse_problem_rows(everything, problems)
        card, _ = rate_card(pack, entries)
    return Checked(
        pack=pack,
        inputs=tuple(input_files(paths, everything)),
        entries=entries,
        card=card,
        read=read,
        refused=refused,
        problems=tuple(problems),
    )


def state(checked: Checked, question: Question, tell: Progress = _silent) -> Statement:
    """Value checked entries and add them up. Raises ``CannotGroup`` for columns that cannot group a statement."""
    refuse_columns(question.by, checked.entries.collect_schema().names())
    if has_errors(checked.problems) and not question.accept_valid:
        return Statement(question, checked, None, None)
    tell("Valuing")
    with ENGINES[question.engine]() as take:
        valued = value(take(checked.entries), checked.card)
        tell("Adding up")
        summary = summarise(
            valued,
            checked.card,
            question.by,
            stage=question.stage,
            min_assurance=question.min_assurance,
            as_at=question.as_at,
            seed=question.seed,
            compare=question.compare,
        )
    return Statement(question, _with_later(checked, summary), summary, value(checked.entries, checked.card))


def _with_later(checked: Checked, summary: Summary) -> Checked:
    """The entries as checked, with a warning of those that are said to be delivered after the statement's date."""
    if not summary.later:
        return checked
    message = f"{summary.later:,} delivered entries end after the statement's date, {summary.as_at}; they are counted."
    remedy = "Give --as-at a later date, or record as a forecast what is still to come."
    later = Problem("delivered-later", "warning", message, remedy, column="period_end")
    return replace(checked, problems=(*checked.problems, later))


def _height(frame: pl.LazyFrame) -> int:
    height: Any = frame.select(pl.len()).collect(engine="streaming").item()
    return int(height)
