"""How much it was, as far as it was answered, and what the method says may be counted."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from commonweal.entries.columns import INPUT_PREFIX
from commonweal.method import Measure
from commonweal.method.model import MeasureInput
from commonweal.money import QUANTITY_PLACES, fixed_half_up, short_text
from commonweal_web.ledger.forms.entry import unit_of
from commonweal_web.ledger.words import plural


def quantity_said(measure: Measure, answers: Mapping[str, str]) -> str:
    """The quantity in words, with how it is worked out; empty while an input is missing."""
    unit = unit_of(measure)
    if quantity := answers.get("quantity"):
        return f"{quantity} {unit if quantity == '1' else plural(unit)}"
    texts = [answers.get(f"{INPUT_PREFIX}{each.id}", "") for each in measure.inputs]
    if not texts or not all(texts):
        return ""
    product = Fraction(1)
    for text in texts:
        product *= Fraction(text)
    total = short_text(fixed_half_up(product, QUANTITY_PLACES), QUANTITY_PLACES)
    worked = " × ".join(input_said(each, answers) for each in measure.inputs)
    return f"{worked} = {total} {unit if total == '1' else plural(unit)}"


def input_said(asked: MeasureInput, answers: Mapping[str, str]) -> str:
    """One input with its unit, once it is answered."""
    text = answers.get(f"{INPUT_PREFIX}{asked.id}", "")
    return f"{text} {asked.unit}" if text else ""


def what_counts(measure: Measure) -> list[tuple[str, str]]:
    """What the method says of a measure, for whoever counts it."""
    told = [("What counts", measure.definition)]
    if measure.evidence:
        told.append(("What proves it", "; ".join(measure.evidence) + "."))
    return [*told, *([("Good to know", measure.caution)] if measure.caution else [])]
