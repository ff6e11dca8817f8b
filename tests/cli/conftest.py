"""Run the command line in this process, on small files of a small method."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Callable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from commonweal.cli import main
from tests.minimal_pack import write_pack

AS_AT = "2026-03-31"


class Ran(NamedTuple):
    """What a command came to."""

    code: int
    out: str
    err: str

    @property
    def record(self) -> Any:
        """What it printed, read as JSON."""
        return json.loads(self.out)

    @property
    def line(self) -> str:
        """The one line that a wrong call prints, and nothing else."""
        assert self.code == 1
        assert self.out == ""
        assert self.err.startswith("commonweal: ")
        assert self.err.count("\n") == 1
        return self.err.removeprefix("commonweal: ").rstrip("\n")


Run = Callable[..., Ran]
Ledger = Callable[..., str]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, folder: Path) -> Run:
    """``run("value", "ledger.csv", "-m", "method")`` in ``folder``, on a screen of 100 columns."""
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setenv("NO_COLOR", "1")

    def call(*arguments: str | Path) -> Ran:
        monkeypatch.setattr(sys, "argv", ["commonweal", *map(str, arguments)])
        capsys.readouterr()
        with pytest.raises(SystemExit) as stopped:
            main()
        out, err = capsys.readouterr()
        assert "Traceback" not in out + err
        return Ran(int(stopped.value.code or 0), out, err)

    return call


@pytest.fixture(scope="session")
def method_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """£1,000 economic and £100 fiscal a job; −£50 social a harm; £1 local a pound; £12.34 an hour; £7 moved."""
    return write_pack(tmp_path_factory.mktemp("pack") / "method", proxies=PROXIES, measures=MEASURES)


def price(lane: str, amount: int | Decimal, price_year: int | str = 2024) -> dict[str, Any]:
    return {"lane": lane, "amount": amount, "price_year": price_year}


PROXIES: Mapping[str, Mapping[str, Any]] = {
    "job": {"title": "A year in work", "values": [price("economic", 1000), price("fiscal", 100)]},
    "harm": {"values": [price("social", -50)]},
    "spend": {"values": [price("local", 1, "nominal")]},
    "hour": {"values": [price("input", Decimal("12.34"), "nominal")]},
    "moved": {"values": [price("transfer", 7)]},
}
MEASURES: Mapping[str, Mapping[str, Any]] = {
    "work.job": {"code": "J1", "name": "Person into work", "proxies": ["job"], "unit": "FTE year"},
    "work.harm": {"proxies": ["harm"], "unit": "incident"},
    "work.spend": {"proxies": ["spend"], "unit": "£"},
    "work.hour": {"proxies": ["hour"], "unit": "hour"},
    "work.moved": {"proxies": ["moved"], "unit": "£"},
    "work.counted": {"name": "Trees planted", "proxies": [], "unit": "tree"},
    "work.story": {"name": "A story", "proxies": [], "unit": "note", "aggregation": "none"},
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, method_folder: Path) -> Path:
    """An empty folder to work in, with the method in ``method``."""
    here = tmp_path / "here"
    here.mkdir()
    (here / "method").symlink_to(method_folder)
    monkeypatch.chdir(here)
    return here


@pytest.fixture
def ledger(folder: Path) -> Ledger:
    """``ledger("a.csv", {…}, {…})`` writes entries; each says only what the test is about, and returns the name."""

    def write(name: str, *rows: Mapping[str, Any]) -> str:
        number = iter(range(1, len(rows) + 1))
        full = [
            {
                "entry": f"{Path(name).stem}-{next(number)}",
                "organisation": "Anytown",
                "measure": "work.job",
                "quantity": 1,
                "period_end": "2025-06-30",
                "stage": "delivered",
                **row,
            }
            for row in rows
        ]
        columns = list(dict.fromkeys(column for row in full for column in row))
        with (folder / name).open("w", encoding="utf-8", newline="") as lines:
            writer = csv.DictWriter(lines, columns)
            writer.writeheader()
            writer.writerows(full)
        return name

    return write


@pytest.fixture
def whole(ledger: Ledger) -> str:
    """One ledger with something of every kind."""
    return ledger(
        "whole.csv",
        {"quantity": "2.5", "assurance": "verified", "place": "E06000047", "activity": "Bridge"},
        {"measure": "work.job", "organisation": "Betterton", "quantity": 4, "activity": "Bridge"},
        {"measure": "work.harm", "quantity": 3},
        {"measure": "work.spend", "quantity": "1234.56", "organisation": "Betterton"},
        {"measure": "work.hour", "quantity": 10, "activity": "Talks"},
        {"measure": "work.moved", "quantity": 9},
        {"measure": "work.counted", "quantity": 1500},
        {"measure": "work.story", "quantity": "", "note": "It went well"},
        {"stage": "commitment", "quantity": 10},
        {"stage": "commitment", "quantity": 2, "period_end": "2027-06-30"},
        {"outcome_ref": "shared", "share": "0.25", "quantity": 8},
        {"outcome_ref": "shared", "share": "0.75", "quantity": 8, "organisation": "Betterton"},
    )
