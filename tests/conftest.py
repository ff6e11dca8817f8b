"""Fixtures that any test may use."""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from filelock import FileLock
from hypothesis import settings

from tests.minimal_pack import write_pack

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

WritePack = Callable[..., Path]

# A slow machine is not a failure; on CI the same examples are tried each time, so that a red run can be repeated.
settings.register_profile("here", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "here")


@pytest.fixture(scope="session")
def repo_root() -> Path:
    """The folder that holds pyproject.toml."""
    return Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def shared(repo_root: Path) -> Path:
    """The shared folder of real published tables, which is not part of the repository.

    It stands beside the repository, or where COMMONWEAL_SHARED says. Without it the test is skipped.
    """
    folder = Path(os.environ.get("COMMONWEAL_SHARED") or repo_root.parent / "shared")
    if not folder.is_dir():
        pytest.skip("The shared tables are not here: put shared/ beside the repository or set COMMONWEAL_SHARED.")
    return folder


@pytest.fixture(scope="session")
def built_styles(repo_root: Path) -> Path:
    """The folder of the platform's built styles, fresh: the build does nothing when nothing changed."""
    with FileLock(Path(tempfile.gettempdir()) / f"commonweal-static-{os.getuid()}.lock"):
        subprocess.run([repo_root / "tools" / "build_static.sh"], check=True)
    return repo_root / "src" / "commonweal_web" / "design" / "static" / "design"


@pytest.fixture(scope="session")
def spark_cluster() -> Iterator[SparkSession]:
    """A Spark session on a real cluster of one master and two workers, each a process of its own."""
    from spark_cluster import cluster_session, standalone_cluster

    with standalone_cluster(workers=2) as address, cluster_session(address, workers=2) as session:
        yield session


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Say which tests one process keeps together, when there are several: those of a file, and those of the cluster.

    Those of the cluster take longest to begin: several processes begin with them, so that nobody waits for them at
    the end; one process ends with them, so that a quick failure is not kept waiting.
    """

    def needs_the_cluster(test: pytest.Item) -> bool:
        return "spark_cluster" in getattr(test, "fixturenames", ())

    items.sort(key=needs_the_cluster, reverse="PYTEST_XDIST_WORKER" in os.environ)
    for test in items:
        test.add_marker(pytest.mark.xdist_group("cluster" if needs_the_cluster(test) else test.location[0]))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """On CI nothing is skipped in silence: a skip, whatever its reason, is a failure."""
    report = yield
    if os.environ.get("CI") and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"Skipped on CI, where everything must run: {report.longreprtext}"
    return report


@pytest.fixture(name="write_pack")
def _write_pack() -> WritePack:
    """``write_pack(folder, header=, sources=, proxies=, measures=, files=)``: see ``tests.minimal_pack``."""
    return write_pack
