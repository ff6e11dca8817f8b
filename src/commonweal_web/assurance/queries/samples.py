"""Samples, how far each is looked at, and what its errors say of the total."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.db.models import Count, QuerySet
from django.urls import reverse
from django.utils import timezone

from commonweal.money import fixed_half_up, short_text
from commonweal.statement.sampling import Draw, Extrapolation, Found, Unit, extrapolate
from commonweal_web.assurance import permissions
from commonweal_web.assurance.asking import quantity_of
from commonweal_web.assurance.models import Finding, Sample, SampleLine, Verification
from commonweal_web.assurance.queries.verifications import FINDINGS
from commonweal_web.assurance.risk import Risk
from commonweal_web.assurance.worth import Said, pence_of
from commonweal_web.core.history import FORGOTTEN
from commonweal_web.core.scope import Scope
from commonweal_web.design.components import Cell, Column, Row, SummaryRow, Table, Tag
from commonweal_web.design.words import pounds
from commonweal_web.methods.packs import pack_of
from commonweal_web.partnerships.models import Partnership


@dataclass(frozen=True, slots=True)
class LookedLine:
    """A line of a sample, and what was found of it."""

    line: SampleLine
    verification: Verification | None
    right_pence: int | None
    """What it would be worth if it were right; none until it was looked at."""

    @property
    def unit(self) -> Unit:
        """As the draw saw it."""
        return Unit(str(self.line.version_id), self.line.pence, self.line.weight)


def samples(scope: Scope, partnership: Partnership) -> QuerySet[Sample]:
    """The samples of a partnership, with how many lines each has."""
    found = scope.samples.filter(partnership=partnership).select_related("period")
    return found.annotate(lines_drawn=Count("lines")).order_by("-drawn_at", "id")


def samples_table(found: Sequence[Sample], partnership: Partnership) -> Table:
    """Samples as a table."""
    rows = [
        (
            Cell(f"{sample.get_total_display()}, {sample.period}", reverse("sample", args=[sample.pk])),
            str(getattr(sample, "lines_drawn", "")),
            pounds(sample.book_pence),
            f"“{sample.seed}”",
            timezone.localtime(sample.drawn_at).strftime("%-d %B %Y"),
        )
        for sample in found
    ]
    columns = [
        Column("Of"),
        Column("Lines", numeric=True),
        Column("Total", numeric=True),
        Column("Words"),
        Column("Drawn on"),
    ]
    return Table(f"Samples of {partnership}", columns, rows, dense=True)


def with_versions(sample: Sample) -> QuerySet[SampleLine]:
    """The lines of a sample that a scope found, with what a verification needs to know."""
    return sample.lines.select_related(
        "version__edition",
        "version__period",
        "version__organisation",
        "version__entry__activity__owner",
        "version__entry__activity__deliverer",
        "version__entry__activity__partnership",
    )


def looked_lines(scope: Scope, sample: Sample) -> list[LookedLine]:
    """The lines of a sample, each with the latest that a verifier found of it."""
    lines = list(with_versions(sample))
    latest: dict[object, Verification] = {}
    for found in scope.verifications.filter(version__in=[line.version_id for line in lines]).order_by("at", "id"):
        latest[found.version_id] = found
    wrong = [
        Said(line.version, latest[line.version_id].right_quantity_e4)
        for line in lines
        if line.version_id in latest and latest[line.version_id].finding == Finding.WRONG
    ]
    corrected = pence_of(wrong, sample.total)
    return [
        LookedLine(line, found, None if found is None else corrected.get(line.version_id, line.pence))
        for line in lines
        for found in [latest.get(line.version_id)]
    ]


def extrapolation(sample: Sample, lines: Sequence[LookedLine]) -> Extrapolation | None:
    """What the sample says of the total; none until every line was looked at."""
    found = [Found(line.unit, line.right_pence) for line in lines if line.right_pence is not None]
    if len(found) < len(lines):
        return None
    chosen = tuple(line.unit for line in lines if not line.line.is_whole)
    drawn = Draw(
        chosen=chosen,
        whole=tuple(line.unit for line in lines if line.line.is_whole),
        interval=Fraction(sample.rest_size, len(chosen)) if chosen else Fraction(0),
        rest_pence=sample.rest_pence,
        lightest=sample.lightest,
        without_value=(),
    )
    return extrapolate(sample.book_pence, drawn, found)


def lines_table(scope: Scope, sample: Sample, lines: Sequence[LookedLine]) -> Table:
    """The lines, as a verifier works through them."""
    rows = [Row(_cells(scope, sample, line)) for line in lines]
    columns = [
        Column("Line"),
        Column("Entry"),
        Column("Claimed by"),
        Column("What"),
        Column("Value", numeric=True),
        Column("Drawn"),
        Column("Found"),
        Column("Right value", numeric=True),
    ]
    return Table("Lines of the sample", columns, rows, dense=True)


def _cells(scope: Scope, sample: Sample, looked: LookedLine) -> list[object]:
    line, version = looked.line, looked.line.version
    where = reverse("sample_line", args=[sample.pk, line.number])
    if looked.verification is not None:
        found: object = FINDINGS[Finding(looked.verification.finding)]
    elif permissions.may_verify(scope, version):
        found = Cell("Look at it", where)
    else:
        found = Tag("Awaits another verifier" if permissions.is_verifier(scope, sample.partnership) else "Awaits")
    why = "Taken whole" if line.is_whole else "By chance"
    return [
        str(line.number),
        Cell(version.entry.label, reverse("entry", args=[version.entry_id]), under=version.entry.activity.title),
        version.organisation.name,
        Cell(pack_of(version.edition).measures[version.measure].name, under=quantity_of(version)),
        pounds(line.pence),
        Cell(why, under=", ".join(Risk(each).words for each in line.risks)),
        found,
        "" if looked.right_pence is None else pounds(looked.right_pence),
    ]


def facts(scope: Scope, sample: Sample) -> list[SummaryRow]:
    """What a sample was drawn from, and how."""
    who = scope.names_of({sample.drawn_by_id}).get(sample.drawn_by_id, FORGOTTEN)
    day = timezone.localtime(sample.drawn_at).strftime("%-d %B %Y")
    rows = [
        SummaryRow("Drawn by", f"{who}, on {day}, at point {sample.point:,} of the ledger"),
        SummaryRow("Words for the draw", f"“{sample.seed}”"),
        SummaryRow("Drawn from", f"{sample.population:,} approved entries, worth {pounds(sample.book_pence)}"),
    ]
    if sample.verified_pence:
        rows.append(SummaryRow("Verified before", f"{pounds(sample.verified_pence)}, taken as right"))
    if sample.without_value:
        rows.append(SummaryRow("Not covered", f"{sample.without_value:,} entries without a value in this total"))
    return rows


def percent(share: Fraction) -> str:
    """A share as a percentage with one place."""
    return f"{short_text(fixed_half_up(share, 3), 1)}%"
