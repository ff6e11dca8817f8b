"""What the dashboard reads: a ledger in columns, and the names and periods that the scope finds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from django.http import QueryDict

from commonweal.method import Pack
from commonweal.money import fixed_half_up
from commonweal_web.core.scope import Scope
from commonweal_web.partnerships.models import Partnership
from commonweal_web.statements.board import Board
from commonweal_web.statements.columns import Ledger, ledger_of
from commonweal_web.statements.figures import Figures
from commonweal_web.statements.labels import Labels
from commonweal_web.statements.question import Asked, asked_of


@dataclass(frozen=True, slots=True)
class Spending:
    """What was delivered on the activities that state a spend, beside that spend, in all periods."""

    additional: int
    spend: int
    stated: int
    """How many activities state a spend."""
    activities: int

    @property
    def pence_per_pound(self) -> int:
        """Additional social value for each pound spent, in whole pence."""
        return fixed_half_up(Fraction(self.additional, self.spend), 2)


@dataclass(frozen=True, slots=True)
class Dashboard:
    """What one address of the dashboard comes to, for one person."""

    partnership: Partnership
    asked: Asked
    ledger: Ledger
    board: Board | None
    """None where nothing that has a value was ever recorded."""
    spending: Spending | None
    """None where no activity states a spend."""

    @property
    def packs(self) -> tuple[Pack, ...]:
        """The methods by which anything here is valued."""
        return self.board.figures.packs if self.board else ()

    @property
    def as_at(self) -> date:
        """The day on which this was asked."""
        return self.asked.question.as_at


def dashboard_of(scope: Scope, partnership: Partnership, given: QueryDict) -> Dashboard:
    """The dashboard of a partnership that the scope found, as an address asks for it."""
    asked, ledger = asked_of(scope, partnership, given), ledger_of(partnership)
    if ledger.card is None:
        return Dashboard(partnership, asked, ledger, None, None)
    figures = Figures(ledger, ledger.card, asked.question)
    partners = ledger.answer("partners", lambda: ledger.frame["partner"].unique().to_list())
    names = dict(scope.organisations.filter(pk__in=partners).values_list("pk", "name"))
    labels = Labels(figures.packs, {str(key): name for key, name in names.items()})
    key = ("spending", asked.question.whose, asked.question.min_assurance, asked.question.as_at)
    spending = ledger.answer(key, lambda: _spending(partnership, figures))
    return Dashboard(partnership, asked, ledger, Board(figures, labels), spending)


def _spending(partnership: Partnership, figures: Figures) -> Spending | None:
    """Correcting an activity raises the ledger's point, so this holds as long as the ledger does."""
    here = partnership.activities.all()
    if figures.question.whose:
        here = here.filter(owner__in=list(figures.question.whose))
    spends = here.filter(spend_pence__gt=0).values_list("pk", "spend_pence")
    stated = {str(key): pence for key, pence in spends if pence is not None}
    if not stated:
        return None
    delivered = figures.on_activities(stated.keys()).totals.additional
    return Spending(delivered, sum(stated.values()), len(stated), here.count())
