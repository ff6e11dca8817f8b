"""What people read: every line fits its screen, no figure is broken, and what was written is shown as written."""

from __future__ import annotations

import re
import sys
from html import unescape
from pathlib import Path

import pytest
from rich.cells import cell_len

import commonweal
from picture_of_statement import COMMAND, PICTURE
from tests.cli.conftest import AS_AT, Ledger, Run

ROOT = Path(__file__).resolve().parents[2]
OPEN = ("-m", "commonweal-open@2026.1")
EXAMPLES = tuple(str(path) for path in sorted((ROOT / "examples").glob("*.csv")))
WHOLE_MONEY = re.compile(r"-?£\d{1,3}(,\d{3})*(\.\d+)?")

SCREENS: dict[str, tuple[str, ...]] = {
    "value": ("value", *EXAMPLES, *OPEN, "--as-at", AS_AT),
    "value by one": ("value", *EXAMPLES, *OPEN, "--as-at", AS_AT, "--by", "organisation"),
    "value by many": ("value", *EXAMPLES, *OPEN, "--as-at", AS_AT, "--by", "organisation,theme,measure,activity"),
    "value compared": ("value", *EXAMPLES, *OPEN, "--as-at", AS_AT, "--compare", "commitment,delivered"),
    "value lines": ("value", *EXAMPLES, *OPEN, "--as-at", AS_AT, "--lines"),
    "check": ("check", *EXAMPLES, *OPEN),
    "explain": ("explain", *EXAMPLES, *OPEN, "--entry", "gloucestershire-2"),
    "rates": ("rates", *OPEN, "--year", "2025"),
    "method show": ("method", "show", "commonweal-open"),
    "method show measure": ("method", "show", "commonweal-open", "--measure", "W01"),
    "method list": ("method", "list"),
    "help": ("--help",),
    "value help": ("value", "--help"),
    "token make help": ("token", "make", "--help"),
}


