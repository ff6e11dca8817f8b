"""The page "How priorities are set": what it works out by hand is what the code computes."""

from __future__ import annotations

import re
from fractions import Fraction
from pathlib import Path

import pytest

from commonweal.documents import read_document
from commonweal.method import Pack, load_method
from commonweal.needs.analysis import analyse
from commonweal.needs.england import England
from commonweal.needs.priorities.evidence import read_evidence
from commonweal.needs.priorities.links import read_links, shipped_links
from commonweal.needs.priorities.robustness import DRAWS, SEED
from commonweal.needs.record import Analysis
from commonweal.needs.record.sums import points as points_of
from commonweal.needs.record.sums import score, tenths


@pytest.fixture(scope="module")
def method() -> Pack:
    return load_method("commonweal-open")


@pytest.fixture(scope="module")
def page(repo_root: Path) -> str:
    return (repo_root / "docs" / "method" / "priorities.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def durham(england: England, method: Pack) -> Analysis:
    return analyse("County Durham", england, method=method)


def rows_under(page: str, heading: str) -> list[list[str]]:
    """The rows of the table that begins with this heading."""
    lines = page.splitlines()
    start = next(number for number, line in enumerate(lines) if line.startswith(heading))
    rows = []
    for line in lines[start + 2 :]:
        if not line.startswith("|"):
            break
        rows.append([cell.strip().strip("*`") for cell in line.strip("|").split("|")])
    return rows


def test_the_outcome_worked_out_by_hand_comes_to_what_the_code_says(page: str, durham: Analysis) -> None:
    work = next(priority for priority in durham.priorities if priority.outcome == "good-work")
    *indicators, together = rows_under(page, "| Indicator | Rank | Of | Points |")
    assert [(row[0], int(row[1]), int(row[2]), int(row[4])) for row in indicators] == [
        (reason.name, reason.rank, reason.of, reason.weight) for reason in work.because
    ]
    total, weights = 0.0, 0
    for name, rank, of, points, weight, product in indicators:
        exact = 100 * (int(of) - int(rank)) / (int(of) - 1)
        assert f"{exact:.6f}".startswith(points.removesuffix("…")), name
        assert float(product) == round(exact * int(weight), 2)
        total, weights = total + float(product), weights + int(weight)
    assert (together[4], together[5]) == (str(weights), f"{total:.2f}")
    assert f"**{work.score}**" in page
    assert float(work.score or 0) == round(total / weights, 1)
    assert f"*More people in good work* ranks **{work.rank}**" in page


def test_the_table_of_scores_is_what_the_code_computes(page: str, durham: Analysis) -> None:
    scored = [priority for priority in durham.priorities if priority.rank is not None]
    assert rows_under(page, "| Rank | Outcome | Score |") == [
        [
            str(priority.rank),
            priority.name,
            str(priority.score),
            f"{100 * (priority.robustness or 0):.1f}%",
            f"{100 * (priority.within_one or 0):.1f}%",
        ]
        for priority in scored
    ]
    assert f"In each of {DRAWS:,} draws" in page
    assert re.search(rf"start from\s+seed {SEED},", page)


def test_the_table_of_weights_is_the_file_of_links(page: str, method: Pack) -> None:
    links = shipped_links(method)
    assert links is not None
    assert rows_under(page, "| Outcome | Indicator | Weight |") == [
        [method.outcomes[outcome.outcome].name, link.indicator, str(link.weight)]
        for outcome in links.outcomes
        for link in outcome.indicators
    ]
    silent = [
        outcome.name
        for outcome in method.outcomes.values()
        if outcome.id not in {one.outcome for one in links.outcomes}
    ]
    told = " ".join(page.split())
    assert f"Nothing open that we know of speaks honestly for: {', '.join(silent)}." in told


def test_the_example_of_local_evidence_is_right(page: str, method: Pack, tmp_path: Path) -> None:
    [example] = re.findall(r"```yaml\n(.*?)```", page, flags=re.DOTALL)
    file = tmp_path / "evidence.yaml"
    file.write_text(example, encoding="utf-8")
    assert read_document(file, file.name).problems == []
    evidence, problems = read_evidence(file, method)
    assert problems == []
    assert evidence is not None
    assert len(evidence.evidence) == 2


def test_the_example_of_links_gives_what_the_page_says(
    page: str, method: Pack, england: England, tmp_path: Path
) -> None:
    [example] = re.findall(r"```yaml links\n(.*?)```", page, flags=re.DOTALL)
    file = tmp_path / "links.yaml"
    file.write_text(example, encoding="utf-8")
    links, problems = read_links(file, method, england.holdings.indicators.keys())
    assert problems == []
    found = analyse("County Durham", england, method=method, links=links).priorities
    assert {one.name: str(one.score) for one in found if one.score is not None} == {
        "More people in good work": "85.8",
        "Healthier lives": "94.2",
    }
    for figure in ("85.7627…, printed as 85.8", "100 × 278 ÷ 295 = 94.2"):
        assert figure in page


def test_the_mixed_score_of_the_page_comes_out(page: str) -> None:
    mixed = score([(3, points_of(34, 296)), (2, points_of(70, 296)), (2, Fraction(70))])
    assert mixed is not None
    assert "(266.44 + 153.22 + 140) ÷ 7 = 79.9515…, printed as 80.0" in page
    assert (f"{float(mixed):.6f}"[:7], str(tenths(mixed))) == ("79.9515", "80.0")
