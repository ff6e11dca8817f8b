"""Needs with made-up scores for the outcomes of the open method, and choices of a partnership that does not exist."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from commonweal.method import Pack, load_method
from commonweal.needs.record import Analysis
from commonweal.needs.tailoring.choices import Choices
from tests.needs.record_of_anyshire import indicator, priority, record

OPEN = load_method("commonweal-open@2026.1")
OUTCOMES = tuple(OPEN.outcomes)
SCORES = {"good-work": 84.0, "healthier-lives": 90.0, "skills": 40.0, "secure-homes": 20.0}
CHOICES: dict[str, Any] = {
    "id": "anyshire",
    "edition": "1",
    "title": "A method for Anyshire",
    "licence": "CC-BY-4.0",
    "redistributable": True,
    "extends": "commonweal-open@2026.1",
    "needs": "needs.json",
    "cap": 6,
    "small_supplier_set": 2,
    "objectives": [
        {"id": "work", "name": "More and better work", "outcomes": ["good-work", "skills"]},
        {"id": "health", "name": "Healthier people", "outcomes": ["healthier-lives"]},
        {"id": "planet", "name": "A cleaner place", "outcomes": ["net-zero"]},
    ],
}


def needs_record(scores: Mapping[str, float | None] = SCORES, pack: Pack = OPEN, **changed: Any) -> dict[str, Any]:
    """A needs record in which the outcomes have these scores, and every other none."""
    ranked = sorted(pack.outcomes, key=lambda outcome: (-(scores.get(outcome) or 0.0), outcome))
    none: dict[str, Any] = {"score": None, "rank": None, "robustness": None, "within_one": None, "because": []}
    priorities = [
        priority(outcome, **(none if scores.get(outcome) is None else {"score": scores[outcome], "rank": rank}))
        for rank, outcome in enumerate(ranked, start=1)
    ]
    method = {"id": pack.header.id, "edition": pack.header.edition, "digest": pack.digest}
    indicators = [indicator(name, benchmark_source=None) for name in ("income", "crime")]
    return record(**{"priorities": priorities, "method": method, "indicators": indicators, **changed})


def needs(scores: Mapping[str, float | None] = SCORES, **changed: Any) -> Analysis:
    return Analysis.model_validate(needs_record(scores, **changed))


def choices(**changed: Any) -> Choices:
    return Choices.model_validate({**CHOICES, **changed})


def write_choices(folder: Path, record: Mapping[str, Any] | None = None, **changed: Any) -> Path:
    """The choices as a file, with the needs beside it. JSON is YAML too."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "needs.json").write_text(json.dumps(record or needs_record()), encoding="utf-8")
    kept = {key: value for key, value in {**CHOICES, **changed}.items() if value is not None}
    file = folder / "choices.yaml"
    file.write_text(json.dumps(kept, indent=1), encoding="utf-8")
    return file
