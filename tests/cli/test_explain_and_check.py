"""``commonweal explain`` ends on the engine's pence; ``commonweal check`` lists everything wrong and values nothing."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import pytest

from tests.cli.conftest import AS_AT, Ledger, Run, price
from tests.minimal_pack import write_pack


class TestExplain:
    def test_from_the_published_figure_to_the_penny(self, run: Run, folder: Path, ledger: Ledger) -> None:
        write_pack(
            folder / "old",
            proxies={"p": {"title": "A published value", "values": [price("fiscal", 14610, "2012/13")]}},
            measures={
                "work.old": {
                    "name": "Old",
                    "definition": "Who counts.",
                    "unit": "person",
                    "additionality": {"deadweight": Decimal("0.5"), "basis": "judgement"},
                }
            },
        )
        name = ledger("a.csv", {"measure": "work.old", "quantity": "2.5"})
        ran = run("explain", name, "--entry", "a-1", "-m", "old")
        assert (ran.code, ran.err) == (0, "")
        steps = re.findall(r"^(?:  )?(\S.*?)\s{2,}(-?£[\d,.]+)$", ran.out, re.M)
        assert steps == [
            ("A published value", "£14,610.00"),
            ("× uprating to 2024 prices", "£20,202.7395385"),
            ("× (1 − deadweight)", "£10,101.36976925"),
            ("rate, fixed to a millionth of a pound", "£10,101.369769"),
            ("× quantity, rounded to the penny", "£25,253.42"),
            ("Additional social value of the entry", "£25,253.42"),
        ]
        for told in ("a-1 · Old", "2.5 person · delivered · ending 2025-06-30", "Who counts.", "2012/13 prices"):
            assert told in ran.out
        assert "A publication for tests, Table 1; seen-primary, grade B" in ran.out

    @pytest.mark.parametrize("number", range(1, 13))
    def test_every_lane_ends_on_the_pence_of_the_statement(self, run: Run, whole: str, number: int) -> None:
        arguments = ("-m", "method", "--as-at", AS_AT, "--format", "json", "--lines")
        lines = run("value", whole, *arguments).record["lines"]
        lines += run("value", whole, *arguments, "--stage", "commitment").record["lines"]
        [line] = [line for line in lines if line["entry"] == f"whole-{number}"] or [None]
        shown = run("explain", whole, "--entry", f"whole-{number}", "-m", "method").out
        pounds = re.findall(r"× quantity, rounded to the penny\s+(-?)£([\d,]+\.\d\d)$", shown, re.M)
        assert [sign + figure.replace(",", "") for sign, figure in pounds] == (
            list(line["lanes"].values()) if line else []
        )

    def test_what_stands_beside_the_benefit(self, run: Run, whole: str) -> None:
        shown = run("explain", whole, "--entry", "whole-4", "-m", "method").out
        assert re.search(r"Additional social value of the entry +£0\.00$", shown, re.M)
        assert re.search(r"Beside it, never part of it: local +£1,234\.56$", shown, re.M)

    def test_an_agreed_share(self, run: Run, whole: str) -> None:
        shown = run("explain", whole, "--entry", "whole-11", "-m", "method").out
        assert "Totals count 25% of it, its agreed share of shared; others count the rest." in shown
        assert "Totals count" not in run("explain", whole, "--entry", "whole-1", "-m", "method").out

    @pytest.mark.parametrize(("number", "quantity"), [(7, "1,500 tree"), (8, "No quantity")])
    def test_what_has_no_price(self, run: Run, whole: str, number: int, quantity: str) -> None:
        shown = run("explain", whole, "--entry", f"whole-{number}", "-m", "method").out
        assert f"{quantity} · delivered" in shown
        assert "This measure is counted and has no price." in shown

    def test_warnings_of_the_entry_are_shown(self, run: Run, ledger: Ledger) -> None:
        name = ledger("a.csv", {"period_start": "2023-01-01"}, {"period_start": "2022-01-01"})
        shown = run("explain", name, "--entry", "a-2", "-m", "method").out
        assert "1 warning (a warning refuses nothing)" in shown
        assert "2022-01-01" in shown

    def test_a_refused_entry_says_why(self, run: Run, ledger: Ledger) -> None:
        ran = run("explain", ledger("a.csv", {}, {"quantity": -1}), "--entry", "a-2", "-m", "method")
        assert (ran.code, ran.out) == (2, "")
        assert "column quantity · negative" in ran.err
        assert "The entry a-2 is refused, so it has no value to explain." in ran.err
        assert run("explain", "a.csv", "--entry", "a-1", "-m", "method").code == 0

    def test_an_entry_that_there_is_not(self, run: Run, whole: str) -> None:
        line = run("explain", whole, "--entry", "x", "-m", "method").line
        assert line == "There is no entry 'x' in whole.csv"


class TestCheck:
    def test_all_is_well(self, run: Run, whole: str) -> None:
        ran = run("check", whole, "-m", "method")
        assert (ran.code, ran.err) == (0, "")
        assert ran.out == "12 entries read, 0 refused, by test-pack@1: nothing is wrong\n"

    def test_every_problem_with_its_place_and_remedy(self, run: Run, ledger: Ledger) -> None:
        name = ledger(
            "bad.csv", {"quantity": "N/A"}, {"stage": "done"}, {"period_start": "2023-01-01"}, {"entry": "bad-3"}
        )
        ran = run("check", name, "-m", "method")
        assert ran.code == 2
        assert "4 entries read, 4 refused" in ran.out
        for place in ("row 2, column quantity", "row 3, column stage", "row 4, column period_end", "bad-3"):
            assert place in ran.out
        assert ran.out.index("error ·") < ran.out.index("warning ·")

    def test_as_an_object(self, run: Run, ledger: Ledger) -> None:
        ran = run("check", ledger("a.csv", {}, {"quantity": -1}), "-m", "method", "--format", "json")
        assert ran.code == 2
        assert list(ran.record) == ["method", "inputs", "entries", "problems"]
        assert ran.record["entries"] == {"read": 2, "refused": 1}
        assert ran.record["inputs"][0]["rows"] == 2
        assert "£" not in ran.out

    def test_warnings_alone_are_well(self, run: Run, ledger: Ledger) -> None:
        ran = run("check", ledger("a.csv", {"period_start": "2023-01-01"}), "-m", "method")
        assert ran.code == 0
        assert "1 warning" in ran.out

    def test_an_unknown_format(self, run: Run, whole: str) -> None:
        line = run("check", whole, "-m", "method", "--format", "csv").line
        assert line == "--format cannot be 'csv'. Use one of: table, json"

    def test_one_problem_on_many_rows_is_told_once(self, run: Run, ledger: Ledger) -> None:
        ledger("a.csv", *({"period_start": "2023-01-01"} for _ in range(20)))
        out = run("check", "a.csv", "-m", "method").out
        assert "20 warnings" in out
        assert out.count("longer than twelve months") == 1
        assert "rows 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13 and 8 more" in out.replace("\n", " ")

    def test_a_screen_has_an_end_and_json_has_them_all(self, run: Run, ledger: Ledger) -> None:
        ledger("a.csv", *({"stage": f"stage {number}"} for number in range(60)))
        out = run("check", "a.csv", "-m", "method").out
        assert out.count("error ·") == 50
        assert "… and 10 more. --format json lists every one." in out
        assert len(run("check", "a.csv", "-m", "method", "--format", "json").record["problems"]) == 60
