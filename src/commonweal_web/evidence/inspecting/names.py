"""Names of files that can be kept."""

from __future__ import annotations

import re
import unicodedata
from pathlib import PurePosixPath

from commonweal_web.evidence.inspecting.unfit import Unfit

LONGEST_NAME = 200
PROGRAMS = frozenset(
    "app bat cmd com dll exe hta htm html jar js jse lnk mjs msi php pif ps1 py scr sh svg vbe vbs wsf xhtml".split()
)
"""Endings that a name may not hide before its last one: ``invoice.exe.pdf``."""


def checked_ending(name: str) -> str:
    """The ending of a name that can be kept. Raises ``Unfit`` for a path, for hidden signs, for a program's name."""
    if not name.strip() or len(name) > LONGEST_NAME:
        raise Unfit(f"Its name must have 1 to {LONGEST_NAME} letters. Give it a shorter name and send it again.")
    if re.search(r"[/\\]", name) or name.startswith("."):
        raise Unfit("Its name holds the path of a folder. Send it under its plain name, such as log.pdf.")
    if any(unicodedata.category(sign) in {"Cc", "Cf", "Cs", "Co"} for sign in name):
        raise Unfit("Its name holds signs that cannot be seen. Type it a new name and send it again.")
    suffixes = [suffix.lower() for suffix in PurePosixPath(name).suffixes]
    hidden = next((suffix for suffix in suffixes[:-1] if suffix.removeprefix(".") in PROGRAMS), "")
    if hidden:
        raise Unfit(f"Its name hides that of a program or page ({hidden}). Check what it is before you send it.")
    return suffixes[-1] if suffixes else "nothing"
