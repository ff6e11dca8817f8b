"""The colours as the built style sheet has them, light and dark, by what they are for."""

from __future__ import annotations

import re
from pathlib import Path

BUILT = Path(__file__).parents[1] / "static" / "design" / "commonweal.css"
_DARK = re.compile(r"@media screen and \(prefers-color-scheme: ?dark\)\{:root\{(.*?)\}\}")
_LIGHT = re.compile(r":root\{color-scheme:light dark;(.*?)\}")
_COLOUR = re.compile(r"--cw-([a-z0-9-]+): ?(#[0-9a-f]{6})")


class NotBuilt(Exception):
    """The style sheet is not there, or not as the build makes it."""


def palette() -> tuple[dict[str, str], dict[str, str]]:
    """The light colours and the dark ones, each by name."""
    if not BUILT.exists():
        raise NotBuilt("The styles are not built. Run tools/build_static.sh.")
    css = BUILT.read_text(encoding="utf-8")
    light, dark = (dict(_COLOUR.findall("".join(form.findall(css)))) for form in (_LIGHT, _DARK))
    if not light or light.keys() != dark.keys():
        raise NotBuilt(
            f"{BUILT.name} does not hold every colour twice, light and dark. Run tools/build_static.sh --force."
        )
    return light, dark
