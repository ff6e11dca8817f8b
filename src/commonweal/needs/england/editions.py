"""The editions of the Indices of Deprivation: today's, and the one before. A new edition is entered here."""

from __future__ import annotations

HEADLINE = "iod2025.imd"
"""The index that sums up the others: what is told first, drawn as a map, and taken for need against delivery."""

LIKENESS = (
    "iod2025.income",
    "iod2025.employment",
    "iod2025.education",
    "iod2025.health",
    "iod2025.crime",
    "iod2025.housing-and-services",
    "iod2025.environment",
)
"""The indicators that likeness is measured by, as far as every local authority of England has a value.

Composites of these are left out, so that nothing counts twice; so is what is only published for part of England.
"""

EARLIER_EDITIONS = {"iod2025": "iod2019"}
"""An edition of an index, and the one before it: the earlier is told as a direction, not as indicators of its own."""

RENAMED = {"iod2025.housing-and-services": "iod2019.barriers"}
"""Indicators whose id is not the same in the edition before: the domain was Barriers to Housing and Services."""


def earlier_name(indicator: str) -> str | None:
    """The id of an indicator in the edition before; None where there is no such edition."""
    family, _, rest = indicator.partition(".")
    before = EARLIER_EDITIONS.get(family)
    return RENAMED.get(indicator, f"{before}.{rest}") if before else None


def is_earlier(indicator: str) -> bool:
    """Whether an indicator is one of an edition that another has followed."""
    family = indicator.partition(".")[0]
    return any(family == before or family.startswith(f"{before}-") for before in EARLIER_EDITIONS.values())
