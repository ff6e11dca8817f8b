"""How large a workbook may be. An honest one of ten thousand short rows is about half a megabyte."""

from __future__ import annotations

from typing import Final

MOST_BYTES: Final = 15 << 20
MOST_UNPACKED: Final = 200 << 20
"""Bytes of a workbook's parts when unpacked, all together."""
MOST_PARTS: Final = 2_000
MOST_ROWS: Final = 25_000
MOST_COLUMNS: Final = 300
KINDS: Final = (".xlsx", ".xlsm", ".ods", ".csv", ".tsv", ".txt")
"""Formats of which it can be told what they hold before they are opened. Those of .xls, .xlsb and .parquet cannot."""
KEPT_DAYS: Final = 90
"""Days after its last step that an uploaded file is kept."""