@pytest.mark.parametrize("width", [80, 100])
@pytest.mark.parametrize("screen", SCREENS)
def test_every_line_fits(run: Run, screen: str, width: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    ran = run(*SCREENS[screen])
    assert ran.code == 0
    assert max(map(cell_len, ran.out.splitlines())) <= width
    assert "…" not in ran.out.replace("NAME,…", "").replace("COLUMN,…", "").replace("YEAR,…", ""), "nothing is chopped"


@pytest.mark.parametrize("width", [60, 80, 100, 200])
@pytest.mark.parametrize("by", ["organisation", "organisation,theme", "entry,measure,activity"])
def test_no_figure_of_a_group_is_broken_or_lost(run: Run, by: str, width: int, monkeypatch: pytest.MonkeyPatch) -> None:
    question = ("value", *EXAMPLES, *OPEN, "--as-at", AS_AT, "--by", by)
    groups = run(*question, "--format", "json").record["by"]
    monkeypatch.setenv("COLUMNS", str(width))
    shown = {match.group() for match in WHOLE_MONEY.finditer(run(*question).out)}
    for group in groups:
        for kind in ("additional", "local", "input", "transfer"):
            if group[kind] != "0.00":
                assert f"£{float(group[kind]):,.2f}" in shown


def test_a_wide_screen_has_a_table_and_a_narrow_one_a_list(
    run: Run, whole: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    question = ("value", whole, "-m", "method", "--as-at", AS_AT, "--by", "organisation")
    assert re.search(r"^Organisation +Additional +Likely +Local", run(*question).out, re.M)
    monkeypatch.setenv("COLUMNS", "60")
    narrow = run(*question).out
    assert re.search(r"^Betterton$\n^  Additional +£11,000\.00$\n^  Likely", narrow, re.M)


def test_themes_outcomes_and_measures_go_by_their_names(run: Run, whole: str) -> None:
    out = run("value", whole, "-m", "method", "--as-at", AS_AT, "--by", "theme,outcome,measure,partner").out
    for name in ("Work", "More people in good work", "Person into work", "not stated"):
        assert name in out


def test_promise_and_delivery(run: Run, whole: str) -> None:
    question = ("value", whole, "-m", "method", "--as-at", AS_AT, "--compare", "commitment,delivered")
    out = run(*question, "--by", "organisation").out
    assert "From commitment to delivered: what had fallen due by 2026-03-31" in out
    rows = [line.split() for line in out.splitlines()]
    assert ["Anytown", "£11,000.00", "£4,800.00", "43.6%", "£2,200.00", "£0.00", "£0.00"] in rows
    assert ["Betterton", "£0.00", "£11,000.00", "–", "£0.00", "£0.00", "£1,234.56"] in rows
    assert ["All", "£11,000.00", "£15,800.00", "143.6%", "£2,200.00", "£0.00", "£1,234.56"] in rows
    alone = [line.split() for line in run(*question).out.splitlines()]
    assert ["All", "£11,000.00", "£15,800.00", "143.6%", "£2,200.00", "£0.00", "£1,234.56"] in alone


def test_the_statement_says_what_it_is(run: Run, whole: str) -> None:
    out = run("value", whole, "-m", "method", "--as-at", AS_AT, "--lines").out
    for told in (
        "Social value statement: what was delivered",
        "in 2024 prices, as at 2026-03-31",
        "12 entries read: 8 valued, 2 counted only, 2 left out (stage is commitment)",
        "disbenefits",
        "as each reported it",
        "How far it is proved",
        "£13,050.00 (82.6%) of it is not tied to a place.",
        "Trees planted",
        "told, not measured",
        "Value of “A year in work”",
        "90 in 100 of 10,000 draws",
        "nothing is discounted between the years of entries",
        "the totals count its agreed share, 0.25",
    ):
        assert told in " ".join(out.split())
    assert re.search(r"^Additional social value +£15,800\.00  likely £[\d,]+ to £[\d,]+$", out, re.M)
    promised = run("value", whole, "-m", "method", "--as-at", AS_AT, "--stage", "commitment").out
    assert "what was promised" in promised
    assert "proved" not in promised, "a promise has no assurance"


def test_what_people_wrote_is_shown_as_written(run: Run, ledger: Ledger) -> None:
    name = "[red]Team[/blue] :smile: [b]"
    ledger("a.csv", {"organisation": name, "Ward": ""})
    out = run("value", "a.csv", "-m", "method", "--as-at", AS_AT, "--by", "organisation,Ward").out
    assert name in out


def test_colour_is_for_terminals(run: Run, whole: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    question = ("value", whole, "-m", "method", "--as-at", AS_AT)
    monkeypatch.delenv("NO_COLOR")
    assert "\x1b" not in run(*question).out
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "\x1b[1m" in run(*question).out
    run(*question, "--out", "out.txt")
    assert "\x1b" not in (folder / "out.txt").read_text(encoding="utf-8")


def test_long_work_says_what_it_does(run: Run, whole: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    ran = run("value", whole, "-m", "method", "--as-at", AS_AT, "--format", "json")
    assert re.search("(Reading entries|Working out the rates|Valuing|Adding up)…", ran.err)
    assert ran.record["totals"]["additional"] == "15800.00"


def test_the_help_gives_examples_on_lines_of_their_own(run: Run) -> None:
    out = run("value", "--help").out
    assert re.search(r"^ +commonweal value ledger\.xlsx -m my-pack/ --compare commitment,delivered *$", out, re.M)
    assert "what had fallen due by then" in " ".join(out.replace("│", " ").split())


def test_the_version(run: Run) -> None:
    assert run("--version").out == f"commonweal {commonweal.__version__}\n"


def test_the_picture_in_the_readme_is_current(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """The picture shows what the command prints; if the figures are right: python tools/picture_of_statement.py."""
    monkeypatch.chdir(ROOT)
    texts = re.findall(r"<text[^>]*>(.*?)</text>", PICTURE.read_text(encoding="utf-8"))
    drawn = " ".join(unescape(text).replace("\xa0", " ") for text in texts)
    _, _, *arguments = COMMAND.split()
    arguments = [*EXAMPLES, *(argument for argument in arguments if "*" not in argument)]
    out = run("value", *arguments).out.split("What could move the figure most")[0]
    figures = re.findall(r"£[\d,.]*\d|\d[\d,.%-]*", out)
    assert len(figures) > 30
    assert re.findall(r"£[\d,.]*\d|\d[\d,.%-]*", drawn.split("examples/*.csv", 1)[1].split("Social", 1)[1]) == figures
    assert "http://" not in drawn
