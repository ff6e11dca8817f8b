"""How pages say what an entry says: measures by name, quantities with their unit, lanes in words."""

from __future__ import annotations

from commonweal.method import BENEFIT_LANES, FACTORS
from commonweal.money import QUANTITY_PLACES, fixed_text
from commonweal_web.ledger.models import EntryVersion
from commonweal_web.methods.packs import pack_of

LANES = {
    "fiscal": "Saved or earned for the public purse",
    "economic": "Gained by people and the economy",
    "social": "Wellbeing and other gains of people",
    "environmental": "Gained for the environment",
    "unsplit": "Benefit whose source does not split it",
    "local": "Local economic value",
    "input": "Given, at cost",
    "transfer": "Transfers",
}
"""What each lane is."""

FACTOR_WORDS = {
    "deadweight": "Deadweight",
    "displacement": "Displacement",
    "leakage": "Leakage",
    "substitution": "Substitution",
    "attribution_to_others": "Attribution to others",
}
assert tuple(FACTOR_WORDS) == FACTORS
assert set(BENEFIT_LANES) <= LANES.keys()


def measure_name(version: EntryVersion) -> str:
    """The measure by its name in the method that the version was recorded under."""
    measure = pack_of(version.edition).measures.get(version.measure)
    return measure.name if measure else version.measure


def unit_of(version: EntryVersion) -> str:
    """The unit of the version's measure."""
    measure = pack_of(version.edition).measures.get(version.measure)
    return measure.unit if measure else ""


def quantity_said(version: EntryVersion) -> str:
    """``120.5 hours``, ``£4,000``, or that it is told in words."""
    return amount_said(version.quantity_e4, unit_of(version))


def amount_said(quantity_e4: int | None, unit: str) -> str:
    """A quantity with its unit."""
    if quantity_e4 is None:
        return "told in words"
    number = number_said(quantity_e4)
    if unit == "£":
        whole, _, part = number.partition(".")
        return f"£{whole}.{part.ljust(2, '0')}" if part else f"£{whole}"
    return f"{number} {unit if number == '1' else plural(unit)}".strip()


def number_said(fixed: int) -> str:
    """Ten-thousandths as people write a number: ``1,234.5``."""
    whole, _, part = fixed_text(fixed, QUANTITY_PLACES).partition(".")
    part = part.rstrip("0")
    return f"{int(whole):,}.{part}" if part else f"{int(whole):,}"


def share_said(fixed: int | None) -> str:
    """Ten-thousandths of one as a percentage."""
    return "" if fixed is None else f"{number_said(fixed * 100)}%"


UNCHANGED = {"pounds", "FTE", "kWh", "m3", "km", "tCO2e", "people", "%", ""}
IRREGULAR = {"person": "people"}


def plural(unit: str) -> str:
    """More than one of a unit: of its last word, so that person-years are years."""
    if unit in UNCHANGED:
        return unit
    if unit in IRREGULAR:
        return IRREGULAR[unit]
    if unit.endswith("y") and unit[-2:-1] not in "aeiou":
        return f"{unit[:-1]}ies"
    return unit if unit.endswith("s") else f"{unit}s"
