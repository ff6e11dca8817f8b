"""``commonweal needs``: what official open data say of a place, and the priorities that follow."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from commonweal.cli.failures import WrongCall, choice
from commonweal.cli.options import existing, method_named
from commonweal.cli.output import drawable, writable, write_json, write_table, write_text
from commonweal.cli.screen import FILE_WIDTH, progress
from commonweal.cli.show_needs import needs_text
from commonweal.cli.show_problems import refuse
from commonweal.method import Pack
from commonweal.needs.analysis import analyse, small_area_values
from commonweal.needs.england import England, NothingHeld
from commonweal.needs.england.editions import HEADLINE
from commonweal.needs.indicators.compare import ENGLAND
from commonweal.needs.priorities.evidence import Evidence, read_evidence
from commonweal.needs.priorities.links import Links, read_links
from commonweal.needs.record import Analysis, read_analysis
from commonweal.needs.table import needs_table
from commonweal.places.areas import PlaceError
from commonweal.places.store import Store

FORMATS = ("table", "json", "html", "csv")
_BY_SUFFIX = {".json": "json", ".csv": "csv", ".html": "html", ".txt": "table"}


def needs(
    area: Annotated[
        str,
        typer.Argument(
            help="A local authority, ward, combined authority or region of England, by ONS code or name; or a saved "
            "analysis (a .json file), which is shown again without any data.",
            metavar="AREA",
        ),
    ],
    compare: Annotated[
        str | None,
        typer.Option(
            "--compare",
            help="Whom to compare with: england (if not given), similar (the 15 most similar local authorities), or "
            "the name of a region or combined authority.",
            metavar="ENGLAND|REGION|similar",
        ),
    ] = None,
    method: Annotated[
        str | None,
        typer.Option(
            "--method", "-m", help="Turn needs into priorities among the outcomes of this method.", metavar="METHOD"
        ),
    ] = None,
    links: Annotated[
        Path | None,
        typer.Option(
            "--links",
            help="Your own links (YAML): which indicators speak for which outcome, how heavily, and why.",
            metavar="FILE",
        ),
    ] = None,
    evidence: Annotated[
        Path | None,
        typer.Option(
            "--evidence",
            help="Your own evidence (YAML): a survey, a consultation, a decision. It is a second view, kept apart.",
            metavar="FILE",
        ),
    ] = None,
    format: Annotated[
        str | None,
        typer.Option(
            "--format",
            help=f"One of {', '.join(FORMATS)}. Without it the name of --out says; on the screen it is a table.",
            metavar="FORMAT",
        ),
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", help="Write to this file instead of the screen.", metavar="FILE")
    ] = None,
    chart: Annotated[
        Path | None, typer.Option("--chart", help="Draw a chart too: a .svg, .png or .html file.", metavar="FILE")
    ] = None,
    chart_of: Annotated[
        str | None,
        typer.Option(
            "--chart-of",
            help="What to draw: priorities, indicators, or the id of an indicator for its map.",
            metavar="WHAT",
        ),
    ] = None,
) -> None:
    """Show what official open data say of a place, and which outcomes it needs most.

    For each indicator: the value, a benchmark, the gap, the rank in England, the neighbourhoods in the worst tenth,
    the direction since the last edition, and a plain sentence, each with source, edition and licence.

        commonweal needs "County Durham" --method commonweal-open
        commonweal needs E06000047 --compare similar --format json --out needs.json
        commonweal needs needs.json --chart priorities.svg
    """
    kind = _kind(format, out)
    if chart_of is not None and chart is None:
        raise WrongCall("--chart-of says what --chart FILE draws: give a file too")
    if chart is not None:
        drawable(chart)
    saved = Path(area) if area.lower().endswith(".json") or Path(area).is_file() else None
    if saved is not None:
        named = {"--compare": compare, "--method": method, "--links": links, "--evidence": evidence}
        analysis, england = _saved(saved, [option for option, given in named.items() if given is not None]), None
    else:
        analysis, england = _made(area, compare or ENGLAND, method, links, evidence, kind)
    _write(analysis, england, kind, out)
    if chart is not None:
        _draw(analysis, england, chart, chart_of or ("priorities" if analysis.priorities else "indicators"))


def _kind(format: str | None, out: Path | None) -> str:
    if format is not None:
        choice(format, FORMATS, "--format")
    if out is not None:
        writable(out)
    return format or (_BY_SUFFIX.get(out.suffix.lower(), "table") if out else "table")


def _saved(path: Path, options: list[str]) -> Analysis:
    if options:
        raise WrongCall(
            f"{path} is an analysis that was made before, and {options[0]} cannot change it: name the area instead"
        )
    existing([path])
    try:
        return read_analysis(path)
    except ValueError as error:
        raise WrongCall(str(error)) from error


def _made(
    area: str, compare: str, method: str | None, links: Path | None, evidence: Path | None, kind: str
) -> tuple[Analysis, England]:
    if method is None and (links or evidence):
        raise WrongCall(f"{'--links' if links else '--evidence'} is about the outcomes of a method: give --method too")
    pack = method_named(method, kind) if method else None
    existing([path for path in (links, evidence) if path])
    try:
        with progress() as tell:
            tell("Reading what is held")
            england = England(Store.default())
            own_links = _links(links, pack, england, kind)
            own_evidence = _evidence(evidence, pack, kind)
            tell("Comparing")
            analysis = analyse(area, england, compare=compare, method=pack, links=own_links, evidence=own_evidence)
    except (PlaceError, NothingHeld) as error:
        raise WrongCall(str(error)) from error
    return analysis, england


def _links(path: Path | None, pack: Pack | None, england: England, kind: str) -> Links | None:
    if path is None or pack is None:
        return None
    links, problems = read_links(path, pack, england.holdings.indicators.keys())
    return links if links is not None else refuse(problems, kind)


def _evidence(path: Path | None, pack: Pack | None, kind: str) -> Evidence | None:
    if path is None or pack is None:
        return None
    evidence, problems = read_evidence(path, pack)
    return evidence if evidence is not None else refuse(problems, kind)


def _write(analysis: Analysis, england: England | None, kind: str, out: Path | None) -> None:
    if kind == "json":
        write_json(analysis.as_record(), out)
    elif kind == "csv":
        write_table(needs_table(analysis), "csv", out)
    elif kind == "html":
        write_text(_page(analysis, england), out)
    else:
        write_text(needs_text(analysis, FILE_WIDTH if out else None), out)


def _draw(analysis: Analysis, england: England | None, path: Path, what: str) -> None:
    from commonweal.charts import write_chart

    write_chart(_chart(analysis, england, what), path)


def _page(analysis: Analysis, england: England | None) -> str:
    """The page with every chart that can be drawn from what is there."""
    from commonweal.needs.page import page

    charts = {}
    for what in ("priorities", "indicators", HEADLINE):
        try:
            charts[what] = _chart(analysis, england, what)
        except WrongCall:
            continue
    return page(analysis.as_record(), charts)


def _chart(analysis: Analysis, england: England | None, what: str) -> Any:
    # Charts take a second to load, which nobody should wait for who asks for none.
    from commonweal.needs.charts import CannotDraw, indicators_chart, need_map, priorities_chart

    record = analysis.as_record()
    try:
        if what == "priorities":
            return priorities_chart(record)
        if what == "indicators":
            return indicators_chart(record)
        if analysis.indicator(what) is None:
            raise WrongCall(f"--chart-of cannot be {what!r}: use priorities, indicators, or the id of an indicator")
        if england is None:
            raise WrongCall(f"A saved analysis holds no map of {what}: name the area, with its data at hand")
        values = small_area_values(analysis.area.code, england, what)
        shapes = england.gazetteer.boundaries("lsoa21", values["area"].to_list()).select("area", "geometry")
        return need_map(record, values.join(shapes, on="area"), what)
    except (CannotDraw, PlaceError) as error:
        raise WrongCall(str(error)) from error
