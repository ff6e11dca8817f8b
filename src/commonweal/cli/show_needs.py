"""A needs analysis on the screen: the finding, every indicator, the priorities and why, the sources."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from rich.console import RenderableType
from rich.text import Text

from commonweal.cli.screen import Fitting, figures_table, indented, plain_text
from commonweal.needs.england.editions import HEADLINE
from commonweal.needs.indicators.sentences import figure
from commonweal.needs.record import NEIGHBOURHOODS, Analysis, AreaRecord, IndicatorNeed, LocalEvidence, Priority
from commonweal.wording import listed, many

MOST_UNRANKED = 8
"""Indicators without a rank that are listed on the screen; every one is in --format json."""

NONE = "–"
"""Stands where there is no figure."""


def needs_text(analysis: Analysis, width: int | None = None) -> str:
    """The whole analysis as text; ``width`` columns, or as wide as the screen."""
    return plain_text(list(_parts(analysis)), width)


def _parts(analysis: Analysis) -> Iterator[RenderableType]:
    area = analysis.area
    yield Text(f"The needs of {area.name}", style="bold")
    people = f", {area.population:,} people ({_counted(area)})" if area.population is not None else ""
    inside = many(area.small_areas, "neighbourhood", "neighbourhoods")
    yield f"{area.code}, a {area.kind} of {inside}{people}"
    yield from _finding(analysis)
    ranked = sorted(
        (need for need in analysis.indicators if need.rank is not None),
        key=lambda need: ((need.rank or 0) / (need.of or 1), need.id),
    )
    yield Text("\nIndicators, the worst rank first", style="bold")
    yield analysis.compare.basis
    yield _indicators(ranked)
    yield from _unranked([need for need in analysis.indicators if need.rank is None])
    yield from _directions(ranked)
    yield from _priorities(analysis)
    if analysis.local_evidence is not None:
        yield from _local(analysis.local_evidence)
    if analysis.similar:
        yield Text("\nPlaces most like it", style="bold")
        yield f"{listed([place.name for place in analysis.similar])}."
    yield Text("\nWorth knowing", style="bold")
    for note in analysis.notes:
        yield indented(f"· {note}")
    yield from _sources(analysis)


def _counted(area: AreaRecord) -> str:
    """The source of the residents and its year."""
    return f"{area.population_source.title}, {area.population_period}" if area.population_source else "source not held"


def _finding(analysis: Analysis) -> Iterator[RenderableType]:
    headline = analysis.indicator(HEADLINE)
    if headline is not None:
        yield f"\n{headline.sentence}"
    first = [priority.name for priority in analysis.priorities if priority.rank is not None][:3]
    if first:
        yield f"{'' if headline else chr(10)}It needs most: {listed(first)}."


def _indicators(needs: Sequence[IndicatorNeed]) -> RenderableType:
    figures = ("Value", "Benchmark", "Gap", "Rank", "In worst tenth")
    return Fitting(("Indicator",), figures, [([_name(need)], _figures(need)) for need in needs])


def _name(need: IndicatorNeed) -> str:
    return f"{need.name}, {need.unit}" if need.unit.startswith("per ") else need.name


def _figures(need: IndicatorNeed) -> list[str]:
    worst = need.worst_tenth
    return [
        figure(need.value, need.unit) if need.value is not None else NONE,
        figure(need.benchmark, need.unit) if need.benchmark is not None else NONE,
        f"{need.gap_sd:+.2f}" if need.gap_sd is not None else NONE,
        f"{need.rank:,} of {need.of:,}" if need.rank is not None else NONE,
        f"{worst.count:,} of {worst.of:,} ({worst.share * 100:.0f}%)" if worst else NONE,
    ]


def _unranked(needs: Sequence[IndicatorNeed]) -> Iterator[RenderableType]:
    beside = [need for need in needs if need.gap_over == NEIGHBOURHOODS]
    rest = [need for need in needs if need.gap_over != NEIGHBOURHOODS]
    for heading, group in (
        ("Without a rank, beside England's neighbourhoods: the worst gap first", beside),
        ("Without a rank: not held for all of England, or neither way is worse", rest),
    ):
        if group:
            yield Text(f"\n{heading}", style="bold")
        for need in sorted(group, key=lambda need: (need.gap_sd is None, -(need.gap_sd or 0), need.id))[:MOST_UNRANKED]:
            yield indented(f"· {need.sentence}")
        if len(group) > MOST_UNRANKED:
            yield f"… and {len(group) - MOST_UNRANKED} more. --format json lists every one."


def _directions(needs: Sequence[IndicatorNeed]) -> Iterator[RenderableType]:
    told = [(need.name, need.direction) for need in needs if need.direction]
    if not told:
        return
    yield Text("\nSince the last edition", style="bold")
    for name, direction in told:
        yield indented(f"· {name}. {direction.sentence}")
    yield from dict.fromkeys(direction.caution for _, direction in told)


def _priorities(analysis: Analysis) -> Iterator[RenderableType]:
    scored = [priority for priority in analysis.priorities if priority.rank is not None]
    if not analysis.priorities or analysis.method is None:
        return
    yield Text(f"\nPriorities by {analysis.method.id}@{analysis.method.edition}: official figures only", style="bold")
    table = figures_table("£Rank", "Outcome, and what speaks for it", "£Score", "£Keeps rank", "£Within one")
    for priority in scored:
        steady = [NONE if share is None else f"{share:.0%}" for share in (priority.robustness, priority.within_one)]
        name = Text.assemble((priority.name, "bold"), f"\n{_because(priority)}")
        table.add_row(str(priority.rank), name, f"{priority.score}", *steady)
    yield table
    if analysis.robustness:
        draws = analysis.robustness.draws
        yield f"Keeps rank: in how many of {draws:,} random re-weightings. {analysis.robustness.how}"
    for note, names in _by_note(analysis.priorities).items():
        yield f"{note} {listed(names)}."
    missing: dict[str, dict[str, None]] = {}
    for unheard in (unheard for priority in analysis.priorities for unheard in priority.missing):
        missing.setdefault(unheard.reason, {})[unheard.indicator] = None
    if missing:
        yield Text("\nLinked, and not counted", style="bold")
        for reason, indicators in missing.items():
            yield indented(f"· {listed(list(indicators))}: {reason}.")


def _because(priority: Priority) -> str:
    return "; ".join(f"{reason.name} {reason.points} × {reason.weight}" for reason in priority.because)


def _by_note(priorities: Sequence[Priority]) -> Mapping[str, list[str]]:
    """Outcomes without a score, by what is said of them."""
    found: dict[str, list[str]] = {}
    for priority in priorities:
        if priority.rank is None:
            found.setdefault(f"{(priority.note or '').rstrip('.')}:", []).append(priority.name)
    return found


def _local(evidence: LocalEvidence) -> Iterator[RenderableType]:
    yield Text(f"\nWith local evidence: {evidence.title}", style="bold")
    yield "A second view. The official one above does not change."
    table = figures_table("£Rank", "Outcome", "£Score", "£Official rank")
    for priority in evidence.priorities:
        if priority.rank is not None:
            before = str(priority.official_rank or NONE)
            table.add_row(str(priority.rank), priority.name, f"{priority.score}", before)
    yield table
    for priority in evidence.priorities:
        for reason in priority.local:
            points = f"{reason.points} points × {reason.weight}"
            told = f"{reason.title} ({reason.source}, {reason.date}), {points}. {reason.reason}"
            yield indented(f"· {priority.name}: {told}")
        if priority.reason:
            yield indented(f"· {priority.name}: times {priority.times.normalize():f}. {priority.reason}")


def _sources(analysis: Analysis) -> Iterator[RenderableType]:
    yield Text("\nSources", style="bold")
    for source in analysis.sources:
        licence = "" if source.licence in source.attribution else f"{source.licence}. "
        yield indented(f"· {source.title}, edition {source.edition}. {licence}{source.attribution} {source.url}")
