"""How risky an entry is to take at its word. Each reason adds one to its weight in a sample, up to three."""

from __future__ import annotations

from enum import StrEnum

import polars as pl

from commonweal.entries.rules import check_rules
from commonweal.method import Pack
from commonweal_web.ledger.models import Assurance

HEAVIEST = 3


class Risk(StrEnum):
    """Why an entry is more doubtful than others."""

    CLAIMED = "claimed"
    RULE = "rule"
    FIRST = "first"
    QUERIED = "queried"

    @property
    def words(self) -> str:
        """As a page says it."""
        return _WORDS[self]


_WORDS = {
    Risk.CLAIMED: "No evidence",
    Risk.RULE: "A counting rule speaks",
    Risk.FIRST: "First report",
    Risk.QUERIED: "Open question",
}


def risks_of(frame: pl.DataFrame, packs: dict[str, Pack], reported_before: set[str]) -> dict[str, list[Risk]]:
    """The risks of each row of an entries frame (``ledger.frames``), by the id of its version.

    ``packs`` are by the id of the edition; ``reported_before`` holds the ids of organisations that reported in an
    earlier period.
    """
    spoken_of: set[str] = set()
    for (edition,), rows in frame.group_by("edition_id"):
        for problem in check_rules(rows.lazy(), packs[str(edition)]):
            spoken_of.update(problem.entries)
    columns = frame.select("version_id", "entry", "assurance", "organisation_id", "open_queries").iter_rows()
    return {
        version: [
            risk
            for risk, holds in (
                (Risk.CLAIMED, assurance == Assurance.CLAIMED),
                (Risk.RULE, entry in spoken_of),
                (Risk.FIRST, organisation not in reported_before),
                (Risk.QUERIED, queries > 0),
            )
            if holds
        ]
        for version, entry, assurance, organisation, queries in columns
    }


def weight_of(risks: list[Risk]) -> int:
    """The weight that these risks give an entry in a sample."""
    return min(HEAVIEST, 1 + len(risks))
