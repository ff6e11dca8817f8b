"""The licence guard: what may be used but not passed on, and what may not be shipped."""

from __future__ import annotations

import re
from pathlib import Path

from commonweal.method.folder import PackFolder, read_folder
from commonweal.problems import Problem

_FORBIDS_SHIPPING = re.compile(
    r"(?<![a-z])(nc|nd|non[ -]?commercial|no[ -]?deriv(ative)?s?|all rights reserved)(?![a-z])", re.IGNORECASE
)
"""Words of licences that forbid use for gain, changed copies, or any copy."""


def restricted_parts(path: Path) -> list[Problem]:
    """Everything in the pack folder ``path`` that forbids passing it on; empty when it may be published.

    Looks at the files as written, so that it also guards the build of this distribution. What cannot be read
    may not be shipped either.
    """
    return restricted_in(read_folder(path))


def restricted_in(folder: PackFolder) -> list[Problem]:
    """The same of a pack whose files are read, or are still to be written."""
    header, sources = folder.header, folder.sources
    problems = [*header.problems, *sources.problems]
    stated = header.content if isinstance(header.content, dict) else {}
    if stated.get("redistributable") is not True:
        message = f"The pack {folder.path.resolve().name} is not marked redistributable."
        problems.append(header.problem("licence", ("redistributable",), message, "Use it where it is; do not ship it."))
    elif _FORBIDS_SHIPPING.search(str(stated.get("licence", ""))):
        message = f"The pack is marked redistributable, but its licence ({stated['licence']}) forbids it."
        problems.append(header.problem("licence", ("licence",), message, "Mark it redistributable: false."))
    named = sources.content if isinstance(sources.content, dict) else {}
    for name, source in named.items():
        facts = source if isinstance(source, dict) else {}
        licence = str(facts.get("licence", ""))
        if facts.get("redistributable") is not True:
            message = f"The source '{name}' is not marked redistributable, so a pack that holds it cannot be published."
            remedy = "Take its proxies out, or mark the whole pack redistributable: false and use it privately."
            problems.append(sources.problem("licence", (name,), message, remedy))
        elif _FORBIDS_SHIPPING.search(licence):
            message = f"The source '{name}' is marked redistributable, but its licence ({licence}) forbids it."
            problems.append(sources.problem("licence", (name,), message, "Mark it redistributable: false."))
    return problems
