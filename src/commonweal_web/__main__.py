"""``python -m commonweal_web COMMAND``: migrate, runserver, db_worker and every other command of Django."""

from __future__ import annotations

import os
import sys


def main() -> None:
    """Run one command with the platform's settings."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "commonweal_web.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
