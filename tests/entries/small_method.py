"""A small method for the tests of reading: jobs with three inputs, sessions with two, a plain count, and words."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from commonweal.method import Pack, load_pack
from tests.minimal_pack import write_pack

PEOPLE = {"id": "people", "label": "People", "unit": "people"}
FTE = {"id": "fte", "label": "Share of full time", "unit": "FTE"}
YEARS = {"id": "years", "label": "Years", "unit": "years"}
HOURS = {"id": "hours", "label": "Hours", "unit": "hours"}
ATTENDEES = {"id": "attendees", "label": "Attendees", "unit": "people"}

MEASURES: dict[str, dict[str, Any]] = {
    "work.jobs": {
        "code": "W01",
        "name": "Unemployed resident into work",
        "unit": "FTE year",
        "inputs": [PEOPLE, FTE, YEARS],
        "evidence": ["Payroll start date"],
        "caution": "Count each person once.",
    },
    "work.sessions": {"code": "W02", "name": "Career sessions", "inputs": [HOURS, ATTENDEES], "sdg": ["8.5"]},
    "work.plain": {"name": "A plain count"},
    "work.same-a": {"code": "W03", "name": "Same name"},
    "work.same-b": {"code": "W04", "name": "Same name"},
    "work.words": {"code": "W05", "name": "Told in words", "aggregation": "none", "proxies": []},
}


def small_method(folder: Path, **header: Any) -> Pack:
    """The method, written to ``folder`` and loaded."""
    return load_pack(write_pack(folder, header=header, measures=MEASURES))
