"""The pictures of a dashboard: drawn once for each ledger and question, whoever looks."""

from __future__ import annotations

from commonweal_web.statements.charts import chart_of
from commonweal_web.statements.findings import of_split, of_stages
from commonweal_web.statements.queries import Dashboard

KEPT = "private, max-age=3600"
"""How long a reader's own browser keeps a picture, whose address says of which point of the ledger it is."""

NAMES = ("stages", "split")

BLANK = '<svg xmlns="http://www.w3.org/2000/svg" width="360" height="1"/>'
"""Where there is nothing to draw: the finding above says so."""


def picture(dashboard: Dashboard, name: str) -> str | None:
    """The chart of this name as SVG; none where there is no such chart."""
    board, by = dashboard.board, dashboard.asked.split
    if board is None or name not in NAMES:
        return None

    def draw() -> str:
        sheet = board.stages() if name == "stages" else board.split(by)
        finding = of_stages(sheet) if name == "stages" else of_split(by, sheet)
        column = 0 if name == "stages" else 1
        return chart_of(sheet, finding, column=column, by_month=sheet.name == "by-month") or BLANK

    # What organisations are called is no part of the ledger's point.
    key = ("picture", name, by, dashboard.asked.question, tuple(sorted(board.labels.organisations.items())))
    return dashboard.ledger.answer(key, draw)
