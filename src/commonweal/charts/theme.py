"""The look of every chart: typeface, colours and sizes, kept in one place.

Contrast was worked out by the formula of WCAG 2.2: words have at least 7:1 on white, lines and marks that carry
meaning at least 3:1. The six steps of the scale go one way in lightness, so that they hold in grey and for every
kind of colour vision; a class is told in words as well, never by colour alone.
"""

from __future__ import annotations

from typing import Any, Final

TYPEFACE: Final = '"Source Sans 3", "Segoe UI", Roboto, "Liberation Sans", "Noto Sans", Arial, sans-serif'
"""The first of these that a machine has; resvg, which draws PNG, looks for them in the same order."""

WIDTH: Final = 342
"""Pixels. With the padding a chart is 358 wide: what a telephone of 390 has between margins of 16, so that none shrinks
it and every word keeps its size."""

WORDS: Final = "#1d2430"
FAINT_WORDS: Final = "#4a5361"
LINE: Final = "#6b7483"
PALE_LINE: Final = "#c9cfd8"
PAPER: Final = "#ffffff"
STRONG: Final = "#0b4f6c"
"""The place's own mark."""
PLAIN: Final = "#5f8fa5"
"""Other marks."""
WORSE: Final = "#a3361f"
"""What is worse than usual; its side of the line and its sign say so too."""
MARKED: Final = "#111111"
"""The edge of circles on a map."""
PICKED: Final = "#ff9f1c"
"""Outlines of areas that are picked out: they show on the dark steps of the scale, where they are needed."""

SCALE: Final = ("#083347", "#0f5a78", "#3587a3", "#7bb4c6", "#b8d9e2", "#e8f3f6")
"""Six steps from the most to the least, for classes in order."""

EMPTY: Final = "#dfe2e7"
"""Under the hatching of what has no figure."""

MOST_CATEGORIES: Final = len(SCALE)

TITLE_SIZE, SUBTITLE_SIZE, LABEL_SIZE, NOTE_SIZE = 17, 13, 13, 11

TITLE_LETTERS, SUBTITLE_LETTERS, NOTE_LETTERS = 31, 45, 52
"""How many letters of each size fit on a line of ``WIDTH`` pixels."""

LETTER_WIDTH: Final = 7
"""Pixels of a letter of ``LABEL_SIZE`` on average."""


def scale(steps: int) -> list[str]:
    """``steps`` colours of the scale from the most to the least, as far apart as they can be."""
    if steps == 1:
        return [SCALE[2]]
    return [SCALE[round(step * (len(SCALE) - 1) / (steps - 1))] for step in range(steps)]


def config() -> dict[str, Any]:
    """The Vega-Lite configuration of the house."""
    return {
        "background": PAPER,
        "font": TYPEFACE,
        "padding": 8,
        "view": {"stroke": None},
        "mark": {"aria": False},
        "title": {
            "anchor": "start",
            "frame": "group",
            "fontSize": TITLE_SIZE,
            "fontWeight": 700,
            "color": WORDS,
            "subtitleFontSize": SUBTITLE_SIZE,
            "subtitleColor": FAINT_WORDS,
            "subtitlePadding": 6,
            "lineHeight": TITLE_SIZE + 5,
            "subtitleLineHeight": SUBTITLE_SIZE + 4,
            "offset": 14,
        },
        "axis": {
            "labelFontSize": LABEL_SIZE - 1,
            "labelColor": FAINT_WORDS,
            "titleFontSize": LABEL_SIZE - 1,
            "titleColor": FAINT_WORDS,
            "titleFontWeight": 400,
            "domainColor": LINE,
            "tickColor": LINE,
            "gridColor": PALE_LINE,
            "aria": False,
        },
        "text": {"fontSize": LABEL_SIZE, "color": WORDS},
    }
