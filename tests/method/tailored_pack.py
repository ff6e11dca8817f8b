"""A small parent and a pack that is tailored from it, for tests to change in what they are about."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from commonweal.documents.document import read_document
from tests.minimal_pack import write_pack

CASES = read_document(Path(__file__).parents[1] / "cases" / "tailoring.yaml", "tailoring.yaml").content
RECORD: dict[str, Any] = {
    "area": {"code": "E06000047", "name": "Anyshire"},
    "compare": {"basis": "The mean of 10 places."},
    "links": {"digest": "b" * 64},
    "indicators": [{"id": "made-up.work", "sentence": "Work is shorter than in 9 of 10 places."}],
    "priorities": [{"outcome": "good-work", "score": 75.5}],
}
"""What the needs file says, of all that a needs analysis holds, that a tailoring repeats."""
NEEDS = json.dumps(RECORD)
DIGEST = hashlib.sha256(NEEDS.encode()).hexdigest()
RIGHT: str = CASES["right"].replace("DIGEST", DIGEST)
HEADER = """\
id: tailored
edition: "1"
title: A tailored pack
licence: CC-BY-4.0
redistributable: true
price_base: 2024
discounting: {rate: 0.035, first_year: undiscounted}
ranges: {A: 0.10, B: 0.25, C: 0.50, D: 0.50}
extends: test-pack@1
"""
LANE = {"lane": "local", "amount": 1, "price_year": "nominal"}


def parent(folder: Path, **changed: Any) -> Path:
    """The parent, in ``folder/test-pack@1``: a job (W01), help (W02), a share in per cent, and words alone."""
    counted: dict[str, Any] = {"proxies": []}
    proxies = {"job": {"draw_with": "basis"}, "basis": {}, "help": {"source": "of-help", "schedule": "slow"}}
    slow = "id: slow\ntitle: Slow\nsource: of-rates\nbands: [{to: 30, rate: 0.01}]\n"
    return write_pack(
        folder / "test-pack@1",
        sources={"of-help": {}, "of-rates": {}},
        proxies=proxies,
        measures={
            "work.job": {"code": "W01", "name": "Person into a job", "proxies": ["job"]},
            "work.help": {"code": "W02", "name": "Somebody helped", "proxies": ["help"]},
            "work.base": {"code": "W03", "name": "What the job rests on", "proxies": ["basis"]},
            "work.share": {"name": "A share", "unit": "%", "aggregation": "latest", **counted},
            "work.told": {"name": "In words", "unit": "note", "aggregation": "none", **counted},
        },
        files={"schedules/slow.yaml": slow},
        **changed,
    )


def tailored(folder: Path, text: str = RIGHT, files: dict[str, str] | None = None) -> Path:
    """The tailored pack in ``folder/tailored``, beside its parent."""
    parent(folder)
    written = {"pack.yaml": HEADER, "tailoring.yaml": text, "needs.json": NEEDS, **(files or {})}
    for name, content in written.items():
        (folder / "tailored" / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / "tailored" / name).write_text(content, encoding="utf-8")
    return folder / "tailored"
