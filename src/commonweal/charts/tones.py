"""The same drawing in other colours: for a page that has its own, and for readers who prefer dark surroundings."""

from __future__ import annotations

import re
from collections.abc import Mapping


def in_tones(svg: str, light: Mapping[str, str], dark: Mapping[str, str]) -> str:
    """The drawing with its colours (``theme``) replaced by those that ``light`` gives them, and ``dark`` by night.

    A colour that neither names stays. Which of the two is seen is the reader's own setting, asked by the drawing
    itself, so it holds where the drawing is a picture on a page.
    """
    names = {colour: f"--tone-{number}" for number, colour in enumerate(sorted(light))}
    toned = re.sub(
        r'(?<==")#[0-9a-f]{6}(?=")', lambda found: f"var({names[found[0]]})" if found[0] in names else found[0], svg
    )
    by_day = ";".join(f"{name}:{light[colour]}" for colour, name in names.items())
    by_night = ";".join(f"{name}:{dark.get(colour, light[colour])}" for colour, name in names.items())
    style = f"<style>:root{{{by_day}}}@media (prefers-color-scheme: dark){{:root{{{by_night}}}}}</style>"
    return re.sub(r"<svg[^>]*>", lambda found: found[0] + style, toned, count=1)
