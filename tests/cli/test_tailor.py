"""``commonweal method tailor`` tells what was chosen and why, and writes all of it or nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
import python_calamine

from commonweal.method import load_pack
from tests.cli.conftest import Run
from tests.needs.anyshire_choices import needs_record, write_choices

WISH = {"measure": "work.unemployed-into-work", "name": "Somebody hired", "why": "The board asked for it."}
REFUSED = {"measure": "work.lone-parent-into-work", "leave_out": True, "why": "Nobody here would count it."}


@pytest.fixture
def choices(folder: Path) -> Path:
    return write_choices(folder, measures=[WISH, REFUSED], weights="needs")


def test_it_tells_what_was_chosen_for_which_objective_and_why(run: Run, choices: Path, folder: Path) -> None:
    ran = run("method", "tailor", choices, "--out", "ours")
    assert (ran.code, ran.err) == (0, "")
    for told in (
        "A method for Anyshire · anyshire@1",
        "Tailored from commonweal-open@2026.1: 6 measures kept, by the needs of Anyshire (E06999999)",
        "  More and better work: W01, W02, W10",
        "  A cleaner place: P02",
        "  1 C12 Accident and emergency attendance avoided",
        "    community.ae-attendance-avoided · relevance 90.0",
        "    Healthier lives ranks 1 of 4 among the needs of Anyshire. Income deprivation is worse than in",
        "  2 W01 Somebody hired",
        "    The board asked for it.",
        "  Nobody here would count it. W03",
        "More people in good work 1.68",
        "  101 measures left out, 1 renamed, 0 with a target; 0 rates move.",
        f"Wrote ours: digest {load_pack(folder / 'ours').digest}",
    ):
        assert told in ran.out


def test_the_same_as_an_object(run: Run, choices: Path, folder: Path) -> None:
    record = run("method", "tailor", choices, "--out", "ours", "--format", "json").record
    assert record["method"] == {"id": "anyshire", "edition": "1", "digest": load_pack(folder / "ours").digest}
    assert record["extends"]["method"] == "commonweal-open@2026.1"
    assert len(record["candidates"]) == 107
    assert sum(candidate["chosen"] is not None for candidate in record["candidates"]) == 6
    assert all((candidate["chosen"] is None) == bool(candidate["left_out"]) for candidate in record["candidates"])
    first = record["candidates"][0]
    assert (first["measure"], first["score"], first["place"], first["relevance"]) == (
        "community.ae-attendance-avoided",
        90.0,
        1,
        90.0,
    )
    assert record["tailoring"]["measures"][0]["because"][0]["indicator"] == "made-up-2025.income"
    assert record["problems"] == []


def heard(folder: Path, **changed: object) -> Path:
    """Choices beside an analysis with local evidence, by which Skills comes first."""
    part = {"kind": "local", "title": "A survey", "weight": 3, "points": 95.0, "reason": "Employers told us so"}
    skills = {
        "outcome": "skills",
        "name": "Skills for growth",
        "theme": "work",
        "score": 95.0,
        "rank": 1,
        "official_score": 40.0,
        "official_rank": 3,
        "because": [{**part, "source": "Anyshire Council", "date": "2026-02-01"}],
        "times": 1.0,
        "reason": None,
    }
    entries = [{"kind": "indicator", "outcome": "skills", "title": "A survey"}]
    local = {"title": "What we heard", "digest": "c" * 64, "entries": entries, "priorities": [skills]}
    return write_choices(folder, needs_record(local_evidence=local), **changed)


def test_evidence_that_is_held_and_not_used_is_told(run: Run, folder: Path) -> None:
    ran = run("method", "tailor", heard(folder), "--out", "ours")
    assert ran.code == 0
    assert "Local evidence is held and not used. 'view: local-evidence' uses it;" in " ".join(ran.out.split())
    decided = run("method", "tailor", heard(folder, view="official-figures"), "--out", "ours")
    assert decided.code == 0
    assert "Local evidence" not in decided.out


def test_evidence_that_is_used_is_named_with_its_source_and_date(run: Run, folder: Path) -> None:
    ran = run("method", "tailor", heard(folder, view="local-evidence"), "--out", "ours")
    assert ran.code == 0, ran.err
    told = "A survey (Anyshire Council, 2026-02-01): Employers told us so."
    assert told in " ".join(ran.out.split())
    chosen = next(one for one in load_pack(folder / "ours").tailoring.measures if one.rank == 1)  # type: ignore[union-attr]
    assert (chosen.because[0].evidence, chosen.because[0].sentence) == ("A survey", told)
    assert told in (folder / "ours" / "README.md").read_text(encoding="utf-8")


def test_needs_that_were_changed_by_hand_are_refused(run: Run, choices: Path, folder: Path) -> None:
    forged = (folder / "needs.json").read_text(encoding="utf-8").replace('"rank": 49', '"rank": 1')
    (folder / "needs.json").write_text(forged, encoding="utf-8")
    ran = run("method", "tailor", choices, "--out", "ours")
    assert ran.code == 2
    assert "needs.json was changed after it was made: its digest does not fit" in " ".join(ran.err.split())
    assert not (folder / "ours").exists()
    assert "needs.json was changed after it was made" in run("needs", "needs.json").line


def test_another_content_under_the_same_name_is_told(run: Run, choices: Path, folder: Path) -> None:
    run("method", "tailor", choices, "--out", "one")
    smaller = write_choices(folder, cap=5)
    assert run("method", "tailor", smaller, "--out", "one").line == (
        "one holds another pack; give a new folder, or --force to replace the pack in it"
    )
    told = "Both are anyshire@1, and they are not the same: digest "
    assert told not in run("method", "tailor", smaller, "--out", "two").out
    assert told in run("method", "diff", "one", "two").out
    assert run("method", "diff", "one", "two", "--format", "json").record["same_name"] is True
    assert told not in run("method", "diff", "two", "two").out
    ran = run("method", "tailor", smaller, "--out", "one", "--force")
    assert ran.code == 0
    plain = " ".join(ran.out.split())
    assert told in plain
    assert "give the new one an edition of its own" in plain


def test_it_may_be_run_again(run: Run, choices: Path) -> None:
    first = run("method", "tailor", choices, "--out", "ours")
    assert run("method", "tailor", choices, "--out", "ours") == first


def test_a_folder_that_holds_something_else_is_not_written_over(run: Run, choices: Path, folder: Path) -> None:
    (folder / "ours").mkdir()
    (folder / "ours" / "diary.txt").write_text("Dear diary", encoding="utf-8")
    ran = run("method", "tailor", choices, "--out", "ours")
    assert ran.line == "ours holds something else; give a new folder, or --force to replace the pack in it"
    assert [file.name for file in (folder / "ours").iterdir()] == ["diary.txt"]


def test_an_older_pack_is_replaced_when_that_is_asked_for(run: Run, choices: Path, folder: Path) -> None:
    run("method", "tailor", choices, "--out", "ours")
    before = load_pack(folder / "ours").digest
    write_choices(folder, cap=5)
    assert run("method", "tailor", choices, "--out", "ours").code == 1
    assert run("method", "tailor", choices, "--out", "ours", "--force").code == 0
    assert load_pack(folder / "ours").digest != before


@pytest.mark.parametrize("kind", ["table", "json"])
def test_faults_are_listed_with_their_lines_and_nothing_is_written(run: Run, folder: Path, kind: str) -> None:
    choices = write_choices(folder, measures=[{"measure": "work.unheard-of"}], cap=0)
    ran = run("method", "tailor", choices, "--out", "ours", "--format", kind)
    assert ran.code == 2
    assert not (folder / "ours").exists()
    told = ran.out if kind == "json" else ran.err
    assert "There is no measure 'work.unheard-of'." in told
    assert "it must be at least 1" in told
    if kind == "json":
        assert [problem["file"] for problem in ran.record["problems"]] == ["choices.yaml"] * 2
        assert all(problem["row"] for problem in ran.record["problems"])


def test_a_cap_that_is_too_small_is_a_fault_of_the_choices(run: Run, folder: Path) -> None:
    ran = run("method", "tailor", write_choices(folder, cap=2), "--out", "ours")
    assert ran.code == 2
    assert "Raise the cap to 3" in " ".join(ran.err.split())
    assert not (folder / "ours").exists()


def test_choices_that_are_not_there(run: Run) -> None:
    assert run("method", "tailor", "lost.yaml", "--out", "ours").line == "There is no file lost.yaml"


class TestOtherCommands:
    @pytest.fixture(autouse=True)
    def tailored(self, run: Run, choices: Path) -> None:
        assert run("method", "tailor", choices, "--out", "ours").code == 0

    def test_lint_finds_nothing_wrong(self, run: Run) -> None:
        assert "6 measures, 6 of them priced: nothing is wrong" in run("method", "lint", "ours").out

    def test_show_lists_the_local_names_and_the_parents(self, run: Run) -> None:
        out = run("method", "show", "ours").out
        assert "Somebody hired" in out
        assert "(parent's name: Unemployed resident into sustained work)" in out
        assert "W09" not in out

    def test_show_of_one_says_why_it_is_there(self, run: Run) -> None:
        out = run("method", "show", "ours", "--measure", "w01").out
        assert out.startswith("W01 Somebody hired\n")
        assert "In commonweal-open@2026.1: Unemployed resident into sustained work" in out
        assert "Why (rank 2): The board asked for it." in out
        assert "Objectives: More and better work" in out
        assert "made-up-2025.income: Income deprivation is worse" in out

    def test_show_of_one_that_is_left_out_says_where_it_is(self, run: Run) -> None:
        line = run("method", "show", "ours", "--measure", "W09").line
        assert line == (
            "anyshire@1 leaves out the measure 'W09', which commonweal-open@2026.1 has: "
            "commonweal method show ours lists them"
        )

    def test_diff_tells_what_is_left_out_and_renamed(self, run: Run) -> None:
        record = run("method", "diff", "commonweal-open@2026.1", "ours", "--format", "json").record
        sentences = [change["sentence"] for change in record["changes"]]
        assert "measures: work.local-resident-employed is left out" in sentences
        assert (
            "measures: work.unemployed-into-work: name was Unemployed resident into sustained work, "
            "is now Somebody hired"
        ) in sentences
        assert record["rates"] == []

    def test_a_workbook_and_a_statement_show_the_local_name(self, run: Run, folder: Path) -> None:
        assert run("template", "--method", "ours", "--out", "return.xlsx").code == 0
        rows = python_calamine.load_workbook(folder / "return.xlsx").get_sheet_by_name("Measures").to_python()
        (row,) = (row for row in rows if "Somebody hired" in row)
        assert any("(In the parent method: Unemployed resident into sustained work.)" in str(cell) for cell in row)
        ledger = "entry,organisation,measure,quantity,period_end,stage\ne1,Anyshire,W01,2,2025-12-31,delivered\n"
        (folder / "ledger.csv").write_text(ledger, encoding="utf-8")
        assert "Somebody hired" in run("value", "ledger.csv", "-m", "ours", "--by", "measure").out

    def test_a_weight_stands_beside_the_pounds_and_changes_none(self, run: Run, folder: Path) -> None:
        ledger = "entry,organisation,measure,quantity,period_end,stage\ne1,Anyshire,W01,2,2025-12-31,delivered\n"
        (folder / "ledger.csv").write_text(ledger, encoding="utf-8")
        run("method", "tailor", write_choices(folder, measures=[WISH, REFUSED]), "--out", "unweighted")
        weighted, plain = (
            run("value", "ledger.csv", "-m", name, "--by", "outcome").out for name in ("ours", "unweighted")
        )
        assert "Need weight" in weighted
        assert "Need weight" not in plain
        (row,) = (line for line in plain.splitlines() if line.startswith("More people in good work"))
        assert f"{row.rstrip()} " in weighted
        assert any(line.startswith(row.rstrip()) and line.endswith("1.68") for line in weighted.splitlines())
