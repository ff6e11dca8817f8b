"""Charts and maps: Altair specifications in the house style, and writing them to SVG, PNG or HTML.

The kinds are ``choropleth``, ``ranked_bars`` and ``monthly_columns``. All stand in a ``frame`` (the finding as title,
the source, the table behind), with a ``legend``, in the colours and sizes of ``theme``. A map has ``classes`` of
values, ``map_marks`` upon it, and ``shapes`` made ready to draw. ``written`` makes files, and the table beside a chart;
``tones`` gives a drawing other colours, by day and by night.
"""

from commonweal.charts.choropleth import choropleth
from commonweal.charts.classes import TENTHS, MapClass, value_classes
from commonweal.charts.frame import source_note
from commonweal.charts.map_marks import MOST_NUMBERED, Dots, Outline
from commonweal.charts.monthly_columns import Month, monthly_columns
from commonweal.charts.ranked_bars import Bar, Look, Rule, ranked_bars
from commonweal.charts.tones import in_tones
from commonweal.charts.written import CannotWriteChart, can_write, note_of, svg_of, table_of, title_of, write_chart

__all__ = [
    "MOST_NUMBERED",
    "TENTHS",
    "Bar",
    "CannotWriteChart",
    "Dots",
    "Look",
    "MapClass",
    "Month",
    "Outline",
    "Rule",
    "can_write",
    "choropleth",
    "in_tones",
    "monthly_columns",
    "note_of",
    "ranked_bars",
    "source_note",
    "svg_of",
    "table_of",
    "title_of",
    "value_classes",
    "write_chart",
]
