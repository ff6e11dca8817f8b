"""Every pair of colours that meets on a page has the contrast that WCAG 2.2 asks for, worked out, in light and dark."""

from __future__ import annotations

from pathlib import Path

import pytest

from commonweal_web.design.gallery.palette import palette

WORDS, SHAPES = 4.5, 3.0

ON_PAGE = ("paper", "wash")
PAIRS = [
    *((ink, ground, WORDS) for ink in ("ink", "ink-soft", "link", "link-visited", "link-hover") for ground in ON_PAGE),
    *((ink, ground, WORDS) for ink in ("error", "success") for ground in ON_PAGE),
    *((ink, "wash-deep", WORDS) for ink in ("ink", "ink-soft")),
    ("on-brand", "brand", WORDS),
    *(("on-action", ground, WORDS) for ground in ("action", "action-hover")),
    ("on-action", "success", WORDS),
    *(("on-danger", ground, WORDS) for ground in ("danger", "danger-hover")),
    *(("ink", ground, WORDS) for ground in ("quiet", "quiet-hover")),
    ("on-focus", "focus", WORDS),
    *((f"{colour}-ink", f"{colour}-tint", WORDS) for colour in ("grey", "blue", "green", "amber", "red", "plum")),
    *((line, ground, SHAPES) for line in ("rule-strong", "action", "error") for ground in ON_PAGE),
    ("tally", "paper", SHAPES),
    ("focus", "brand", SHAPES),
    *((f"chart-{number}", "paper", SHAPES) for number in range(1, 7)),
]


def contrast(one: str, other: str) -> float:
    """The ratio of WCAG 2.2: 1 for a colour on itself, 21 for black on white."""
    dark, light = sorted(map(_luminance, (one, other)))
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("front", "ground", "least"), PAIRS, ids=lambda part: str(part))
def test_contrast(built_styles: Path, scheme: int, front: str, ground: str, least: float) -> None:
    colours = palette()[scheme]
    assert contrast(colours[front], colours[ground]) >= least


def test_every_colour_is_in_a_pair_or_is_only_a_rule_between_things(built_styles: Path) -> None:
    tested = {name for front, ground, _ in PAIRS for name in (front, ground)}
    assert palette()[0].keys() - tested == {"rule"}


def test_the_ratio_is_that_of_the_standard() -> None:
    assert contrast("#000000", "#ffffff") == 21
    assert contrast("#777777", "#ffffff") < 4.5 < contrast("#767676", "#ffffff")
