"""What the ledger holds beside a workbook: the entries of the activities that it names, as its giver sees them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from uuid import UUID

import polars as pl

from commonweal.entries.columns import INPUT_PREFIX, fixed
from commonweal.method import FACTORS
from commonweal_web.core.scope import Scope
from commonweal_web.ledger.frames import frame_of
from commonweal_web.ledger.models import Activity, State
from commonweal_web.methods.models import Edition
from commonweal_web.partnerships.models import Partnership

WORDS = ("recipient", "beneficiary", "adjustment_reason", "description", "note")
"""What may name people, and can be erased."""

TEXTS = ("outcome_ref", *WORDS)
FIXED = ("quantity_e4", "share_e4", *(fixed(factor) for factor in FACTORS))

_AT_ONCE = 400

_VERSION = (
    "id",
    "activity_id",
    "versions__organisation_id",
    "versions__measure",
    "versions__stage",
    "versions__period_start",
    "versions__period_end",
    "versions__place",
    "versions__reference",
    "versions__due",
    "versions__answers_id",
    "versions__inputs_e4",
    "versions__outcome_ref",
    *(f"versions__words__{name}" for name in WORDS),
    *(f"versions__{name}" for name in FIXED),
)


@dataclass(frozen=True, slots=True)
class Saying:
    """All that a row or a version says, so that the same said twice is known to be the same."""

    parts: tuple[Any, ...]


@dataclass
class Ledger:
    """The latest of each entry of some activities, and everything that was ever said in them."""

    scope: Scope
    partnership: Partnership
    activities: Sequence[Activity]
    _taken: set[UUID] = field(default_factory=set)

    @classmethod
    def beside(cls, scope: Scope, partnership: Partnership, activities: Iterable[Activity | None]) -> Ledger:
        """What there is of these activities."""
        named = {activity.pk: activity for activity in activities if activity is not None}
        return cls(scope, partnership, list(named.values()))

    def latest(self, entry: UUID) -> dict[str, Any] | None:
        """How an entry reads now, as a row of the entries frame; none when this person does not see it."""
        return self._latest.get(str(entry))

    def label(self, entry: UUID | str | None) -> str:
        """What an entry is called."""
        return str(self._latest[str(entry)]["entry"]) if str(entry) in self._latest else str(entry or "")

    def recognise(self, saying: Saying) -> UUID | None:
        """The entry that said exactly this once, each at most once; none when nobody said it."""
        found = next((entry for entry in self._said.get(saying, ()) if entry not in self._taken), None)
        if found is not None:
            self._taken.add(found)
        return found

    def name(self, entry: UUID) -> None:
        """Note that a row names this entry, so that no other row is taken for it."""
        self._taken.add(entry)

    def not_named(self) -> list[str]:
        """The labels of entries that no row named or said, in the ledger's order; withdrawn ones are left out."""
        return [
            str(row["entry"])
            for key, row in self._latest.items()
            if UUID(key) not in self._taken and row["state"] != State.WITHDRAWN
        ]

    @cached_property
    def frame(self) -> pl.DataFrame:
        """The latest of each entry."""
        parts = []
        for keys in self._in_parts():
            seen = self.scope.standings.filter(partnership=self.partnership, is_latest=True, activity__in=keys)
            parts.append(frame_of(seen, inputs=True))
        return pl.concat(parts, how="diagonal") if parts else frame_of(self.scope.standings.none(), inputs=True)

    @cached_property
    def editions(self) -> dict[str, Edition]:
        """Every edition by which a period of the partnership was ever valued, by its id."""
        rows = self.scope.period_methods.filter(period__partnership=self.partnership).select_related("edition")
        return {str(row.edition_id): row.edition for row in rows}

    @cached_property
    def erased(self) -> set[str]:
        """The versions whose words were erased."""
        found: set[str] = set()
        for keys in self._in_parts():
            seen = self.scope.standings.filter(activity__in=keys, version__words__erased_at__isnull=False)
            found |= {str(key) for key in seen.values_list("version_id", flat=True)}
        return found

    @cached_property
    def _latest(self) -> dict[str, dict[str, Any]]:
        return {row["entry_id"]: row for row in self.frame.iter_rows(named=True)}

    @cached_property
    def _said(self) -> dict[Saying, list[UUID]]:
        said: dict[Saying, list[UUID]] = defaultdict(list)
        for keys in self._in_parts():
            seen = self.scope.entries.filter(activity__in=keys).order_by("activity", "serial", "versions__number")
            for row in seen.values_list(*_VERSION).iterator(chunk_size=5_000):
                version = dict(zip(_VERSION, row, strict=True))
                entries = said[saying_of_version(version)]
                if version["id"] not in entries:
                    entries.append(version["id"])
        return said

    def _in_parts(self) -> Iterable[list[UUID]]:
        keys = [activity.pk for activity in self.activities]
        return (keys[start : start + _AT_ONCE] for start in range(0, len(keys), _AT_ONCE))


def saying_of_version(version: dict[str, Any]) -> Saying:
    """What a version of an entry says."""
    told = {name.removeprefix("versions__").removeprefix("words__"): cell for name, cell in version.items()}
    inputs = told["inputs_e4"] or {}
    return _saying(told, told["activity_id"], told["organisation_id"], inputs, told["due"], told["answers_id"])


def saying_of_row(
    row: dict[str, Any], activity: Activity, organisation: UUID, due: object, answers: UUID | None
) -> Saying:
    """What a row of a typed entries frame says of an activity."""
    inputs = {
        name.removeprefix(INPUT_PREFIX).removesuffix("_e4"): cell
        for name, cell in row.items()
        if name.startswith(INPUT_PREFIX) and cell is not None
    }
    defaults = {"place": row["place"] or activity.place, "reference": row["reference"] or activity.reference}
    return _saying({**row, **defaults}, activity.pk, organisation, inputs, due, answers)


def _saying(
    told: dict[str, Any],
    activity: UUID,
    organisation: UUID,
    inputs: dict[str, int],
    due: object,
    answers: UUID | None,
) -> Saying:
    same = ("measure", "stage", "period_start", "period_end", *FIXED)
    words = ("place", "reference", *TEXTS)
    return Saying(
        (
            activity,
            organisation,
            answers,
            due,
            tuple(sorted(inputs.items())),
            *(told[name] for name in same),
            *(told[name] or "" for name in words),
        )
    )
