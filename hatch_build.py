"""What stops a build of our own distribution: a pack that may not be passed on, and styles that were not built.

It runs the library's guard (``commonweal.method.licence``) over every pack inside the package, before a wheel or
a source archive is made. An editable install ships nothing, so there a private pack may lie in the tree, and the
styles may be built later.
"""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

STYLES = Path("src", "commonweal_web", "design", "static", "design", "commonweal.css")


class Guard(BuildHookInterface[Any]):
    """Refuses to build a distribution that holds anything not redistributable, or lacks the platform's styles."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Check every shipped pack, and the styles; exits naming each pack and part that forbids passing it on."""
        if version == "editable":
            return
        package = Path(self.root, "src", "commonweal")
        packs = sorted(header.parent for header in package.rglob("pack.yaml"))
        faults = [f"{pack.relative_to(package)}: {text}" for pack in packs for text in _restricted(package, pack)]
        if not Path(self.root, STYLES).is_file():
            faults.append(f"{STYLES.as_posix()} is not there. Run tools/build_static.sh first.")
        if faults:
            self.app.abort("This distribution may not be built:\n" + "\n".join(faults))


def _restricted(package: Path, pack: Path) -> list[str]:
    """What in ``pack`` forbids shipping, as sentences."""
    licence = _guard(package)
    return [f"{problem.where}: {problem.message} {problem.remedy}" for problem in licence.restricted_parts(pack)]


def _guard(package: Path) -> ModuleType:
    """The library's guard, imported without what the packages' own ``__init__`` bring in.

    An isolated build has PyYAML but none of the engines, so bare packages stand in for the real ones.
    """
    for name, folder in (("commonweal", package), ("commonweal.method", package / "method")):
        stand_in = ModuleType(name)
        stand_in.__path__ = [str(folder)]
        sys.modules.setdefault(name, stand_in)
    return importlib.import_module("commonweal.method.licence")
