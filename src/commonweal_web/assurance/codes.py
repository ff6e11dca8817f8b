"""A link as a code that a telephone scans."""

from __future__ import annotations

import segno


def code_of(link: str) -> str:
    """An SVG picture of the link as an address that an ``img`` takes: black on white, as telephones read it."""
    return segno.make(link, error="m", micro=False).svg_data_uri(border=4, dark="#000", light="#fff")
