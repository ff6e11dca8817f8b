"""Finding a pack: by folder, or by ``id@edition`` among those that ship with Commonweal."""

from __future__ import annotations

import re
from pathlib import Path

SHIPPED = Path(__file__).parent / "packs"
"""The folder of the packs in this distribution: ``packs/<id>/<edition>/``."""


class MethodNotFound(LookupError):
    """No pack bears this name, and no folder has this path."""


def find(reference: str, beside: Path | None = None) -> Path:
    """The folder of a pack named as a path, ``id`` (its newest edition) or ``id@edition``.

    ``beside`` is the folder of a pack that names another. The other may lie next to it or one floor up, as
    ``<id>/<edition>``, ``<id>@<edition>`` or, in a folder that bears its id, ``<edition>``; only then come the
    shipped packs, and paths never, so that the working directory cannot change what a pack means.
    Raises ``MethodNotFound``.
    """
    if beside is None and (Path(reference) / "pack.yaml").is_file():
        return Path(reference)
    identity, _, edition = reference.partition("@")
    for root in (*((beside, beside.parent) if beside else ()), SHIPPED):
        for candidate in _candidates(root, identity, edition):
            if (candidate / "pack.yaml").is_file():
                return candidate
    known = ", ".join(shipped()) or "none"
    raise MethodNotFound(f"There is no method {reference!r}: neither a folder with a pack.yaml, nor one of: {known}")


def shipped() -> list[str]:
    """The names of the packs in this distribution, oldest edition first."""
    return [
        f"{folder.name}@{edition.name}"
        for folder in sorted(SHIPPED.iterdir())
        if folder.is_dir()
        for edition in _editions(folder)
    ]


def _candidates(root: Path, identity: str, edition: str) -> list[Path]:
    if edition:
        inside = [root / edition] if root.name == identity else []
        return [root / identity / edition, root / f"{identity}@{edition}", *inside]
    return list(reversed(_editions(root / identity)))


def _editions(folder: Path) -> list[Path]:
    """The editions in a folder, oldest first: 2026.2 comes before 2026.10."""
    if not folder.is_dir():
        return []
    editions = [child for child in folder.iterdir() if (child / "pack.yaml").is_file()]
    return sorted(editions, key=lambda child: ([int(part) for part in re.findall(r"[0-9]+", child.name)], child.name))
