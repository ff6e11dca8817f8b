"""``python -m commonweal_web COMMAND``: start, serve, and every other command of Django."""

from __future__ import annotations

import os
import sys
from importlib.util import find_spec


def main() -> None:
    """Run one command with the platform's settings."""
    if find_spec("django") is None:
        sys.exit("commonweal: the platform is not installed here. Install it with: pip install 'commonweal[platform]'")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "commonweal_web.settings")
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as refusal:
        sys.exit(f"commonweal: {refusal}")


if __name__ == "__main__":
    main()
