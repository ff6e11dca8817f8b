"""The methods that can be chosen: those that ship with Commonweal, and the packs in the installation's own folder."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

from commonweal.method.catalogue import shipped


def references() -> dict[str, str]:
    """What can be chosen, by its name, and where it is found."""
    own = {
        f"{folder.parent.name}@{folder.name}": str(folder)
        for folder in sorted(_own_folder().glob("*/*"))
        if (folder / "pack.yaml").is_file()
    }
    return {name: name for name in shipped()} | {f"{name}, of this installation": path for name, path in own.items()}


def _own_folder() -> Path:
    return Path(settings.METHODS_FOLDER)
