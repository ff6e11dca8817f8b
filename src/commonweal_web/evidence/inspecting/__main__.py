"""One file inspected in a process of its own, within limits of time and memory; the answer is JSON on the screen."""

from __future__ import annotations

import json
import sys
from importlib.util import find_spec
from pathlib import Path

from commonweal_web.evidence.inspecting.content import inspect
from commonweal_web.evidence.inspecting.unfit import Unfit

SECONDS = 40
MEMORY = 1_200_000_000
LARGEST_COPY = 200_000_000


def main() -> None:
    """``python -m commonweal_web.evidence.inspecting FILE NAME CLEAN``."""
    path, name, clean = sys.argv[1:]
    _within_limits()
    try:
        found = inspect(Path(path), name, Path(clean))
        answer: dict[str, object] = {
            "kind": found.kind,
            "details": found.details,
            "is_cleaned": found.clean is not None,
        }
    except Unfit as unfit:
        answer = {"unfit": str(unfit)}
    sys.stdout.write(json.dumps(answer))


def _within_limits() -> None:
    if find_spec("resource") is None:  # Windows has none; there the parent's patience is the only limit
        return
    import resource

    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (LARGEST_COPY, LARGEST_COPY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    main()
