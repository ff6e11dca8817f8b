"""What the page of the dashboard is given: cards, charts and tables, made of sheets."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from django.urls import reverse
from django.utils.html import format_html

from commonweal.money import fixed_half_up
from commonweal_web.design.components import Chart, Figure, Link, Table
from commonweal_web.design.words import pounds
from commonweal_web.statements.figures import DELIVERED
from commonweal_web.statements.findings import about, of_split, of_stages, share
from commonweal_web.statements.forms import QuestionForm
from commonweal_web.statements.queries import Dashboard
from commonweal_web.statements.question import OURS, SPLITS
from commonweal_web.statements.sheets import Sheet
from commonweal_web.statements.shown import EntriesLink, table_of


@dataclass(frozen=True, slots=True)
class Shown:
    """A table with its note and the address of its file."""

    table: Table
    note: str
    csv_url: str


@dataclass(frozen=True, slots=True)
class Page:
    """Draws one dashboard."""

    dashboard: Dashboard

    def context(self) -> dict[str, object]:
        """All that the template names."""
        asked, board = self.dashboard.asked, self.dashboard.board
        context: dict[str, object] = {
            "about": self.dashboard.partnership,
            "asked": asked,
            "form": None,
            "question": QuestionForm(asked),
            "left_out": f"{', '.join(asked.ignored)}.",
            "ours": self._whose(),
            "title": self._title(),
            "problems": len(self.dashboard.ledger.problems),
            "packs": self.dashboard.packs,
            "json_url": self._address("dashboard_json"),
            "csv_url": self._address("dashboard_csv"),
        }
        if board is None:
            return context
        stages, split = board.stages(), board.split(asked.split)
        promises = board.figures.kept_promises().comparison
        delivered = board.figures.at(DELIVERED).totals
        unlocated, overlap = delivered.unlocated, delivered.overlap
        return context | {
            "figures": self._cards(),
            "stages": self._chart(stages, of_stages(stages), "stages"),
            "stages_note": stages.note,
            "assurance": self._shown(board.assurances()),
            "splits": self._splits(),
            "split": self._chart(split, of_split(asked.split, split), "split"),
            "split_note": split.note,
            "has_objectives": bool(board.labels.objectives()),
            "promises": self._shown(board.promises()),
            "kept": _kept(promises.rate if promises else None),
            "corrections": self._shown(board.corrections()),
            "apart": self._shown(board.apart()),
            "counted": self._shown(board.counts()),
            "overlap": pounds(overlap) if overlap else "",
            "unlocated": pounds(unlocated) if unlocated else "",
            "unlocated_url": self._link({**board.filters(DELIVERED), "place": "none"}, unlocated),
        }

    # ── Parts ──

    def _title(self) -> str:
        names = " and ".join(organisation.name for organisation in self.dashboard.asked.whose)
        period = self.dashboard.asked.period
        return f"{names or self.dashboard.partnership.name}, {period.name if period else 'all periods'}"

    @property
    def _link(self) -> EntriesLink:
        url = reverse("entries", args=[self.dashboard.partnership.pk]) if self.dashboard.asked.sees_entries else ""
        return EntriesLink(url)

    def _address(self, page: str, *ids: str, **changes: str) -> str:
        url = reverse(page, args=[self.dashboard.partnership.pk, *ids])
        return f"{url}?{self.dashboard.asked.address(**changes)}"

    def _whose(self) -> list[Link]:
        asked, url = self.dashboard.asked, self._address
        if not asked.may_ask_ours:
            return []
        return [
            Link("The whole partnership", url("dashboard", whose=""), current=not asked.question.whose),
            Link("Ours", url("dashboard", whose=OURS), current=bool(asked.question.whose)),
        ]

    def _splits(self) -> list[Link]:
        chosen = self.dashboard.asked.split
        return [
            Link(text, f"{self._address('dashboard', by=by)}#split", current=by == chosen)
            for by, text in SPLITS.items()
        ]

    def _shown(self, sheet: Sheet | None) -> Shown | None:
        if sheet is None:
            return None
        return Shown(table_of(sheet, self._link), sheet.note, self._address("dashboard_csv", table=sheet.name))

    def _chart(self, sheet: Sheet, finding: str, name: str) -> Chart:
        picture = self._address("dashboard_chart", name, v=str(self.dashboard.ledger.point))
        # The table beside it says the same, so there is nothing to read out.
        markup = format_html('<img class="cw-chart__image" src="{}" alt="">', picture)
        csv = self._address("dashboard_csv", table=sheet.name)
        return Chart(finding, markup, table_of(sheet, self._link), csv, self._basis())

    def _basis(self) -> str:
        asked = self.dashboard.asked
        period = asked.period.name if asked.period else "All periods"
        least = asked.question.min_assurance
        proved = "" if least == "claimed" else f" Of deliveries, those {least} or better."
        return f"{period}, approved entries. Additional social value in {self._price_base()} pounds.{proved}"

    def _price_base(self) -> str:
        return " and ".join(sorted({str(pack.header.price_base) for pack in self.dashboard.packs}))

    def _cards(self) -> list[Figure]:
        board, spending = self.dashboard.board, self.dashboard.spending
        assert board is not None
        totals, filters = board.figures.at(DELIVERED).totals, board.filters(DELIVERED)
        proved = board.figures.proved().at(DELIVERED).totals
        said = f"{share(proved.additional, totals.additional)} of it proved. " if totals.additional > 0 else ""
        workings = self._workings(self._link(filters, totals.entries), totals.entries)
        cards = [
            Figure(
                "Additional social value delivered",
                totals.additional,
                workings,
                low=totals.range.low,
                high=totals.range.high,
                note=f"{said}Net of what would have happened anyway and of what others count.",
            ),
            Figure(
                "Local economic value delivered",
                totals.lanes["local"],
                workings,
                note="Pay of local jobs and spend with local firms, pound for pound. Never added to the other figure.",
            ),
        ]
        if spending is not None:
            activities = reverse("activities", args=[self.dashboard.partnership.pk])
            covered = f"{spending.stated} of {spending.activities} activities state a spend"
            see = self.dashboard.asked.sees_entries
            cards.append(
                Figure(
                    "Additional social value per pound spent",
                    spending.pence_per_pound,
                    Link("See the activities", activities) if see else Link("See what was delivered", "#split"),
                    note=f"{about(spending.additional)} delivered for {about(spending.spend)} spent to date, in all "
                    f"periods. {covered}; the others are left out of both.",
                )
            )
        return cards

    def _workings(self, url: str, entries: int) -> Link:
        if url:
            return Link(f"See the {entries:,} entries behind it" if entries > 1 else "See the entry behind it", url)
        return Link("See what it is made of", "#split")


def _kept(rate: Fraction | None) -> str:
    """The share of what had fallen due that was delivered, in words."""
    if rate is None:
        return "Nothing that was promised has fallen due yet."
    return f"{fixed_half_up(100 * rate, 0)} % of what had fallen due has been delivered."
