"""Charts as files: SVG and PNG for documents, HTML that works without a network and has its table beneath."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from html import escape
from pathlib import Path
from typing import Any, Final

import altair as alt
import vl_convert

from commonweal.charts.frame import ROWS

PNG_SCALE: Final = 3
_VEGA_LITE: Final = ".".join(alt.SCHEMA_VERSION.split(".")[:2])
"""The version that Altair writes for, as vl-convert calls it."""
_LONG_NUMBER = re.compile(r"(\d\.\d)\d+")
_PATH = re.compile(r'(?<= d=")[^"]*')
_TAG = re.compile(r"<[^>]*>")
_SPOKEN = re.compile(r' (role|aria-[a-z]+)="[^"]*"')


class CannotWriteChart(ValueError):
    """The file's name asks for a kind that no chart is written as; the message says which there are."""


def write_chart(chart: Any, path: Path) -> None:
    """Write an Altair ``chart`` as the suffix of ``path`` says: .svg, .png or .html.

    Raises ``CannotWriteChart`` for any other suffix; ``can_write`` says so before the work is done.
    """
    can_write(path)
    path.write_bytes(_KINDS[path.suffix.lower()](chart))


def can_write(path: Path) -> None:
    """Raise ``CannotWriteChart`` unless charts are written as the suffix of ``path`` says."""
    if path.suffix.lower() not in _KINDS:
        raise CannotWriteChart(f"A chart is written as {', '.join(_KINDS)}: give {path.name} one of these endings")


def svg_of(chart: Any, *, with_note: bool = True, with_title: bool = True) -> str:
    """The chart as one ``svg`` element, with a title and a description for those who cannot see it.

    Without its note (its sources), or without its title, it stands on a page that says ``note_of`` beneath it, and
    ``title_of`` above.
    """
    spec = chart.to_dict() if with_note else _without_note(chart)
    if not with_title:
        spec["vconcat"][0].pop("title")
    drawn = vl_convert.vegalite_to_svg(spec, vl_version=_VEGA_LITE)
    # Tenths of a pixel are finer than anyone sees, and the paths of a map are most of its size.
    drawn = _PATH.sub(lambda path: _LONG_NUMBER.sub(r"\1", path[0]), drawn)
    told = f"<title>{escape(title_of(chart))}</title><desc>{escape(chart.description)}</desc>"
    # One picture: its parts are not to be read out one by one.
    plain = _TAG.sub(lambda tag: _SPOKEN.sub("", tag[0]), drawn).replace("<svg", '<svg role="img"', 1)
    return plain.replace(">", f">{told}", 1)


def title_of(chart: Any) -> str:
    """The finding that heads a chart."""
    return str(chart.usermeta["title"])


def note_of(chart: Any) -> list[str]:
    """What a chart says of its sources, line by line."""
    return str(chart.usermeta["note"]).splitlines()


def _without_note(chart: Any) -> dict[str, Any]:
    spec: dict[str, Any] = chart.to_dict()
    return {name: part for name, part in spec.items() if name != "title"}


def table_of(chart: Any) -> tuple[list[str], list[list[str]]]:
    """The headings and the rows of the table behind a chart, as text; what has no figure says so."""
    columns: Mapping[str, str] = chart.usermeta["table"]
    rows = [[row[name] for name in columns] for row in chart.datasets[ROWS]]
    return list(columns.values()), [["no figure" if cell is None else str(cell) for cell in row] for row in rows]


def _svg(chart: Any) -> bytes:
    return svg_of(chart).encode()


def _png(chart: Any) -> bytes:
    return vl_convert.svg_to_png(svg_of(chart), scale=PNG_SCALE)


def _html(chart: Any) -> bytes:
    """A page of its own: the chart, drawn by scripts that are part of the page, and its table."""
    headings, rows = table_of(chart)
    head = "".join(f'<th scope="col">{escape(heading)}</th>' for heading in headings)
    body = "".join(
        f'<tr><th scope="row">{escape(first)}</th>{"".join(f"<td>{escape(cell)}</td>" for cell in others)}</tr>'
        for first, *others in rows
    )
    # Inside a script nothing may look like its end, whatever people have written.
    spec = json.dumps(_without_note(chart), separators=(",", ":")).replace("<", "\\u003c")
    scripts = vl_convert.javascript_bundle(_DRAWING, vl_version=_VEGA_LITE).replace("</script", "<\\/script")
    return _PAGE.format(
        title=escape(title_of(chart)),
        description=escape(chart.description),
        spec=spec,
        scripts=scripts,
        svg=svg_of(chart, with_note=False),
        note="<br>".join(escape(line) for line in note_of(chart)),
        head=head,
        body=body,
    ).encode()


_DRAWING: Final = """
vegaEmbed("#chart", JSON.parse(document.getElementById("spec").textContent), { actions: false, renderer: "svg" });
"""

_PAGE: Final = """<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
body {{ margin: 1rem auto; max-width: 60rem; padding: 0 1rem; font: 1rem/1.5 system-ui, sans-serif; color: #1d2430 }}
h1 {{ position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%) }}
figure {{ margin: 0 0 1rem }}
figcaption {{ font-size: .8125rem; color: #4a5361 }}
.hint {{ margin: 0 0 .25rem; font-size: .875rem; color: #4a5361 }}
@media (min-width: 40rem) {{ .hint {{ display: none }} }}
svg {{ max-width: 100%; height: auto }}
.table {{
  overflow-x: auto;
  background: linear-gradient(90deg, #fff 30%, #fff0), linear-gradient(270deg, #fff 30%, #fff0) 100% 0,
    linear-gradient(90deg, #0003, #0000), linear-gradient(270deg, #0003, #0000) 100% 0;
  background-size: 2rem 100%, 2rem 100%, .75rem 100%, .75rem 100%;
  background-repeat: no-repeat;
  background-attachment: local, local, scroll, scroll;
}}
table {{ border-collapse: collapse }}
caption, th, td {{ text-align: left; padding: .25rem .75rem .25rem 0 }}
caption {{ font-weight: bold }}
tr {{ border-bottom: 1px solid #6b7483 }}
</style>
</head>
<body>
<main>
<h1>{title}</h1>
<figure><div id="chart" role="img" aria-label="{title}. {description}"></div><noscript>{svg}</noscript>
<figcaption>{note}</figcaption></figure>
<p class="hint">Where the table is wider than the screen, scroll it sideways.</p>
<div class="table" role="region" aria-label="The figures as a table" tabindex="0">
<table><caption>The figures of the chart</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>
</div>
</main>
<script type="application/json" id="spec">{spec}</script>
<script type="module">{scripts}</script>
</body>
</html>
"""

_KINDS: Final[Mapping[str, Callable[[Any], bytes]]] = {".svg": _svg, ".png": _png, ".html": _html}
"""How each kind of file is made."""
