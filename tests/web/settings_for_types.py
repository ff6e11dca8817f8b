"""The settings that mypy reads: it leaves without tidying up, so its data folder is always the same one."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

os.environ["COMMONWEAL_HOME"] = str(Path(tempfile.gettempdir()) / "commonweal-types")
os.environ["COMMONWEAL_SECRET_KEY"] = "only for reading types " * 3

from commonweal_web.settings import *  # noqa: F403
