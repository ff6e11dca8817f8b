"""The page that lies beside a tailored pack: what was chosen, for which objective, why, and on whose figures."""

from __future__ import annotations

import re
from collections.abc import Iterator

from commonweal.method.tailoring import ChosenMeasure
from commonweal.needs.tailoring.tailor import Tailored


def readme(tailored: Tailored) -> str:
    """Markdown: the objectives and their measures with the reasons, then the attributions that licences ask for."""
    return "\n".join(_lines(tailored))


def _lines(tailored: Tailored) -> Iterator[str]:
    header, tailoring, record = tailored.header, tailored.tailoring, tailored.record
    yield f"# {_markdown(header.title)}"
    yield ""
    yield (
        f"`{tailored.name}`: {len(tailoring.measures)} of the {len(tailored.parent.measures)} measures of "
        f"`{tailored.parent.name}`, chosen by the needs of {_markdown(record.area.name)} ({record.area.code})."
    )
    yield "Values, definitions and counting rules are the parent's, unless a file of this folder says otherwise."
    for objective in tailoring.objectives:
        yield ""
        yield f"## {_markdown(objective.name)}"
        if objective.source:
            yield ""
            yield f"Source of the objective: {_markdown(objective.source)}"
        yield ""
        yield from (_measure(tailored, chosen) for chosen in tailoring.serving(objective.id))
    if not tailoring.objectives:
        yield ""
        yield from (_measure(tailored, chosen) for chosen in tailoring.by_rank)
    yield ""
    yield "## Sources and licences"
    yield ""
    yield f"This choice and its words: {_markdown(header.licence)}."
    for words in (header.attribution, tailored.parent.attribution, *record.attribution):
        if words:
            yield ""
            yield _markdown(words)
    yield ""


def _measure(tailored: Tailored, chosen: ChosenMeasure) -> str:
    name = tailored.parent.measures[chosen.measure].name
    called = f"{chosen.name} ({name})" if chosen.name else name
    short = " Asked of small suppliers too." if chosen.small_suppliers else ""
    target = f" Target: {chosen.target.quantity} by {chosen.target.by}." if chosen.target else ""
    return f"- **{_markdown(called)}**, `{chosen.measure}`, rank {chosen.rank}. {_markdown(chosen.why)}{target}{short}"


_MARKS = re.compile(r"[\\`*\[\]<>]|(?<!\w)_|_(?!\w)|^[#+=|~-]|(?<=^\d)[.)]")
"""What Markdown would read as its own, or as HTML; the last two only at the start of a line."""


def _markdown(text: str) -> str:
    """Text as a page of Markdown shows it letter by letter, on one line; an address stays one."""
    line = " ".join(text.split())
    return line if re.fullmatch(r"https?://[^\s<>]+", line) else _MARKS.sub(r"\\\g<0>", line)
