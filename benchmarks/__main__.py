"""All benchmarks, one after another: ``make benchmarks``."""

from __future__ import annotations

import runpy
import sys

for name in ("engine", "large_file", "read_workbook", "places", "needs"):
    sys.argv = [name]
    runpy.run_module(f"benchmarks.{name}", run_name="__main__")
