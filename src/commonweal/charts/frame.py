"""What every chart has around it: the finding as its title, a subtitle, its source, and the table behind it."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Mapping
from typing import Any

import altair as alt

from commonweal.charts.theme import (
    FAINT_WORDS,
    LETTER_WIDTH,
    NOTE_LETTERS,
    NOTE_SIZE,
    SUBTITLE_LETTERS,
    TITLE_LETTERS,
    config,
)

ROWS = "rows"
"""The name of the dataset in a chart whose rows are the table beside it."""


def framed(
    parts: list[Any],
    rows: list[dict[str, Any]],
    *,
    title: str,
    subtitle: str,
    note: str,
    description: str,
    table: Mapping[str, str],
) -> alt.VConcatChart:
    """``parts`` one above the other, with a title above and ``note`` (source, edition, licence) beneath.

    The parts draw from the dataset ``rows``. ``table`` names those of its columns that make the table to be shown
    beside the chart, with their headings; it goes with the specification, as its ``usermeta``.
    """
    first, *others = parts
    first = first.properties(
        title=alt.TitleParams(
            textwrap.wrap(title, TITLE_LETTERS),
            subtitle=[line for part in subtitle.splitlines() for line in textwrap.wrap(part, SUBTITLE_LETTERS)],
        )
    )
    beneath = alt.TitleParams(
        [line for part in note.splitlines() for line in textwrap.wrap(part, NOTE_LETTERS)],
        orient="bottom",
        fontSize=NOTE_SIZE,
        fontWeight="normal",
        color=FAINT_WORDS,
        lineHeight=NOTE_SIZE + 4,
        offset=12,
    )
    chart = alt.vconcat(
        first,
        *others,
        title=beneath,
        description=description,
        datasets={ROWS: rows},
        usermeta={"title": title, "note": note, "table": dict(table)},
        spacing=14,
    )
    configured: alt.VConcatChart = chart.resolve_scale(fill="independent").configure(**config())
    return configured


def source_note(titles: Iterable[str], attributions: Iterable[str]) -> str:
    """What stands beneath a chart: its sources, and what their publishers ask to be said, each sentence once."""
    sentences = dict.fromkeys(
        sentence.rstrip(".")
        for attribution in attributions
        for sentence in re.split(r"(?<=\.)\s+", attribution.strip())
    )
    return f"Source: {'; '.join(dict.fromkeys(titles))}.\n{'. '.join(sentence for sentence in sentences if sentence)}."


def fitted(words: str, pixels: int) -> str:
    """Words of label size, shortened where they would not fit on a line; the table has them whole."""
    return textwrap.shorten(words, pixels // LETTER_WIDTH, placeholder=" …")


def named_rows() -> alt.NamedData:
    """The data of a view: the dataset of the whole chart."""
    return alt.NamedData(name=ROWS)
