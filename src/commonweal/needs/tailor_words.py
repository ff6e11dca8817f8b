"""The page that lies beside a tailored pack: what was chosen, for which objective, why, and on whose figures."""

from __future__ import annotations

from collections.abc import Iterator

from commonweal.method.tailoring import ChosenMeasure
from commonweal.needs.tailor import Tailored


def readme(tailored: Tailored) -> str:
    """Markdown: the objectives and their measures with the reasons, then the attributions that licences ask for."""
    return "\n".join(_lines(tailored))


def _lines(tailored: Tailored) -> Iterator[str]:
    header, tailoring, record = tailored.header, tailored.tailoring, tailored.record
    yield f"# {header.title}"
    yield ""
    yield (
        f"`{tailored.name}`: {len(tailoring.measures)} of the {len(tailored.parent.measures)} measures of "
        f"`{tailored.parent.name}`, chosen by the needs of {record.area.name} ({record.area.code})."
    )
    yield "Values, definitions and counting rules are the parent's, unless a file of this folder says otherwise."
    for objective in tailoring.objectives:
        yield ""
        yield f"## {objective.name}"
        if objective.source:
            yield ""
            yield f"Source of the objective: {objective.source}"
        yield ""
        yield from (_measure(tailored, chosen) for chosen in tailoring.serving(objective.id))
    if not tailoring.objectives:
        yield ""
        yield from (_measure(tailored, chosen) for chosen in tailoring.by_rank)
    yield ""
    yield "## Sources and licences"
    yield ""
    yield f"This choice and its words: {header.licence}."
    for words in (header.attribution, tailored.parent.attribution, *record.attribution):
        if words:
            yield ""
            yield words
    yield ""


def _measure(tailored: Tailored, chosen: ChosenMeasure) -> str:
    name = tailored.parent.measures[chosen.measure].name
    called = f"{chosen.name} ({name})" if chosen.name else name
    short = " Asked of small suppliers too." if chosen.small_suppliers else ""
    target = f" Target: {chosen.target.quantity} by {chosen.target.by}." if chosen.target else ""
    return f"- **{called}**, `{chosen.measure}`, rank {chosen.rank}. {chosen.why}{target}{short}"
