"""From a kept edition to the library's pack: written out once for each machine, read once for each process."""

from __future__ import annotations

import tempfile
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from commonweal.method import Pack, load_pack
from commonweal_web.methods.models import Edition


class EditionDamaged(RuntimeError):
    """A kept edition no longer gives the digest that it was kept under."""


def pack_of(edition: Edition) -> Pack:
    """The method of this edition. Raises ``EditionDamaged`` when it is not what was kept."""
    return _pack(str(edition.pk), edition.digest)


@lru_cache(maxsize=32)
def _pack(edition_id: str, digest: str) -> Pack:
    folder = Path(settings.HOME) / "methods" / digest / "pack"
    if not folder.is_dir():
        _write_out(Edition.objects.get(pk=edition_id), folder)
    pack = load_pack(folder)
    if pack.digest != digest:
        raise EditionDamaged(
            f"The method {pack.name} was kept with digest {digest[:12]}, and now has {pack.digest[:12]}."
        )
    return pack


def files_of(folder: Path) -> dict[str, str]:
    """The text of every file of a pack's folder, by its path in it."""
    return {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def _write_out(edition: Edition, folder: Path) -> None:
    """Whole or not at all: two processes may do it at once."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent) as rough:
        draft = Path(rough) / "pack"
        for name, text in edition.files.items():
            path = draft / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="")
        try:
            draft.rename(folder)
        except OSError:
            if not folder.is_dir():
                raise
