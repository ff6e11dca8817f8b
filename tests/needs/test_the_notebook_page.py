"""The Python that ``docs/tutorial/in-a-notebook.md`` shows runs on the real files, and says what the page says."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

import commonweal.needs
import commonweal.places


def test_every_block_runs_after_the_one_before(
    repo_root: Path, shared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = (repo_root / "docs" / "tutorial" / "in-a-notebook.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^```python\n(.*?)^```", page, flags=re.DOTALL | re.MULTILINE)
    assert len(blocks) == 8
    monkeypatch.chdir(tmp_path)
    names: dict[str, Any] = {"data": shared / "data"}
    for number, block in enumerate(blocks, start=1):
        exec(compile(block, f"block {number} of the page", "exec"), names)
    assert (names["durham"].code, names["gazetteer"].small_areas_of(names["durham"]).height) == ("E06000047", 330)
    assert names["placed"].columns == ["supplier", "place", "lsoa21", "ward24", "ltla24", "approximate"]
    assert names["local"].to_list() == [True, True, False]
    assert (names["health"].rank, names["health"].of) == (18, 296)
    assert len(names["pack"].measures) == 5
    assert names["reach"].most_in_need
    assert len(names["reach"].not_reached) <= len(names["reach"].most_in_need)
    for name in ("priorities.svg", "indicators.svg"):
        assert (tmp_path / name).read_text(encoding="utf-8").startswith("<svg")


@pytest.mark.parametrize("package", [commonweal.needs, commonweal.places], ids=lambda package: package.__name__)
def test_every_name_that_a_package_offers_is_there_and_no_other(package: Any) -> None:
    for name in package.__all__:
        assert getattr(package, name).__name__ == name
    with pytest.raises(AttributeError, match="has no attribute 'Nonsense'"):
        _ = package.Nonsense
