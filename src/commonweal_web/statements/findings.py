"""What a chart has found, as the sentence above it."""

from __future__ import annotations

from fractions import Fraction

from commonweal.money import fixed_half_up
from commonweal_web.design.words import MINUS, whole_pounds
from commonweal_web.statements.sheets import Pounds, Sheet, SheetRow

MILLION, BILLION = 10**8, 10**11
"""In pence."""

NOUNS = {
    "theme": "the theme",
    "outcome": "the outcome",
    "objective": "the objective",
    "partner": "the partner",
    "channel": "the channel",
}


def about(pence: int) -> str:
    """Pounds as a sentence says them: ``£4.8 million``, ``£12,340``."""
    for size, word in ((BILLION, "billion"), (MILLION, "million")):
        if abs(pence) >= size:
            tenths = fixed_half_up(Fraction(abs(pence), size), 1)
            return f"{MINUS if pence < 0 else ''}£{tenths // 10}.{tenths % 10} {word}"
    return whole_pounds(pence)


def share(part: int, whole: int) -> str:
    """A part of a whole in whole per cent; what is not nothing is never said to be."""
    per_cent = fixed_half_up(Fraction(100 * part, whole), 0)
    return "less than 1 %" if per_cent == 0 and part else f"{per_cent} %"


def of_stages(stages: Sheet) -> str:
    """What was promised, delivered and proved."""
    amounts = {row.key: _first(row) for row in stages.rows}
    promised, delivered, proved = amounts["commitment"], amounts["delivered"], amounts["proved"]
    if delivered <= 0:
        return f"{about(promised)} promised, and nothing delivered that adds value so far"
    told = f"{about(promised)} promised, {about(delivered)} delivered"
    return f"{told}, {share(proved, delivered)} of it proved" if proved > 0 else f"{told}, none of it proved yet"


def of_split(by: str, sheet: Sheet) -> str:
    """Where most was delivered."""
    total = _delivered(sheet.total) if sheet.total else 0
    rows = [row for row in sheet.rows if _delivered(row) > 0]
    if total <= 0 or not rows:
        return "Nothing that adds value has been delivered here yet"
    most = max(rows, key=_delivered)
    if by == "month":
        return f"Most was delivered in {most.label}: {about(_delivered(most))}"
    if len(rows) == 1 and _delivered(most) == total:
        return f"All of what was delivered is under {NOUNS[by]} {most.label}"
    part = share(_delivered(most), total)
    return f"{NOUNS[by].capitalize()} with most delivered is {most.label}: {part} of the total"


def _first(row: SheetRow) -> int:
    figure = row.figures[0]
    return (figure.pence or 0) if isinstance(figure, Pounds) else 0


def _delivered(row: SheetRow) -> int:
    figure = row.figures[1]
    return (figure.pence or 0) if isinstance(figure, Pounds) else 0
