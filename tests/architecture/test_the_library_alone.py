"""Whoever installs only the library needs nothing that its own list of requirements does not name; no Django."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

RUN_ALONE = """
import pkgutil, runpy, sys
from importlib.metadata import distribution, packages_distributions
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

def wanted(name, seen):
    # What an installation of ``name`` without extras brings with it.
    seen.add(name)
    for requirement in map(Requirement, distribution(name).requires or ()):
        needed = canonicalize_name(requirement.name)
        if needed not in seen and (requirement.marker is None or requirement.marker.evaluate({"extra": ""})):
            wanted(needed, seen)
    return seen

there = wanted("commonweal", set())
assert "polars" in there and "django" not in there, there

class NothingElse:
    owners = {module: set(map(canonicalize_name, owners)) for module, owners in packages_distributions().items()}
    def find_spec(self, name, path=None, target=None):
        top = name.partition(".")[0]
        if top == "commonweal_web" or (top in self.owners and not self.owners[top] & there):
            raise ModuleNotFoundError(f"No module named {name!r}: it is not there", name=name)

sys.meta_path.insert(0, NothingElse())
for absent in ("django", "pandas", "pyarrow", "commonweal_web"):
    try:
        __import__(absent)
    except ModuleNotFoundError:
        continue
    raise AssertionError(f"{absent} is there")

import commonweal
for module in pkgutil.walk_packages(commonweal.__path__, "commonweal."):
    if "backends" not in module.name and not module.name.endswith("__main__"):
        __import__(module.name)
sys.argv = ["commonweal", *sys.argv[1:]]
runpy.run_module("commonweal", run_name="__main__")
"""


def test_it_values_real_entries_without_the_platform_or_any_extra(repo_root: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", RUN_ALONE, "value", "examples/nepo.csv", "--method", "commonweal-open@2026.1"],
        cwd=repo_root,
        env={name: text for name, text in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Additional social value" in done.stdout
