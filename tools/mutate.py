"""Mutation checks: make one small wrong change at a time, and see whether a test notices.

    python tools/mutate.py [--seconds N] [MODULE…]        MODULE is a path below src/commonweal; all TARGETS without

It works on a copy of the tree, which it makes in a temporary folder. Tests are collected once; each mutant then runs
in a fork of that process, with the tests that run its statement, quickest first, until one fails. A mutant that is
not noticed in ``--seconds`` of tests is a survivor, so a figure can err on one side only. A change outside a
function (a constant, a key, a screen) is written to the copy and tried in a process of its own.
"""

from __future__ import annotations

import argparse
import ast
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import coverage
import pytest
from _pytest.runner import runtestprotocol

from mutants import Mutant, mutants
from swap import swap

ROOT = Path(__file__).parents[1]
PACKAGE = Path("src/commonweal")
TARGETS = (
    *("money.py", "valuation/rates.py", "valuation/economics.py", "valuation/engine.py", "valuation/card.py"),
    *("valuation/segments.py", "valuation/explain.py", "valuation/ranges.py", "valuation/backends/__init__.py"),
    *("entries/rules/*.py", "statement/shares.py", "statement/cube.py", "statement/totals.py"),
)
TESTS = (
    *("tests/test_money.py", "tests/valuation", "tests/statement"),
    *("tests/entries/test_rules.py", "tests/entries/test_rule_properties.py"),
)
COPIED = ("src", "tests", "tools", "docs", "examples", "pyproject.toml", "README.md")
QUIETLY = ("-p", "no:cacheprovider", "--basetemp", "scratch")
SECONDS = 8.0
"""Of tests, as timed without a mutant, that each mutant is given."""
CONTROL_SECONDS = 3.0
"""Of tests on each module as it is, put in place in the same way: they must pass."""
PATIENCE = 4
"""How many times as long as its tests a mutant may take before it counts as stuck, and so as noticed."""
ABORTED = 99
"""The exit code of a fork that could not ask its question."""


