"""The record of a needs analysis of a place that does not exist, with made-up figures, in the form of needs.record."""

from __future__ import annotations

from typing import Any

from commonweal.needs.record import Analysis

SOURCE: dict[str, Any] = {
    "id": "made-up-2025",
    "title": "Indices of Make-Believe",
    "edition": "2025",
    "publisher": "Ministry of Examples",
    "licence": "Open Government Licence v3.0",
    "licence_url": "https://example.org/licence",
    "url": "https://example.org/make-believe",
    "attribution": "Contains made-up information of the Ministry of Examples.",
    "retrieved": "2026-01-02",
    "files": [{"file": "made-up.csv", "sha256": "0" * 64, "retrieved": "2026-01-02", "url": None}],
}


LINES: dict[str, Any] = {
    **SOURCE,
    "id": "made-up-lines",
    "title": "Lines of Make-Believe",
    "attribution": "Contains map data © the Ministry of Lines.",
}


def indicator(name: str, /, **changed: Any) -> dict[str, Any]:
    """An indicator of Anyshire; each says only what the test is about."""
    return {
        "id": f"made-up-2025.{name}",
        "name": f"{name.capitalize()} deprivation",
        "unit": "score",
        "polarity": "higher-is-worse",
        "period": "2025",
        "value": 28.808,
        "value_basis": "the figure published for the authority",
        "benchmark": 21.5,
        "benchmark_basis": "mean of 296 local authorities",
        "gap_sd": 0.9,
        "gap_over": "local authorities",
        "rank": 49,
        "of": 296,
        "rank_basis": "as published",
        "worst_tenth": {"count": 2, "share": 0.5, "of": 4},
        "spread": None,
        "direction": None,
        "missing": 0,
        "sentence": f"{name.capitalize()} deprivation is worse than in 247 of 296 local authorities.",
        "note": None,
        "source": SOURCE,
        "small_areas_source": None,
    } | changed


BECAUSE: dict[str, Any] = {
    "indicator": "made-up-2025.income",
    "name": "Income deprivation",
    "weight": 2,
    "points": 83.7,
    "rank": 49,
    "of": 296,
    "sentence": "Income deprivation is worse than in 247 of 296 local authorities.",
    "why": "Work is the surest way out of low income.",
}
"""Rank 49 of 296: 83.7 points."""


def priority(outcome: str, **changed: Any) -> dict[str, Any]:
    """An outcome with a score from one indicator, whose rank is one that gives it."""
    score = changed.get("score")
    because = [] if score is None else [{**BECAUSE, "points": score, "rank": 1001 - round(score * 10), "of": 1001}]
    return {
        "outcome": outcome,
        "name": outcome.replace("-", " ").capitalize(),
        "theme": "work",
        "theme_name": "Work",
        "score": 83.7,
        "rank": 1,
        "robustness": 0.91,
        "within_one": 1.0,
        "because": [BECAUSE] if "score" not in changed else because,
        "missing": [],
        "note": None,
    } | changed


def record(**changed: Any) -> dict[str, Any]:
    """The whole record, checked against its form."""
    whole = {
        "area": {
            "code": "E06999999",
            "name": "Anyshire",
            "geography": "ltla24",
            "kind": "local authority",
            "small_areas": 4,
            "population": 6_000,
            "population_period": "2022",
            "population_source": {**SOURCE, "id": "made-up-people", "title": "People of Make-Believe"},
            "places": [{**SOURCE, "id": "made-up-lookup", "title": "Where Make-Believe Lies"}],
            "boundaries": [LINES],
        },
        "compare": {
            "with": "england",
            "of": "local authorities",
            "areas": 296,
            "basis": "The benchmark is the mean of England's 296 local authorities.",
        },
        "method": {"id": "commonweal-open", "edition": "2026.1", "digest": "a" * 64},
        "links": {"title": "Links of the open method", "digest": "b" * 64},
        "indicators": [indicator("income"), indicator("crime", gap_sd=-0.4, rank=200)],
        "priorities": [
            priority("good-work"),
            priority("safer-communities", score=32.5, rank=2, robustness=0.2),
            priority("nature", score=None, rank=None, robustness=None, within_one=None, because=[], note="Silent."),
        ],
        "robustness": {"draws": 1000, "seed": 1, "how": "Each weight is multiplied by a random factor."},
        "local_evidence": None,
        "similar": [{"code": "E06999998", "name": "Otherton", "distance": 1.23}],
        "similar_by": ["made-up-2025.income"],
        "notes": ["Boundaries changed between the editions."],
        "attribution": ["Contains made-up information of the Ministry of Examples."],
    } | changed
    return Analysis.model_validate(whole).as_record()
