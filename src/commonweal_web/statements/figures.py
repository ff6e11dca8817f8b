"""The figures of one question: which lines it is about, and what the library's ``summarise`` makes of them.

Nothing is added up here. Every sum on the dashboard stands in a ``Summary``, worked out once for a ledger and kept
with it, so that the next who asks the same has it at once.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import polars as pl

from commonweal.entries.columns import ASSURANCES
from commonweal.method import Pack
from commonweal.statement import Summary, summarise
from commonweal.valuation import RateCard
from commonweal_web.ledger.models import State
from commonweal_web.statements.columns import Ledger
from commonweal_web.statements.question import Question

COMMITMENT, DELIVERED = "commitment", "delivered"

STATE, CORRECTS = pl.col("state"), pl.col("corrects")


@dataclass(frozen=True, slots=True)
class Figures:
    """What a ledger answers to one question. ``card`` is the ledger's, which has entries."""

    ledger: Ledger
    card: RateCard
    question: Question

    @property
    def packs(self) -> tuple[Pack, ...]:
        """The methods by which anything in the ledger is valued."""
        return self.card.packs

    def at(self, stage: str, *by: str) -> Summary:
        """What counts at one stage, split by ``by``. In a period, without what corrects closed ones."""
        return self._summary("counted", stage, by)

    def standing(self, stage: str) -> Summary:
        """What does not count, with what does, split by the state that it is in, whatever its assurance."""
        return self._summary("any state", stage, ("state",), min_assurance="claimed")

    @property
    def has_corrections(self) -> bool:
        """Whether anything in the period corrects a closed one."""
        if self.question.period is None:
            return False
        key = ("has corrections", self.question)
        return self.ledger.answer(key, lambda: not self._lines("corrections").is_empty())

    def corrected(self, stage: str) -> tuple[Summary, Summary]:
        """What entries that correct closed periods say now, and what those periods state for them."""
        return self._summary("corrections", stage, ()), self._summary("before corrections", stage, ())

    def proved(self) -> Figures:
        """The same question of what more than the claim speaks for."""
        stricter = max(self.question.min_assurance, ASSURANCES[1], key=ASSURANCES.index)
        return replace(self, question=replace(self.question, min_assurance=stricter))

    def serving(self, stage: str, objective: str) -> Summary:
        """What counts at one stage towards one objective."""
        rates = [
            number
            for number, rate in enumerate(self.card.rates)
            if any(each.id == objective for each in self.card.pack_of(number).objectives_of(rate.measure))
        ]
        return self._summary(("objective", objective), stage, (), pl.col("rate").is_in(rates))

    def kept_promises(self) -> Summary:
        """Promises whose due date has passed, and what was delivered in answer to them."""
        return self.ledger.answer(("promises", self.question), self._promises)

    def on_activities(self, activities: Collection[str]) -> Summary:
        """What was delivered on these activities in all periods, each entry as it stands now."""
        everything = Figures(self.ledger, self.card, replace(self.question, period=None, is_closed=False))
        named = frozenset(activities)
        return everything._summary(("activities", named), DELIVERED, (), pl.col("activity").is_in(list(named)))

    # ── Which lines ──

    def _lines(self, which: str) -> pl.DataFrame:
        """Those that are "counted", of "any state", "corrections", or what was there "before corrections".

        Chosen each time: kept for every question, they would fill the memory, and choosing takes milliseconds.
        """
        here = self.ledger.lines.filter(self._within())
        if which == "any state":
            return here
        approved = here.filter(STATE == State.APPROVED)
        if which == "corrections":
            return approved.filter(CORRECTS.is_not_null())
        if which == "before corrections":
            before = self._lines("corrections")["corrects"]
            return self.ledger.lines.filter(pl.col("standing").is_in(before.implode()))
        return approved if self.question.period is None else approved.filter(CORRECTS.is_null())

    def _within(self) -> pl.Expr:
        question = self.question
        period = pl.lit(value=True) if question.period is None else pl.col("period_id") == question.period
        # A closed period keeps its own standings; an open one, and all periods together, the latest.
        current = pl.lit(value=True) if question.is_closed else pl.col("is_latest")
        own = list(question.whose)
        theirs = pl.col("partner").is_in(own) | pl.col("organisation").is_in(own) if own else pl.lit(value=True)
        return period & current & theirs

    def _promises(self) -> Summary:
        # A promise is overdue from the day after it fell due.
        until = self.question.as_at - timedelta(days=1)
        lines = self._lines("counted")
        is_promise = pl.col("stage") == COMMITMENT
        due = lines.filter(is_promise, pl.coalesce("due", "period_end") <= until)["entry_id"]
        answering = (pl.col("stage") == DELIVERED) & pl.col("answers").is_in(due.implode())
        day = pl.when(is_promise).then(pl.coalesce("due", "period_end")).otherwise(pl.lit(until))
        these = lines.filter(is_promise | answering).with_columns(period_end=day)
        return self._summed(these, DELIVERED, (), as_at=until, compare=(COMMITMENT, DELIVERED))

    # ── Adding up ──

    def _summary(
        self,
        which: Hashable,
        stage: str,
        by: tuple[str, ...],
        only: pl.Expr | None = None,
        **options: Any,
    ) -> Summary:
        def work_out() -> Summary:
            lines = self._lines(which if isinstance(which, str) else "counted")
            return self._summed(lines if only is None else lines.filter(only), stage, by, **options)

        return self.ledger.answer((which, stage, by, self.question), work_out)

    def _summed(self, lines: pl.DataFrame, stage: str, by: tuple[str, ...], **options: Any) -> Summary:
        usual = {"min_assurance": self.question.min_assurance, "as_at": self.question.as_at}
        if "compare" not in options:
            lines = lines.filter(pl.col("stage") == stage)
        return summarise(
            lines.lazy(), self.card, by, stage=stage, simulation=self.ledger.simulation, **{**usual, **options}
        )
