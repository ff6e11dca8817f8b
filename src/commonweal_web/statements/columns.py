"""A partnership's ledger in columns, valued: kept by each process, and brought up to the ledger's point when asked.

``ledger_of`` gives a ``Ledger``, which never changes: what was read stays as it was, whatever is written meanwhile.
It holds no words that name people; organisations, activities and periods stand in it by their ids, and whoever shows
a name looks it up through the scope.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Collection, Hashable
from dataclasses import dataclass, field
from threading import Lock
from typing import Any, TypeVar, cast
from uuid import UUID

import polars as pl
from django.db import connection

from commonweal.method import BENEFIT_LANES, LANES
from commonweal.problems import Problem
from commonweal.valuation import RateCard, Simulation
from commonweal.valuation.joined import have_same_rates, value_by_edition
from commonweal_web.ledger.models import LedgerPoint, State
from commonweal_web.methods.models import Edition
from commonweal_web.methods.packs import pack_of
from commonweal_web.partnerships.models import Partnership
from commonweal_web.statements.reading import columns_of, replaced

MOST_KEPT = 6
"""Partnerships whose ledgers one process keeps; the one that was asked for longest ago makes room."""

MOST_ANSWERS = 200
"""Answers kept with one ledger."""

Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class Worth:
    """What one entry is worth, in pence by lane."""

    lanes: dict[str, int]
    is_restricted: bool
    """Whether it rests on a value that may be used but not passed on."""

    @property
    def additional(self) -> int:
        """Additional social value: the benefit lanes together."""
        return sum(self.lanes[lane] for lane in BENEFIT_LANES)

    @property
    def local(self) -> int:
        """Local economic value, which is never added to it."""
        return self.lanes["local"]


@dataclass(frozen=True, eq=False)
class Ledger:
    """The ledger of a partnership at one point."""

    point: int
    frame: pl.DataFrame
    """Every standing at any state: the columns of ``reading.columns_of``, ``replaced_at`` and ``corrects``."""
    lines: pl.DataFrame
    """The same rows, but for those without a value, with ``rate`` and ``<lane>_pence``."""
    card: RateCard | None
    """What ``lines`` are added up with; none where there are none."""
    problems: tuple[Problem, ...]
    """The entries that the method has no value for."""
    simulation: Simulation | None = None
    """The draws for ranges, which every question shares."""
    _answers: dict[Hashable, Any] = field(default_factory=dict)
    _locks: dict[Hashable, Lock] = field(default_factory=dict)

    def answer(self, question: Hashable, work_out: Callable[[], Answer]) -> Answer:
        """What ``work_out`` gives, worked out once for each question, whoever else asks it at the same time."""
        with self._locks.setdefault(question, Lock()):
            if question in self._answers:
                return cast(Answer, self._answers[question])
            if len(self._answers) >= MOST_ANSWERS:
                self._answers.pop(next(iter(self._answers)))
            found = self._answers[question] = work_out()
            return found


def ledger_of(partnership: Partnership) -> Ledger:
    """The ledger of a partnership that a scope found, with everything in it that was committed before this call.

    Inside a transaction nothing is kept: what is read there may never be committed.
    """
    if connection.in_atomic_block:
        return _ledger(*_read(partnership, after=None))
    place = _place_of(partnership.pk)
    known = place.ledger
    if known is not None and known.point == _point(partnership):
        return known
    with place.lock:
        known = place.ledger
        # A point that went back is another history: a ledger restored from a backup.
        if known is None or known.point > _point(partnership):
            place.ledger = _ledger(*_read(partnership, after=None))
        elif known.point < _point(partnership):
            place.ledger = _ledger(*_merged(known, *_read(partnership, after=known.point)), known)
        return cast(Ledger, place.ledger)


def valued(partnership: Partnership) -> pl.DataFrame:
    """Every valued line of a partnership: see ``Ledger.lines``."""
    return ledger_of(partnership).lines


def lines_of(partnership: Partnership, standings: Collection[UUID]) -> dict[UUID, Worth]:
    """What each of these standings is worth; those without a value are not among them."""
    ledger = ledger_of(partnership)
    if ledger.card is None:
        return {}
    here = ledger.lines.filter(pl.col("standing").is_in([str(key) for key in standings]))
    lanes = [lane for lane in LANES if lane in ledger.card.lanes]
    found = {}
    for standing, rate, *pence in here.select("standing", "rate", *[f"{lane}_pence" for lane in lanes]).iter_rows():
        measure = ledger.card.rates[rate].measure
        is_restricted = ledger.card.pack_of(rate).is_restricted(measure)
        found[UUID(standing)] = Worth(
            dict.fromkeys(LANES, 0) | dict(zip(lanes, pence, strict=True)), is_restricted=is_restricted
        )
    return found


# ── What a process keeps ──


@dataclass
class _Place:
    """Where the ledger of one partnership is kept; whoever brings it up to date holds the lock."""

    lock: Lock = field(default_factory=Lock)
    ledger: Ledger | None = None


_places: OrderedDict[UUID, _Place] = OrderedDict()
_places_lock = Lock()


def _place_of(partnership: UUID) -> _Place:
    with _places_lock:
        place = _places.setdefault(partnership, _Place())
        _places.move_to_end(partnership)
        while len(_places) > MOST_KEPT:
            _places.popitem(last=False)
        return place


def _point(partnership: Partnership) -> int:
    return LedgerPoint.objects.filter(partnership=partnership).values_list("point", flat=True).first() or 0


def _read(partnership: Partnership, after: int | None) -> tuple[int, pl.DataFrame]:
    """The standings that changed after that point, all of them without one; and the point that they stand for.

    The point is read first, and the rows by one query, which sees each transaction whole or not at all. So what is
    read may be ahead of that point, and never behind it; writers take turns, so the newest row tells how far.
    """
    point = _point(partnership)
    changed = partnership.standings.all() if after is None else partnership.standings.filter(point__gt=after)
    frame = columns_of(changed).join(replaced(changed), on="standing", how="left")
    newest = cast("int | None", frame["point"].max()) or 0
    return max(point, newest), frame


def _merged(known: Ledger, point: int, changed: pl.DataFrame) -> tuple[int, pl.DataFrame]:
    kept = known.frame.drop("corrects").join(changed.select("standing"), on="standing", how="anti")
    return point, pl.concat([kept, changed])


def _ledger(point: int, rows: pl.DataFrame, known: Ledger | None = None) -> Ledger:
    frame = with_corrections(rows)
    if frame.is_empty():
        return Ledger(point, frame, frame, None, ())
    numbered = frame.with_row_index("source_row", offset=1).with_columns(pl.col("source_row").cast(pl.Int64))
    editions = Edition.objects.in_bulk(frame["edition_id"].unique().to_list())
    parts = [
        (numbered.filter(pl.col("edition_id") == str(key)), pack_of(edition))
        for key, edition in sorted(editions.items(), key=lambda pair: str(pair[0]))
    ]
    lines, card, problems = value_by_edition(parts)
    # Draws take longer than anything else, and most of what is written needs no rate that was not there.
    is_drawn = known is not None and known.card is not None and have_same_rates(known.card, card)
    simulation = known.simulation if known is not None and is_drawn else Simulation(card)
    return Ledger(point, frame, lines.drop("source_row"), card, tuple(problems), simulation)


def with_corrections(rows: pl.DataFrame) -> pl.DataFrame:
    """With ``corrects``: the standing whose figure, in a period that had closed, this approved one takes the place of.

    Of an entry that was corrected after closing, each approved standing corrects the approved one before it.
    """
    again = pl.col("entry_id").is_in(rows.filter(~pl.col("is_latest"))["entry_id"].implode())
    counted = rows.filter(again, pl.col("state") == State.APPROVED).sort("replaced_at", nulls_last=True)
    before = counted.select("standing", corrects=pl.col("standing").shift(1).over("entry_id"))
    return rows.join(before, on="standing", how="left")
