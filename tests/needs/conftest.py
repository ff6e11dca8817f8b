"""Data folders of the tests of needs: each is made once, and only read."""

from __future__ import annotations

from pathlib import Path

import pytest

from commonweal.needs.england import England
from commonweal.places.store import Store
from tests.needs.held import anyland_counts, hold_anyland, hold_real


@pytest.fixture(scope="session")
def anyland(tmp_path_factory: pytest.TempPathFactory) -> England:
    """The made-up country of ``held.hold_anyland``."""
    return England(hold_anyland(tmp_path_factory.mktemp("anyland")), anyland_counts())


@pytest.fixture(scope="session")
def real_store(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Store:
    """The real files of ``held.REAL``."""
    return hold_real(shared, tmp_path_factory.mktemp("real"))


@pytest.fixture(scope="session")
def england(real_store: Store) -> England:
    """England as the real files have it."""
    return England(real_store)
