"""The doorway to the platform, which is a package of its own: the library runs its commands and never imports it."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.util import find_spec
from typing import NoReturn

from commonweal.cli.failures import WrongCall

PARTS = ("commonweal_web", "django")
"""What must be there: the package comes with the library, what it stands on with the extra ``platform``."""


def run_on_platform(command: str, *words: object) -> NoReturn:
    """Become ``python -m commonweal_web COMMAND WORDS…``, so that signals and exit codes are its own.

    Raises ``WrongCall`` where the platform is not installed.
    """
    if not all(find_spec(part) for part in PARTS):
        raise WrongCall("the platform is not installed here. Install it with: pip install 'commonweal[platform]'")
    whole = [sys.executable, "-m", "commonweal_web", command, *map(str, words)]
    if os.name == "posix":
        sys.stdout.flush()
        os.execv(whole[0], whole)
    sys.exit(subprocess.run(whole, check=False).returncode)
