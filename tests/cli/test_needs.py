"""``commonweal needs`` on a made-up country: every format, saved analyses, and calls that cannot be carried out."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from commonweal.places.store import DATA
from tests.cli.conftest import Run
from tests.needs.held import HOME, anyland_counts, hold_anyland

LINKS = """\
title: Links of Aham
outcomes:
  - outcome: good-work
    indicators:
      - {indicator: iod2025.imd, weight: 3, why: It is about everything.}
      - {indicator: made-up.jobs, weight: 1, why: It counts jobs.}
  - outcome: healthier-lives
    indicators: [{indicator: made-up.health, weight: 1, why: It is about health.}]
"""

EVIDENCE = """\
title: What Aham heard
evidence:
  - {kind: weight, outcome: good-work, times: 2, reason: Jobs first, who: The board, date: 2026-03-01}
  - {kind: indicator, outcome: healthier-lives, points: 90, weight: 1, title: A survey, source: Aham council,
     date: 2026-02-01, reason: We asked.}
"""


@pytest.fixture(scope="module")
def anyland_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return hold_anyland(tmp_path_factory.mktemp("anyland")).folder


@pytest.fixture(autouse=True)
def held(anyland_folder: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The made-up country is held, and its links and evidence lie in the folder that the commands run in."""
    monkeypatch.setenv(DATA, str(anyland_folder))
    monkeypatch.setattr("commonweal.needs.england.england.ENGLISH_COUNTS", anyland_counts())
    (folder / "links.yaml").write_text(LINKS, encoding="utf-8")
    (folder / "evidence.yaml").write_text(EVIDENCE, encoding="utf-8")


FULL = ("needs", "Aham", "-m", "commonweal-open", "--links", "links.yaml")


def test_the_screen_shows_finding_indicators_priorities_and_sources(run: Run) -> None:
    code, out, err = run(*FULL)
    assert (code, err) == (0, "")
    plain = " ".join(out.split())
    assert "The needs of Aham E06000001, a local authority of 10 neighbourhoods" in plain
    assert "Imd is worse than in 11 of England's 12 local authorities; 10 of its 10 neighbourhoods" in plain
    assert "It needs most: Healthier lives and More people in good work." in plain
    assert "Imd 199 193.5 +1.59 1 of 12 10 of 10 (100%)" in plain
    assert "2 More people in good work 75.0 100% 100% Imd 100.0 × 3; Jobs 0.0 × 1" in plain
    assert "No open indicator speaks for this outcome yet: Active citizens, Clean air" in plain
    assert "Title of iod2025-authorities, edition edition of iod2025-authorities." in plain
    assert "Contains made-up information: iod2025-authorities. https://example.org/iod2025-authorities" in plain


def test_json_holds_the_keys_that_others_rely_on(run: Run) -> None:
    record = run(*FULL, "--format", "json").record
    assert list(record) == [
        "area", "compare", "method", "links", "indicators", "priorities", "robustness", "local_evidence", "similar",
        "similar_by", "notes", "attribution", "digest",
    ]  # fmt: skip
    assert {"code": HOME, "name": "Aham", "small_areas": 10}.items() <= record["area"].items()
    assert record["compare"]["with"] == "england"
    assert record["method"]["id"] == "commonweal-open"
    imd = next(indicator for indicator in record["indicators"] if indicator["id"] == "iod2025.imd")
    assert {"value": 199, "benchmark": 193.5, "gap_sd": 1.59, "rank": 1, "of": 12, "missing": 0}.items() <= imd.items()
    assert imd["worst_tenth"] == {"count": 10, "share": 1.0, "of": 10}
    assert {"title", "edition", "publisher", "licence", "url", "attribution", "retrieved"} <= imd["source"].keys()
    first = record["priorities"][0]
    assert {"outcome": "healthier-lives", "score": 100.0, "rank": 1, "robustness": 1.0}.items() <= first.items()
    assert first["because"][0].keys() >= {"indicator", "weight", "points", "sentence"}
    assert isinstance(first["score"], float)


def test_csv_has_a_row_for_each_indicator_with_its_source(run: Run) -> None:
    rows = list(csv.DictReader(io.StringIO(run("needs", "Bham", "--format", "csv").out)))
    found = {row["indicator"]: row for row in rows}
    assert found["iod2025.imd"]["rank"] == "2"
    assert found["made-up.health"]["value"] == ""
    assert all(row["source"] and row["edition"] and row["licence"] and row["url"] for row in rows)


def test_the_name_of_the_file_says_the_format(run: Run, folder: Path) -> None:
    for name in ("needs.json", "needs.csv", "needs.html", "needs.txt"):
        code, out, _ = run(*FULL, "--out", name)
        assert (code, out) == (0, "")
    assert json.loads((folder / "needs.json").read_text(encoding="utf-8"))["area"]["code"] == HOME
    assert (folder / "needs.csv").read_text(encoding="utf-8").startswith("area,area_name,indicator")
    assert "<h1" in (folder / "needs.html").read_text(encoding="utf-8")
    assert (folder / "needs.txt").read_text(encoding="utf-8").startswith("The needs of Aham\n")


