"""What a dashboard is asked: of which period, how well proved, whose, and split by what. All of it from the address."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.http import QueryDict

from commonweal.entries.columns import ASSURANCES
from commonweal_web.core.scope import OVERSEERS, Scope
from commonweal_web.ledger.landing import is_closed
from commonweal_web.partnerships.models import Organisation, Partnership, Period

ALL_PERIODS, OURS = "all", "ours"

SPLITS = {
    "theme": "Theme",
    "outcome": "Outcome",
    "objective": "Objective",
    "partner": "Partner",
    "channel": "Channel",
    "month": "Month",
}
"""What the figures can be split by."""


@dataclass(frozen=True, slots=True)
class Question:
    """What figures are asked for. Two people who ask the same get the same answer."""

    as_at: date
    period: str | None = None
    """The id of the period; none is all of them, each entry as it stands now."""
    is_closed: bool = False
    min_assurance: str = ASSURANCES[0]
    whose: frozenset[str] = frozenset()
    """The organisations whose own entries are asked for; none is the whole partnership."""

    @property
    def assurances(self) -> tuple[str, ...]:
        """The levels of assurance that delivered entries are counted from."""
        return ASSURANCES[ASSURANCES.index(self.min_assurance) :]


@dataclass(frozen=True, slots=True)
class Asked:
    """An address as it was understood: the question, and what the page says about it."""

    question: Question
    split: str
    period: Period | None
    periods: Sequence[Period]
    """All that may be chosen, the newest first."""
    whose: Sequence[Organisation]
    may_ask_ours: bool
    """Whether there is a view of their own to choose: not for those who see everything, or nothing but totals."""
    sees_entries: bool
    """Whether the entries behind these figures, all of them and no others, are there for this person."""
    ignored: tuple[str, ...]

    def address(self, **changes: str) -> str:
        """The address behind the question mark, with some of it changed."""
        period = str(self.period.pk) if self.period else ALL_PERIODS
        given = {"period": period, "assurance": self.question.min_assurance, "by": self.split}
        if self.question.whose:
            given["whose"] = OURS
        query = QueryDict(mutable=True)
        query.update({name: value for name, value in {**given, **changes}.items() if value})
        return query.urlencode()


def asked_of(scope: Scope, partnership: Partnership, given: QueryDict) -> Asked:
    """What an address asks. A value that cannot be chosen is ignored and named, and the usual one holds."""
    periods = list(scope.periods.filter(partnership=partnership).order_by("-first_day"))
    usual = _usual_period(periods, scope.on)
    choices: Mapping[str, Period | None] = {ALL_PERIODS: None, **{str(each.pk): each for each in periods}}
    ignored = [
        label
        for name, label, known in (
            ("period", "the period", choices),
            ("assurance", "the assurance", ASSURANCES),
            ("by", "what to split by", SPLITS),
            ("whose", "whose figures", (OURS,)),
        )
        if given.get(name) and given[name] not in known
    ]
    period = choices.get(given.get("period", ""), usual)
    assurance, split = given.get("assurance", ""), given.get("by", "")
    sees_all = scope.holds(*OVERSEERS, within=partnership)
    own = [] if sees_all else scope.may_speak_for
    whose = own if given.get("whose") == OURS else []
    question = Question(
        as_at=scope.on,
        period=str(period.pk) if period else None,
        is_closed=period is not None and is_closed(period),
        min_assurance=assurance if assurance in ASSURANCES else ASSURANCES[0],
        whose=frozenset(str(organisation.pk) for organisation in whose),
    )
    return Asked(
        question=question,
        split=split if split in SPLITS else "theme",
        period=period,
        periods=periods,
        whose=whose,
        may_ask_ours=bool(own),
        sees_entries=sees_all or bool(whose),
        ignored=tuple(ignored),
    )


def _usual_period(periods: Sequence[Period], today: date) -> Period | None:
    """The one that today lies in, else the last that has begun, else all."""
    begun = [period for period in periods if period.first_day <= today]
    return begun[0] if begun else None
