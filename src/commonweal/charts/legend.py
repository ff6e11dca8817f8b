"""Legends drawn as marks of their own: as wide as the chart, and every class told in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt

from commonweal.charts.theme import LABEL_SIZE, LINE, WIDTH

LINE_HEIGHT = LABEL_SIZE + 10
BLOCK_GAP = 8
SYMBOL_AT = 10
WORDS_AT = 28
LONGEST_OF_TWO = 20
"""Letters of words that leave room for a second column."""
BOX = 240
"""Square pixels of the symbol of a class."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One class: how it looks, and what it is."""

    words: str
    fill: str
    stroke: str = LINE
    stroke_width: float = 1
    size: float = BOX
    shape: str = "square"
    hatched: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """Classes of one reading, under what they are classes of; a block without a title stands close to the last."""

    title: str
    entries: Sequence[Entry]


def legend(blocks: Sequence[Block]) -> Any:
    """A view that tells what the marks of the views above it mean."""
    titles, entries, down = [], [], 0
    for block in blocks:
        if block.title:
            titles.append({"words": block.title, "x": 0, "y": down + LINE_HEIGHT / 2})
            down += LINE_HEIGHT
        columns = 2 if all(len(entry.words) <= LONGEST_OF_TWO for entry in block.entries) else 1
        lines = -(-len(block.entries) // columns)
        for number, entry in enumerate(block.entries):
            entries.append(_placed(entry, number // lines, down + (number % lines + 0.5) * LINE_HEIGHT))
        down += lines * LINE_HEIGHT + BLOCK_GAP
    headings = _at(titles).mark_text(align="left", baseline="middle", fontWeight=700).encode(text="words:N")
    symbols = (
        _at(entries)
        .mark_point(filled=True, opacity=1)
        .encode(
            fill=alt.Fill("fill:N", scale=None),
            stroke=alt.Stroke("stroke:N", scale=None),
            strokeWidth=alt.StrokeWidth("strokeWidth:Q", scale=None),
            size=alt.Size("size:Q", scale=None),
            shape=alt.Shape("shape:N", scale=None),
        )
    )
    hatch = (
        _at([entry for entry in entries if entry["hatched"]])
        .mark_point(stroke=LINE, size=BOX, shape="M-1,1L1,-1M-1,0L0,-1M0,1L1,0")
        .encode()
    )
    words = _at(entries).mark_text(align="left", baseline="middle", dx=WORDS_AT - SYMBOL_AT).encode(text="words:N")
    return alt.layer(headings, symbols, hatch, words).properties(width=WIDTH, height=down)


def _placed(entry: Entry, column: int, down: float) -> dict[str, Any]:
    return {
        "words": entry.words,
        "x": column * WIDTH / 2 + SYMBOL_AT,
        "y": down,
        "fill": entry.fill,
        "stroke": entry.stroke,
        "strokeWidth": entry.stroke_width,
        "size": entry.size,
        "shape": entry.shape,
        "hatched": entry.hatched,
    }


def _at(values: list[dict[str, Any]]) -> alt.Chart:
    chart = alt.Chart(alt.InlineData(values=values))
    return chart.encode(x=alt.X("x:Q", scale=None, axis=None), y=alt.Y("y:Q", scale=None, axis=None))
