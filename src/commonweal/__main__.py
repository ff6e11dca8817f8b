"""``commonweal``, and ``python -m commonweal``: the command line."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line. What is imported before it can answer for itself is stopped without a traceback too."""
    try:
        from commonweal.cli import main as command_line

        command_line()
    except KeyboardInterrupt:
        sys.exit("commonweal: stopped before the end; run it again for the whole")


if __name__ == "__main__":
    main()