class Session:
    """A pytest plugin: in place of running the tests it collected, it tries every mutant on them."""

    def __init__(self, modules: Sequence[Path], seconds: float, folder: Path) -> None:
        self.modules, self.seconds, self.folder = modules, seconds, folder
        self.survivors = 0

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Time the tests, see which lines each runs, and then try mutant by mutant."""
        self.tests = {test.nodeid: test for test in session.items}
        if _forked(self._measure, 3600):
            raise SystemExit("A test fails without any mutant, so nothing can be said. Run make test first.")
        self.times: dict[str, float] = json.loads((self.folder / "times.json").read_text())
        lines = coverage.CoverageData(str(self.folder / "lines"))
        lines.read()
        print(f"{'module':<44}{'mutants':>8}{'noticed':>8}{'survive':>8}")
        for module in self.modules:
            by_line = lines.contexts_by_lineno(str(module.resolve()))
            self._try_all(module, {line: {test for test in tests if test} for line, tests in by_line.items()})
        return True

    def _measure(self) -> bool:
        """Run every test once with coverage. True when one fails."""
        times: dict[str, float] = {}
        measure = coverage.Coverage(str(self.folder / "lines"), config_file=False, source=[str(PACKAGE)])
        measure.start()
        for name in self.tests:
            measure.switch_context(name)
            before = time.monotonic()
            if self._fails([name]):
                sys.__stderr__.write(f"{name} fails\n") if sys.__stderr__ else None
                return True
            times[name] = time.monotonic() - before
        measure.stop()
        measure.save()
        (self.folder / "times.json").write_text(json.dumps(times))
        return False

    def _fails(self, names: Sequence[str]) -> bool:
        chosen = [self.tests[name] for name in names]
        for test, following in zip(chosen, [*chosen[1:], None], strict=True):
            if any(report.failed for report in runtestprotocol(test, nextitem=following, log=False)):
                return True
        return False

    def _try_all(self, module: Path, tests: dict[int, set[str]]) -> None:
        source = module.read_text(encoding="utf-8")
        tree = ast.parse(source)
        every = mutants(tree)
        self._control(module, tree, every, set().union(*tests.values()))
        alive = []
        for mutant in every:
            first, last = mutant.statement
            lines = tests if mutant.function is None else range(first, last + 1)
            names = self._in_time(set().union(*(tests.get(line, set()) for line in lines)), self.seconds)
            if not self._noticed(module, tree, mutant, names):
                alive.append(f"    {module.name}:{mutant.line} [{mutant.function}] {mutant.what}")
        module.write_text(source, encoding="utf-8")
        print(f"{module.relative_to(PACKAGE)!s:<44}{len(every):>8}{len(every) - len(alive):>8}{len(alive):>8}")
        print("\n".join(alive), end="\n" if alive else "", flush=True)
        self.survivors += len(alive)

    def _control(self, module: Path, tree: ast.Module, every: list[Mutant], names: set[str]) -> None:
        """Put every function in place unchanged: if that is noticed, the mutants say nothing."""
        quick = self._in_time(names, CONTROL_SECONDS)

        def fails() -> bool:
            for function in {mutant.function for mutant in every if mutant.function}:
                swap(module, function, tree)
            return self._fails(quick)

        if _forked(fails, 3600) or self._noticed(module, tree, Mutant.none(tree), quick):
            raise SystemExit(f"Tests fail on {module} as it is, put in place as a mutant would be.")

    def _in_time(self, names: set[str], left: float) -> list[str]:
        """The quickest of the tests that together take no longer than the seconds that are left."""
        chosen = []
        for name in sorted(names, key=lambda name: (self.times[name], name)):
            left -= self.times[name]
            if left < 0:
                break
            chosen.append(name)
        return chosen

    def _noticed(self, module: Path, tree: ast.Module, mutant: Mutant, names: list[str]) -> bool:
        if not names:
            return False
        limit = PATIENCE * (5 + sum(self.times[name] for name in names))
        changed = mutant.applied(tree)
        if mutant.function is None:
            module.write_text(ast.unparse(changed), encoding="utf-8")
            command = [sys.executable, "-m", "pytest", "-xq", *QUIETLY, *names]
            try:
                return bool(subprocess.run(command, capture_output=True, timeout=limit, check=False).returncode)
            except subprocess.TimeoutExpired:
                return True

        function = mutant.function

        def fails() -> bool:
            swap(module, function, changed)
            return self._fails(names)

        return _forked(fails, limit)


def _forked(question: Callable[[], bool], limit: float) -> bool:
    """Whether the question, asked in a fork of this process, is answered with yes, not at all, or not in time."""
    child = os.fork()
    if not child:
        answer = ABORTED
        try:
            answer = int(question())
        except LookupError as error:
            print(error, file=sys.__stderr__, flush=True)
        finally:
            os._exit(answer)
    deadline = time.monotonic() + limit
    while time.monotonic() < deadline:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            if os.waitstatus_to_exitcode(status) == ABORTED:
                raise SystemExit("A mutant could not be put in place, so the run would say nothing.")
            return status != 0
        time.sleep(0.005)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return True


def _modules(wanted: Sequence[str]) -> list[Path]:
    return [module for pattern in wanted for module in sorted(PACKAGE.glob(pattern))]


def main() -> int:
    """Copy the tree, start again inside the copy, and try the mutants there."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("modules", nargs="*", default=TARGETS, metavar="MODULE")
    asked.add_argument("--seconds", type=float, default=SECONDS)
    asked.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    options = asked.parse_args()
    if options.inside:
        session = Session(_modules(options.modules), options.seconds, Path.cwd() / "measured")
        arguments = ["-qq", "-k", "not spark", *QUIETLY, *TESTS]
        return int(pytest.main(arguments, plugins=[session]))
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder)
        for name in COPIED:
            if (ROOT / name).is_dir():
                shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copy(ROOT / name, copy / name)
        (copy / "measured").mkdir()
        # The copy comes first on the path, before the tree that is installed; on CI hypothesis tries the same examples
        # each time.
        environment = os.environ | {"PYTHONPATH": str(copy / "src"), "PYTHONDONTWRITEBYTECODE": "1", "CI": "true"}
        command = [sys.executable, "tools/mutate.py", "--inside", f"--seconds={options.seconds}", *options.modules]
        return subprocess.run(command, cwd=copy, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
