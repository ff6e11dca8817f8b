"""The local needs analysis: what official open data say of a place, what it needs most, and what to measure there.

``analysis`` makes the analysis of one area, and it is read from the inside out: what is held of all of England
(``england``), what each indicator says of the area (``indicators``), which outcomes of a method that makes urgent
(``priorities``, by the links in ``links/*.yaml``), and the caveats (``notes``). The answer is a ``record``, from
which ``table``, ``charts`` and ``page`` are drawn and ``tailoring`` chooses measures.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from commonweal.needs.analysis import analyse, small_area_values
    from commonweal.needs.charts import indicators_chart, need_map, priorities_chart
    from commonweal.needs.england import England, NothingHeld
    from commonweal.needs.priorities.evidence import Evidence, read_evidence
    from commonweal.needs.priorities.links import Links, read_links
    from commonweal.needs.record import Analysis, read_analysis
    from commonweal.needs.table import needs_table

__all__ = [
    "Analysis",
    "England",
    "Evidence",
    "Links",
    "NothingHeld",
    "analyse",
    "indicators_chart",
    "need_map",
    "needs_table",
    "priorities_chart",
    "read_analysis",
    "read_evidence",
    "read_links",
    "small_area_values",
]

_HOMES = {
    "analysis": ("analyse", "small_area_values"),
    "charts": ("indicators_chart", "need_map", "priorities_chart"),
    "england": ("England", "NothingHeld"),
    "priorities.evidence": ("Evidence", "read_evidence"),
    "priorities.links": ("Links", "read_links"),
    "record": ("Analysis", "read_analysis"),
    "table": ("needs_table",),
}
"""Where each name lives: looked up when it is asked for, so that nobody waits for charts who asks for none."""


def __getattr__(name: str) -> Any:
    for home, names in _HOMES.items():
        if name in names:
            return getattr(import_module(f"{__name__}.{home}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