def test_a_saved_analysis_is_shown_again_without_any_data(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = run(*FULL).out
    run(*FULL, "--out", "needs.json")
    monkeypatch.setenv(DATA, str(folder / "nothing"))
    code, out, err = run("needs", "needs.json", "--chart", "needs.svg")
    assert (code, out, err) == (0, shown, "")
    assert (folder / "needs.svg").read_text(encoding="utf-8").startswith("<svg")
    assert run("needs", "needs.json", "--format", "json").out == (folder / "needs.json").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "option"),
    [
        (("--compare", "similar"), "--compare"),
        (("-m", "commonweal-open"), "--method"),
        (("--links", "links.yaml"), "--links"),
        (("--evidence", "evidence.yaml"), "--evidence"),
    ],
)
def test_what_was_made_before_cannot_be_changed(run: Run, arguments: tuple[str, ...], option: str) -> None:
    run(*FULL, "--out", "needs.json")
    assert run("needs", "needs.json", *arguments).line == (
        f"needs.json is an analysis that was made before, and {option} cannot change it: name the area instead"
    )


def test_local_evidence_is_a_second_view(run: Run) -> None:
    with_, without = run(*FULL, "--evidence", "evidence.yaml"), run(*FULL)
    assert "With local evidence: What Aham heard" in with_.out
    assert "More people in good work: times 2. Jobs first (The board, 2026-03-01)" in with_.out
    assert "Healthier lives: A survey (Aham council, 2026-02-01), " in " ".join(with_.out.split())
    records = [run(*call, "--format", "json").record for call in ((*FULL, "--evidence", "evidence.yaml"), FULL)]
    assert records[0]["priorities"] == records[1]["priorities"]
    assert [one["outcome"] for one in records[0]["local_evidence"]["priorities"][:2]] == [
        "good-work",
        "healthier-lives",
    ]
    assert "What Aham heard" not in without.out


@pytest.mark.parametrize("what", ["priorities", "indicators"])
def test_a_chart_is_drawn_of_what_was_asked_for(run: Run, folder: Path, what: str) -> None:
    code, _, err = run(*FULL, "--chart", "chart.svg", "--chart-of", what)
    assert (code, err) == (0, "")
    assert "<title>" in (folder / "chart.svg").read_text(encoding="utf-8")


def test_without_data_one_line_names_the_commands_that_bring_them(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(DATA, str(folder / "nothing"))
    assert "commonweal places fetch iod2025 iod2025-authorities" in run("needs", "E06000047").line


@pytest.mark.parametrize(
    ("arguments", "part"),
    [
        (("Zham",), "No area is called 'Zham'."),
        (("E06999999",), "E06999999"),
        (("E01001000",), "Aham 000 is a neighbourhood, which is not analysed by itself"),
        (("Aham", "--compare", "Zham"), "No area is called 'Zham'."),
        (("Aham", "--compare", "Bham"), "Bham is a local authority: compare with England"),
        (("Aham", "--format", "pdf"), "--format cannot be 'pdf'"),
        (("Aham", "--out", "no/such/folder.json"), "There is no folder no/such"),
        (("Aham", "--chart", "chart.pdf"), ".svg"),
        (("Aham", "--chart-of", "indicators"), "--chart-of says what --chart FILE draws"),
        (("Aham", "--chart", "chart.svg", "--chart-of", "no.such"), "--chart-of cannot be 'no.such'"),
        (("Aham", "--chart", "chart.svg", "--chart-of", "iod2025.imd"), "boundaries"),
        (("Aham", "--chart", "chart.svg", "--chart-of", "priorities"), "--method"),
        (("Aham", "--links", "links.yaml"), "give --method too"),
        (("Aham", "--evidence", "evidence.yaml"), "give --method too"),
        (("Aham", "-m", "commonweal-open", "--links", "none.yaml"), "There is no file none.yaml"),
        (("Aham", "-m", "no-such-method"), "There is no method 'no-such-method'"),
        (("none.json",), "There is no file none.json"),
        (("links.yaml",), "links.yaml is not a needs analysis"),
    ],
)
def test_a_call_that_cannot_be_carried_out_gets_one_line(
    run: Run, folder: Path, arguments: tuple[str, ...], part: str
) -> None:
    before = sorted(folder.iterdir())
    ran = run("needs", *arguments)
    assert ran.code == 1
    assert part in ran.err
    assert "\n" not in ran.err.rstrip("\n")
    assert sorted(folder.iterdir()) == before


@pytest.mark.parametrize(
    ("option", "file", "old", "new", "rule"),
    [
        ("--links", "links.yaml", "outcome: good-work", "outcome: no-such", "unknown-outcome"),
        ("--links", "links.yaml", "indicator: made-up.jobs", "indicator: made-up.none", "unknown-indicator"),
        ("--evidence", "evidence.yaml", "times: 2", "times: 9", "wrong-value"),
    ],
)
def test_faults_in_what_people_write_are_listed_and_nothing_is_written(
    run: Run, folder: Path, option: str, file: str, old: str, new: str, rule: str
) -> None:
    (folder / file).write_text((folder / file).read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    ran = run("needs", "Aham", "-m", "commonweal-open", option, file, "--out", "needs.json")
    assert (ran.code, ran.err) == (2, "")
    assert [problem["rule"] for problem in ran.record["problems"]] == [rule]
    assert not (folder / "needs.json").exists()
    shown = run("needs", "Aham", "-m", "commonweal-open", option, file)
    assert (shown.code, shown.out) == (2, "")
    assert rule in shown.err
