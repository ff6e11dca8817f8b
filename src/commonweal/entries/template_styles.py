"""How the workbook looks: one ink, pale bands for the groups, and enough contrast to read in print."""

from __future__ import annotations

from typing import Any, Final

from xlsxwriter.format import Format  # type: ignore[import-untyped]
from xlsxwriter.workbook import Workbook  # type: ignore[import-untyped]

INK: Final = "#16343F"
_PAPER: Final = "#FFFFFF"
_LINE: Final = "#B8C4C8"
BANDS: Final = ("#DCEBEA", "#F3E9D2", "#E3E6F3", "#E6F0DC", "#F3E0DC", "#EAE2EF", "#E4E9EC")
NEEDED: Final = "#FFF4C2"
"""The fill of an input that the chosen measure needs."""

_FONT: Final[dict[str, Any]] = {"font_name": "Arial", "font_size": 10, "font_color": INK, "valign": "top"}


class Styles:
    """The formats of one workbook, each made once."""

    def __init__(self, workbook: Workbook) -> None:
        self._workbook = workbook
        self.title = self._format(font_size=16, bold=True, valign="vcenter")
        self.lead = self._format(font_size=11, text_wrap=True)
        self.subtle = self._format(font_color="#4A5F68", valign="vcenter")
        self.section = self._format(font_size=12, bold=True, bottom=2, bottom_color=INK)
        self.total_label = self._format(bold=True, align="right", valign="vcenter")
        self.total_rows = self._format(bold=True, num_format="#,##0", border=1, border_color=_LINE, align="left")
        self.total_quantity = self._format(
            bold=True, num_format="#,##0.####", border=1, border_color=_LINE, align="left"
        )
        self.heading = self._format(
            bold=True, font_color=_PAPER, bg_color=INK, text_wrap=True, valign="vcenter", border=1, border_color=_LINE
        )
        self.bands = [
            self._format(bold=True, bg_color=colour, valign="vcenter", border=1, border_color=_LINE) for colour in BANDS
        ]
        self.text = self._format(num_format="@")
        self.long_text = self._format(num_format="@")
        self.number = self._format(num_format="#,##0.####")
        self.fraction = self._format(num_format="0.##%")
        self.day = self._format(num_format="dd/mm/yyyy", align="left")
        self.cell = self._format(text_wrap=True, border=1, border_color=_LINE)
        self.strong_cell = self._format(text_wrap=True, bold=True, border=1, border_color=_LINE)
        self.needed = workbook.add_format({"bg_color": NEEDED})

    def of_kind(self, kind: str) -> Format:
        """The format of a column's cells."""
        formats: dict[str, Format] = {
            "text": self.text,
            "long text": self.long_text,
            "number": self.number,
            "fraction": self.fraction,
            "day": self.day,
        }
        return formats[kind]

    def _format(self, **properties: Any) -> Format:
        return self._workbook.add_format({**_FONT, **properties})
