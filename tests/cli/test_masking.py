"""What may be used but not passed on is never printed or written, save on one's own screen when asked for."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import polars as pl
import pytest

from tests.cli.conftest import AS_AT, Ledger, Ran, Run, price
from tests.minimal_pack import write_pack

AMOUNT = Decimal("8642.97")
LATER = Decimal("7531.86")
DEADWEIGHT = Decimal("0.3")
INDEX_2012_13 = Decimal("72.316925")
SECRETS = (
    "8642",
    "8,642",
    "6050.08",
    "6,050.08",
    "6050.079",
    "6,050.079",
    "7531",
    "7,531",
    "10415",
    "10,415",
    "7290.5",
    "7,290.5",
    "13340.6",
)
"""The amounts, the rates made of them, and where prices are uprated on the way."""

FIXED = ("-m", "closed", "--as-at", AS_AT)


def leaks(text: str) -> list[str]:
    return [secret for secret in SECRETS if secret in text]


@pytest.fixture(params=["the pack", "the source"])
def closed(request: pytest.FixtureRequest, folder: Path) -> Path:
    """A method with one open and one closed measure; either the pack itself or only the source is closed."""
    by_pack = request.param == "the pack"
    return closed_pack(folder / "closed", by_pack=by_pack)


def closed_pack(where: Path, *, by_pack: bool, later: Decimal = LATER) -> Path:
    return write_pack(
        where,
        header={"redistributable": False, "licence": "all rights reserved"} if by_pack else {"redistributable": True},
        sources={} if by_pack else {"closed-source": {"redistributable": False, "licence": "all rights reserved"}},
        proxies={
            "secret": {
                "title": "A licensed value",
                "source": "test-source" if by_pack else "closed-source",
                "values": [price("social", AMOUNT), price("fiscal", later, "2012/13")],
            },
            "open": {"values": [price("economic", 1000)]},
        },
        measures={
            "work.secret": {"proxies": ["secret"], "additionality": {"deadweight": DEADWEIGHT, "basis": "judgement"}},
            "work.open": {"proxies": ["open"]},
        },
    )


@pytest.fixture
def told(closed: Path, ledger: Ledger) -> str:
    """Quantities by which no product happens to look like an amount."""
    ledger(
        "told.csv",
        {"measure": "work.secret", "quantity": 7, "organisation": "Anytown"},
        {"measure": "work.open", "quantity": 3, "organisation": "Anytown"},
        {"measure": "work.secret", "quantity": 11, "organisation": "Betterton", "period_start": "2020-01-01"},
        {"measure": "work.secret", "quantity": 13, "stage": "commitment"},
    )
    return "told.csv"


def everything(ran: Ran, folder: Path) -> str:
    """All that a command printed and wrote."""
    written = ""
    for path in folder.glob("out*"):
        if path.suffix == ".parquet":
            written += pl.read_parquet(path).write_csv()
        elif path.suffix == ".xlsx":
            with zipfile.ZipFile(path) as parts:
                written += "".join(parts.read(name).decode("utf-8", "replace") for name in parts.namelist())
        else:
            written += path.read_text(encoding="utf-8")
        path.unlink()
    return ran.out + ran.err + written


Question = tuple[str, ...]
QUESTIONS: list[Question] = [
    (),
    ("--lines",),
    ("--by", "measure"),
    ("--by", "entry"),
    ("--by", "organisation,outcome"),
    ("--by", "measure", "--lines", "--compare", "commitment,delivered"),
    ("--stage", "commitment", "--lines", "--by", "entry"),
]


@pytest.mark.parametrize("question", QUESTIONS, ids=" ".join)
@pytest.mark.parametrize("kind", ["table", "json", "csv", "parquet"])
def test_value(run: Run, told: str, folder: Path, kind: str, question: Question) -> None:
    text = everything(run("value", told, *FIXED, "--format", kind, "--out", f"out.{kind}", *question), folder)
    assert len(text) > 100
    assert leaks(text) == []


def test_the_value_itself_is_used(run: Run, told: str) -> None:
    record = run("value", told, *FIXED, "--format", "json").record
    kept = 1 - DEADWEIGHT
    social, fiscal = AMOUNT * kept, LATER * 100 / INDEX_2012_13 * kept
    lines = [quantity * rate for quantity in (7, 11) for rate in (social, fiscal)]
    expected = sum(line.quantize(Decimal("0.01"), ROUND_HALF_UP) for line in lines) + 3000
    assert record["totals"]["additional"] == str(expected)


def test_lines_say_that_they_are_masked(run: Run, told: str) -> None:
    lines = {line["entry"]: line for line in run("value", told, *FIXED, "--format", "json", "--lines").record["lines"]}
    nothing = dict.fromkeys(("quantity", "share", "rates", "lanes", "additional"))
    assert lines["told-1"] == {"entry": "told-1", "measure": "work.secret", "masked": True, **nothing}
    assert "masked" in run("value", told, *FIXED, "--lines").out


def test_a_group_has_no_quantity_to_divide_by(run: Run, told: str) -> None:
    record = run("value", told, *FIXED, "--format", "json", "--by", "measure").record
    groups = {group["measure"]: group["quantity"] for group in record["by"]}
    assert groups["work.secret"] is None


@pytest.mark.parametrize("kind", ["table", "json", "csv", "parquet"])
@pytest.mark.parametrize(
    "question",
    [("--by", "entry"), ("--by", "measure"), ("--by", "reference"), ("--by", "entry", "--compare", "target,delivered")],
    ids=" ".join,
)
@pytest.mark.usefixtures("closed")
def test_one_of_something_never_gives_its_value_away(
    run: Run, ledger: Ledger, folder: Path, kind: str, question: Question
) -> None:
    name = ledger(
        "one.csv",
        {"measure": "work.secret", "quantity": 1, "reference": "alone"},
        {"measure": "work.secret", "quantity": 3, "reference": "many", "entry": "one-2"},
        {"measure": "work.open", "quantity": 4, "reference": "many", "entry": "one-3"},
    )
    text = everything(run("value", name, *FIXED, "--format", kind, "--out", f"out.{kind}", *question), folder)
    assert len(text) > 100
    # The total of the ledger is its own; what one entry or one measure is worth is nowhere.
    assert leaks(text) == []


def test_movers_do_not_say_how_far(run: Run, told: str) -> None:
    movers = run("value", told, *FIXED, "--format", "json").record["range_basis"]["movers"]
    assert next(mover for mover in movers if "licensed" in mover["assumption"])["swing"] is None


def test_an_open_measure_of_a_pack_with_a_closed_source_is_not_masked(run: Run, folder: Path, ledger: Ledger) -> None:
    closed_pack(folder / "closed", by_pack=False)
    name = ledger("a.csv", {"measure": "work.open", "quantity": 3})
    [line] = run("value", name, *FIXED, "--format", "json", "--lines").record["lines"]
    assert (line["masked"], line["rates"]) == (False, {"economic": "1000.000000"})


Command = Callable[[str], tuple[str, ...]]
COMMANDS: dict[str, Command] = {
    "check": lambda name: ("check", name, "-m", "closed"),
    "check json": lambda name: ("check", name, "-m", "closed", "--format", "json"),
    "explain": lambda name: ("explain", name, "--entry", "told-1", "-m", "closed"),
    "rates": lambda _: ("rates", "-m", "closed", "--year", "2025"),
    "rates json": lambda _: ("rates", "-m", "closed", "--year", "2025", "--format", "json"),
    "rates csv": lambda _: ("rates", "-m", "closed", "--year", "2025", "--format", "csv"),
    "rates parquet": lambda _: ("rates", "-m", "closed", "--year", "2025", "--out", "out.parquet"),
    "rates in a file": lambda _: ("rates", "-m", "closed", "--year", "2025", "--out", "out.txt"),
    "template": lambda _: ("template", "-m", "closed", "--out", "out.xlsx"),
    "template filled": lambda name: ("template", "-m", "closed", "--entries", name, "--out", "out.xlsx"),
    "method lint": lambda _: ("method", "lint", "closed"),
    "method lint json": lambda _: ("method", "lint", "closed", "--format", "json"),
    "method show": lambda _: ("method", "show", "closed"),
    "method show measure": lambda _: ("method", "show", "closed", "--measure", "work.secret"),
    "method diff": lambda _: ("method", "diff", "closed", "next"),
    "method diff json": lambda _: ("method", "diff", "closed", "next", "--format", "json"),
    "method diff from nothing": lambda _: ("method", "diff", "method", "closed"),
}


@pytest.mark.parametrize("command", COMMANDS)
def test_every_other_command(run: Run, told: str, closed: Path, folder: Path, command: str) -> None:
    by_pack = "redistributable: false" in (closed / "pack.yaml").read_text(encoding="utf-8")
    closed_pack(folder / "next", by_pack=by_pack, later=LATER + 1)
    ran = run(*COMMANDS[command](told))
    text = everything(ran, folder)
    assert ran.code in (0, 2)
    assert len(text) > 40
    assert leaks(text) == []


def test_only_the_screen_shows_them_when_asked(run: Run, told: str) -> None:
    explained = run("explain", told, "--entry", "told-1", "-m", "closed")
    assert "may be used but not passed on" in explained.out
    asked = run("explain", told, "--entry", "told-1", "-m", "closed", "--show-licensed")
    assert {"8,642", "7,531"} <= set(leaks(asked.out))
    card = run("rates", "-m", "closed", "--year", "2025", "--show-licensed")
    assert card.code == 0
    assert "13,340.6" in card.out, "£8,642.97 + £10,415.07, less 30 %"


@pytest.mark.parametrize("where", [("--format", "json"), ("--format", "csv"), ("--out", "out.csv"), ("--out", "x")])
def test_never_in_a_file(run: Run, closed: Path, folder: Path, where: tuple[str, ...]) -> None:
    line = run("rates", "-m", "closed", "--year", "2025", "--show-licensed", *where).line
    assert line == "--show-licensed is for the table on your own screen: leave out --out and --format"
    assert not (folder / where[1]).exists()
