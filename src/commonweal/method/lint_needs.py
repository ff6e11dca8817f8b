"""What ``tailoring.yaml`` says of the needs must be what the needs file says, word for word and figure for figure."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from commonweal.documents.as_written import member, members, texts
from commonweal.documents.document import Document
from commonweal.documents.scalars import RECORD_PATTERN, SHA256_PATTERN
from commonweal.method.folder import PackFolder
from commonweal.method.known import Known
from commonweal.problems import Problem

MIDDLE = 50
"""The score of an outcome for which half of the other places are better off; its weight is 1."""

SCORED = re.compile(r"scores (\d+(?:\.\d+)?) of 100 among the needs")
"""How the reason of a weight says that it was taken from the needs."""

BASIS = (
    ("area", ("area", "code")),
    ("name", ("area", "name")),
    ("compare", ("compare", "basis")),
    ("links", ("links", "digest")),
)
"""Each key of ``needs`` beside the place in the needs file where the same stands."""

AGAIN = "Tailor the method again, or write what the needs file says."


def weight_of(score: Decimal) -> Decimal:
    """The weight of an outcome with this score among the needs: score ÷ 50, to two places, half up."""
    return (score / MIDDLE).quantize(Decimal("0.01"), ROUND_HALF_UP)


def needs_are_what_they_were(folder: PackFolder, known: Known) -> Iterator[Problem]:
    """The needs file is there and unchanged, and says what is said to come from it."""
    document = folder.tailoring
    if document is None:
        return
    needs = member(document.content, "needs")
    record, digest = member(needs, "record"), member(needs, "digest")
    if not (_is(RECORD_PATTERN, record) and _is(SHA256_PATTERN, digest)):
        return
    file = folder.path / record
    at = ("needs", "record")
    if not file.is_file():
        message = f"The needs file {record} is missing."
        yield document.problem("needs-record", at, message, "Put it beside this file, or take 'needs' away.")
        return
    content = file.read_bytes()
    if hashlib.sha256(content).hexdigest() != digest:
        message = f"The needs file {record} is not the one on which this choice rests: its digest is another."
        yield document.problem("needs-record", at, message, "Put the old file back, or tailor the method again.")
        return
    try:
        written = json.loads(content, parse_float=Decimal)
    except (ValueError, RecursionError):
        # Lists in lists without end are what Python's reader gives up on.
        yield document.problem("needs-record", at, f"The needs file {record} is not JSON.", "Tailor the method again.")
        return
    yield from _basis(document, needs, written, record)
    yield from _method(document, written, known)
    yield from _reasons(document, written, record)
    yield from _weights(document, written, record)


def _is(pattern: str, written: Any) -> bool:
    return isinstance(written, str) and re.fullmatch(pattern, written) is not None


def _basis(document: Document, needs: Any, written: Any, record: str) -> Iterator[Problem]:
    for key, (part, inner) in BASIS:
        said, found = member(needs, key), member(member(written, part), inner)
        if isinstance(said, str) and said != found:
            message = f"'{key}' says '{said}', and the needs file {record} says {_quoted(found)}."
            yield document.problem("needs-record", ("needs", key), message, AGAIN)
    if member(needs, "view") == "local-evidence" and member(written, "local_evidence") is None:
        message = f"'view' says 'local-evidence', and the needs file {record} holds none."
        yield document.problem("needs-record", ("needs", "view"), message, AGAIN)


def _method(document: Document, written: Any, known: Known) -> Iterator[Problem]:
    """The needs were analysed for the very edition that is tailored."""
    analysed = member(written, "method")
    digest = member(analysed, "digest")
    if known.parents_digest is not None and isinstance(digest, str) and digest != known.parents_digest:
        message = needs_of_another(f"{member(analysed, 'id')}@{member(analysed, 'edition')}", str(known.parents_name))
        remedy = f"Make the analysis again with --method {known.parents_name}, and tailor again."
        yield document.problem("needs-record", ("needs", "record"), message, remedy)


def needs_of_another(analysed: str, parent: str) -> str:
    """That the needs were analysed for another method than the parent, or for a draft of it; as ``id@edition``."""
    if analysed == parent:
        return f"The needs were analysed for other content of {parent}: its digest there is another."
    return f"The needs were analysed for {analysed}, not for {parent}."


def _reasons(document: Document, written: Any, record: str) -> Iterator[Problem]:
    """Evidence that is named is in the needs file, and so is every indicator, with the sentence that it has there."""
    local = member(written, "local_evidence")
    evidence = texts([member(found, "title") for found in (local, *members(member(local, "entries")))])
    entries = members(member(written, "indicators"))
    sentences = {member(found, "id"): member(found, "sentence") for found in entries if _is(".+", member(found, "id"))}
    for number, entry in enumerate(members(member(document.content, "measures"))):
        for place, reason in enumerate(members(member(entry, "because"))):
            indicator, sentence = member(reason, "indicator"), member(reason, "sentence")
            at = ("measures", number, "because", place)
            title = member(reason, "evidence")
            if isinstance(title, str) and title not in evidence:
                message = f"The needs file {record} has no evidence '{title}'."
                yield document.problem("missing-evidence", (*at, "evidence"), message, "Correct the title.")
            if not isinstance(indicator, str):
                continue
            if indicator not in sentences:
                message = f"The needs file {record} has no indicator '{indicator}'."
                yield document.problem("missing-indicator", (*at, "indicator"), message, "Correct the id.")
            elif isinstance(sentence, str) and sentence != sentences[indicator]:
                message = f"Of {indicator} the needs file {record} says {_quoted(sentences[indicator])}."
                yield document.problem("needs-record", (*at, "sentence"), message, AGAIN)


def _weights(document: Document, written: Any, record: str) -> Iterator[Problem]:
    """A weight that says it comes from the needs is the score there, official or with local evidence, ÷ 50."""
    scores: dict[str, list[Decimal]] = {}
    for entry in (
        *members(member(written, "priorities")),
        *members(member(member(written, "local_evidence"), "priorities")),
    ):
        outcome, score = member(entry, "outcome"), member(entry, "score")
        if isinstance(outcome, str) and isinstance(score, int | Decimal):
            scores.setdefault(outcome, []).append(Decimal(score))
    for number, entry in enumerate(members(member(document.content, "weights"))):
        outcome, weight, why = (member(entry, key) for key in ("outcome", "weight", "why"))
        said = SCORED.search(why) if isinstance(why, str) else None
        if said is None or not isinstance(outcome, str):
            continue
        score, at = Decimal(said[1]), ("weights", number)
        if score not in scores.get(outcome, []):
            found = " or ".join(str(one) for one in dict.fromkeys(scores.get(outcome, []))) or "no score"
            message = f"The reason says that '{outcome}' scores {score}; the needs file {record} has {found}."
            yield document.problem("needs-record", (*at, "why"), message, AGAIN)
        elif isinstance(weight, int | Decimal) and weight != weight_of(score):
            message = f"The weight {weight} is not what the needs give: {score} ÷ {MIDDLE} is {weight_of(score)}."
            remedy = f"Write {weight_of(score)}, or give a reason of your own for another weight."
            yield document.problem("needs-record", (*at, "weight"), message, remedy)


def _quoted(found: Any) -> str:
    return f"'{found}'" if isinstance(found, str) else "nothing of the kind"
