"""The sheets of a dashboard: the figures of one question, each with the filters of the entries behind it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

from commonweal.entries.columns import STAGES
from commonweal.money import QUANTITY_PLACES, short_text
from commonweal.statement.counts import Count
from commonweal.statement.summary import Group
from commonweal_web.ledger.models import Assurance, Stage, State
from commonweal_web.statements.figures import COMMITMENT, DELIVERED, Figures
from commonweal_web.statements.labels import Labels
from commonweal_web.statements.question import SPLITS
from commonweal_web.statements.sheets import Filters, Number, Pounds, Sheet, SheetRow, additional, entries, lane

ADDITIONAL, LOCAL = "Additional social value", "Local economic value"


@dataclass(frozen=True, slots=True)
class Board:
    """Makes sheets of figures."""

    figures: Figures
    labels: Labels

    def stages(self) -> Sheet:
        """Each stage by itself."""
        rows = []
        for stage in STAGES:
            totals, filters = self.figures.at(stage).totals, self.filters(stage)
            lanes = [lane(name, totals, filters) for name in ("local", "input", "transfer")]
            figures: list[Pounds | Number] = [additional(totals, filters), *lanes, entries(totals, filters)]
            rows.append(SheetRow(stage, Stage(stage).label, figures))
        rows.append(self._proved())
        return Sheet(
            "stages",
            "Each stage by itself",
            "Stage",
            (ADDITIONAL, LOCAL, "Given, at cost", "Transfers", "Entries"),
            rows,
            note="Proved is the part of what was delivered that has evidence attached, or better. Stages are never "
            "added together, nor are the columns: what was given is a cost, and a transfer only changes hands.",
        )

    def assurances(self) -> Sheet:
        """What was delivered, by how well it is proved, the best first."""
        summary = self.figures.at(DELIVERED, "assurance")
        found = {group.group["assurance"]: group for group in summary.groups}
        rows = [
            SheetRow(level, Assurance(level).label, self._both(found.get(level), self._assured(level)))
            for level in reversed(summary.assurances)
        ]
        totals, filters = summary.totals, self.filters(DELIVERED)
        figures = (additional(totals, filters), lane("local", totals, filters), entries(totals, filters))
        return Sheet(
            "assurance",
            "How well what was delivered is proved",
            "Assurance",
            (ADDITIONAL, LOCAL, "Entries"),
            rows,
            SheetRow("", "Delivered", figures),
        )

    def split(self, by: str) -> Sheet:
        """Promised and delivered beside each other, by theme, partner and the like; the largest first."""
        if by == "objective":
            return self._by_objective()
        promised = {group.group[by]: group for group in self.figures.at(COMMITMENT, by).groups}
        delivered = {group.group[by]: group for group in self.figures.at(DELIVERED, by).groups}
        rows = [
            self._split_row(by, key, promised.get(key), delivered.get(key))
            for key in dict.fromkeys([*promised, *delivered])
        ]
        if by == "month":
            rows.sort(key=lambda row: row.key)
        else:
            rows.sort(key=lambda row: [-(each.pence or 0) for each in row.figures[1::-1] if isinstance(each, Pounds)])
        return self._split_sheet(by, rows, "Total", "")

    def promises(self) -> Sheet:
        """What had fallen due, what was delivered in answer to it, and what is still to come."""
        kept = self.figures.kept_promises().comparison
        assert kept is not None
        due = self.filters(COMMITMENT, due="past")
        answered = self.filters(DELIVERED, answers="due")
        later = self.filters(COMMITMENT, due="open")
        rows = [
            SheetRow("due", "Promised, and fallen due", (_told(kept.due, due), _told(kept.due_local, due))),
            SheetRow(
                "answered",
                "Delivered in answer to that",
                (_told(kept.delivered, answered), _told(kept.delivered_local, answered)),
            ),
            SheetRow("later", "Promised, and not due yet", (_told(kept.not_yet_due, later), Number("–", 0))),
        ]
        note = "What was delivered without naming the promise that it answers is additional, and not in this table."
        return Sheet("promises", "Promises that had fallen due", "Promise", (ADDITIONAL, LOCAL), rows, note=note)

    def all(self) -> list[Sheet]:
        """Every sheet that there is something to say in."""
        return [sheet for make in self.makers().values() if (sheet := make()) is not None]

    def makers(self) -> dict[str, Callable[[], Sheet | None]]:
        """How each sheet is made, by its name."""
        return {
            "stages": self.stages,
            "assurance": self.assurances,
            "promises": self.promises,
            **{f"by-{by}": partial(self.split, by) for by in SPLITS},
            "corrections": self.corrections,
            "apart": self.apart,
            "counted": self.counts,
        }

    def corrections(self) -> Sheet | None:
        """The signed change that corrections make to what closed periods state; none where there are none."""
        if not self.figures.has_corrections:
            return None
        rows = []
        for stage in STAGES:
            now, before = (summary.totals for summary in self.figures.corrected(stage))
            if not now.entries:
                continue
            filters = self.filters(stage, corrections="only")
            change = Pounds(now.additional - before.additional, now.entries, filters)
            local = Pounds(now.lanes["local"] - before.lanes["local"], now.entries, filters)
            figures = (additional(before, {}), additional(now, filters), change, local, entries(now, filters))
            rows.append(SheetRow(stage, Stage(stage).label, figures))
        return Sheet(
            "corrections",
            "Corrections to closed periods",
            "Stage",
            ("Stated when closed", "Said now", "Change", "Change in local economic value", "Entries"),
            rows,
            note="Closed periods keep what they stated. These changes are reported in this period, apart from the "
            "figures above.",
        )

    def apart(self) -> Sheet:
        """What does not count, or not yet."""
        rows = []
        for state in (State.SENT, State.RETURNED, State.WITHDRAWN):
            figures: list[Pounds | Number] = []
            for stage in (COMMITMENT, DELIVERED):
                found = {group.group["state"]: group.totals for group in self.figures.standing(stage).groups}
                filters = {**self._period(), "stage": stage, "state": state.value}
                figures += [additional(found.get(state), filters), entries(found.get(state), filters)]
            rows.append(SheetRow(state.value, str(state.label), figures))
        return Sheet(
            "apart",
            "Recorded, but not counted",
            "Where it stands",
            ("Commitments", "Entries", "Delivered", "Entries delivered"),
            rows,
            note="Additional social value of what is not approved, whatever its assurance. It is in no other figure.",
        )

    def counts(self) -> Sheet | None:
        """What is counted and not priced; none where there is nothing."""
        rows = []
        for count in self.figures.at(DELIVERED).counts:
            filters = self.filters(DELIVERED, measure=count.measure.id)
            quantity = Number(_quantity(count), count.entries, filters)
            figures = (quantity, Number(f"{count.entries:,}", count.entries, filters))
            rows.append(SheetRow(count.measure.id, count.measure.name, figures))
        return (
            Sheet("counted", "Delivered, and counted without a price", "Measure", ("Quantity", "Entries"), rows)
            if rows
            else None
        )

    def filters(self, stage: str, **more: str) -> Filters:
        """The filters of the list of entries that a figure of this stage comes from."""
        question = self.figures.question
        found: dict[str, str | Sequence[str]] = {**self._period(), "state": State.APPROVED.value, "stage": stage}
        if self.figures.has_corrections:
            found["corrections"] = "without"
        if stage == DELIVERED and len(question.assurances) < len(Assurance):
            found["assurance"] = question.assurances
        return {**found, **more}

    # ── Parts of sheets ──

    def _proved(self) -> SheetRow:
        """Of what was delivered, that which more than the claim speaks for."""
        proved = replace(self, figures=self.figures.proved())
        totals, filters = proved.figures.at(DELIVERED).totals, proved.filters(DELIVERED)
        lanes = [lane(name, totals, filters) for name in ("local", "input", "transfer")]
        figures: list[Pounds | Number] = [additional(totals, filters), *lanes, entries(totals, filters)]
        return SheetRow("proved", "Proved", figures)

    def _period(self) -> dict[str, str]:
        period = self.figures.question.period
        return {} if period is None else {"period": period}

    def _assured(self, level: str) -> Filters:
        return {**self.filters(DELIVERED), "assurance": level}

    def _both(self, group: Group | None, filters: Filters) -> tuple[Pounds, Pounds, Number]:
        totals, is_masked = (group.totals, group.is_masked) if group else (None, False)
        return (
            additional(totals, filters, is_masked=is_masked),
            lane("local", totals, filters, is_masked=is_masked),
            entries(totals, filters),
        )

    def _split_row(self, by: str, key: str | None, promised: Group | None, delivered: Group | None) -> SheetRow:
        only = {by: key} if key is not None else None
        promises = {} if only is None else self.filters(COMMITMENT, **only)
        first, *_ = self._both(promised, promises)
        return SheetRow(
            key or "",
            self.labels.of(by, key),
            (first, *self._both(delivered, {} if only is None else self.filters(DELIVERED, **only))),
        )

    def _by_objective(self) -> Sheet:
        rows = []
        for key, name in self.labels.objectives():
            promised, delivered = (self.figures.serving(stage, key).totals for stage in (COMMITMENT, DELIVERED))
            promises, filters = self.filters(COMMITMENT, objective=key), self.filters(DELIVERED, objective=key)
            both = (additional(delivered, filters), lane("local", delivered, filters), entries(delivered, filters))
            rows.append(SheetRow(key, name, (additional(promised, promises), *both)))
        note = (
            "What serves several objectives is shown under each of them, so the rows come to more than the last one, "
            "which counts every entry once."
        )
        return self._split_sheet("objective", rows, "Every entry once", note)

    def _split_sheet(self, by: str, rows: Sequence[SheetRow], last: str, note: str) -> Sheet:
        promised, delivered = self.figures.at(COMMITMENT).totals, self.figures.at(DELIVERED).totals
        filters = self.filters(DELIVERED)
        figures = (
            additional(promised, self.filters(COMMITMENT)),
            additional(delivered, filters),
            lane("local", delivered, filters),
            entries(delivered, filters),
        )
        return Sheet(
            f"by-{by}",
            f"Promised and delivered by {SPLITS[by].lower()}",
            SPLITS[by],
            ("Promised", "Delivered", LOCAL, "Entries"),
            rows,
            SheetRow("", last, figures),
            note,
        )


def _quantity(count: Count) -> str:
    if count.quantity_e4 is None:
        return "a note"
    whole, _, part = short_text(count.quantity_e4, QUANTITY_PLACES).partition(".")
    number = f"{int(whole):,}{'.' if part else ''}{part}"
    return f"£{number}" if count.measure.unit == "£" else f"{number} {count.measure.unit or ''}".strip()


def _told(pence: int, filters: Filters) -> Pounds:
    """A figure of a comparison, which does not say how many entries it comes from."""
    return Pounds(pence, int(pence != 0), filters)
