"""A sample on its way: drawn from a period's entries as they stand, before it is kept (docs/method/sampling.md)."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from commonweal.method import Pack
from commonweal.statement.sampling import Draw, Unit, draw
from commonweal.valuation.joined import value_by_edition
from commonweal_web.assurance.models import Finding
from commonweal_web.assurance.risk import Risk, risks_of, weight_of
from commonweal_web.assurance.worth import LANES_OF
from commonweal_web.core.scope import Scope
from commonweal_web.ledger.frames import frame_of
from commonweal_web.ledger.models import Assurance, Stage, State
from commonweal_web.methods.packs import pack_of
from commonweal_web.partnerships.models import Period


@dataclass(frozen=True, slots=True)
class Plan:
    """What a sample would be: everything that is kept of it."""

    period: Period
    total: str
    seed: str
    size: int
    point: int
    population: int
    book_pence: int
    verified_pence: int
    drawn: Draw
    risks: dict[str, list[Risk]]
    """By the id of the version."""


def plan(scope: Scope, period: Period, total: str, size: int, seed: str) -> Plan:
    """Draw from what is delivered, approved and reported in this period, as far as the scope goes."""
    counted = scope.standings.filter(
        partnership=period.partnership_id, period=period, stage=Stage.DELIVERED, state=State.APPROVED
    )
    # Read first, so that what is drawn from is never older than what the sample says.
    point = scope.periods.values_list("partnership__point__point", flat=True).get(pk=period.pk)
    frame = frame_of(counted, inputs=True)
    editions = scope.editions.in_bulk(frame["edition_id"].unique().to_list())
    packs = {str(key): pack_of(edition) for key, edition in editions.items()}
    pence = _pence(frame, packs, total)
    verified = set(frame.filter(pl.col("assurance") == Assurance.VERIFIED)["version_id"])
    risks = risks_of(frame, packs, _reported_before(scope, period))
    known_wrong = {
        str(key)
        for key in scope.verifications.filter(version__period=period, finding=Finding.WRONG).values_list(
            "version", flat=True
        )
    }
    units = [
        Unit(version, pence[version], weight_of(risks[version]), is_certain=version in known_wrong)
        for version in frame["version_id"]
        if version not in verified
    ]
    return Plan(
        period=period,
        total=total,
        seed=seed,
        size=size,
        point=point or 0,
        population=frame.height,
        book_pence=sum(pence.values()),
        verified_pence=sum(pence[version] for version in verified),
        drawn=draw(units, size, seed_of(period, total, seed)),
        risks=risks,
    )


def seed_of(period: Period, total: str, words: str) -> str:
    """What the draw is seeded with: the verifier's words, and of what they are said."""
    return f"{period.partnership_id} {period.pk} {total} {words.strip()}"


def _pence(frame: pl.DataFrame, packs: dict[str, Pack], total: str) -> dict[str, int]:
    """What each entry is worth in this total, by the id of its version; nothing where the method only counts it."""
    pence = dict.fromkeys(frame["version_id"].to_list(), 0)
    parts = [(rows, packs[str(edition)]) for (edition,), rows in frame.group_by("edition_id", maintain_order=True)]
    if parts:
        lines, card, _ = value_by_edition(parts)
        lanes = [f"{lane}_pence" for lane in LANES_OF[total] if lane in card.lanes]
        for version, *worth in lines.select("version_id", *lanes).iter_rows():
            pence[version] = sum(each or 0 for each in worth)
    return pence


def _reported_before(scope: Scope, period: Period) -> set[str]:
    earlier = scope.standings.filter(partnership=period.partnership_id, period__last_day__lt=period.first_day)
    return {str(key) for key in earlier.order_by().values_list("organisation", flat=True).distinct()}
