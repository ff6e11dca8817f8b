"""Measures that may not stand together: shared by ``allowed-with`` (people) and ``not-beside`` (activities)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import polars as pl

from commonweal.entries.rules.candidates import called
from commonweal.entries.rules.findings import each_group
from commonweal.entries.rules.suspects import SEVERAL_MEASURES, suspects
from commonweal.method import Pack
from commonweal.wording import listed

Pairs = frozenset[tuple[str, str]]
"""Pairs of measure ids: the one that carries the rule, and one that may not stand with it."""


def clashes(
    frame: pl.LazyFrame, keys: Sequence[str], pairs: Pairs, columns: Sequence[str] = ()
) -> Iterator[list[dict[str, Any]]]:
    """The entries of each group that holds both measures of a pair; only those under clashing measures."""
    sides = {"measure": pl.String, "other": pl.String}
    table = pl.DataFrame(sorted(pairs), schema=sides, orient="row")
    for part in suspects(frame, keys, SEVERAL_MEASURES, ("measure", *columns)):
        present = part.select(*keys, "measure").unique()
        both = (
            present.join(table, on="measure")
            .join(present, left_on=[*keys, "other"], right_on=[*keys, "measure"], how="semi", nulls_equal=True)
            .select(*keys, pl.concat_list("measure", "other").alias("measure"))
            .explode("measure")
            .unique()
        )
        clashing = part.join(both, on=[*keys, "measure"], how="semi", nulls_equal=True, maintain_order="left")
        yield from each_group(clashing, keys)


def told(pack: Pack, rows: Sequence[dict[str, Any]], pairs: Pairs) -> str:
    """The clashes among the measures of ``rows`` in words: ``A with B and C``, the carrier of the rule first."""
    measures = sorted({row["measure"] for row in rows})
    told_before: set[tuple[str, str]] = set()
    parts = []
    for carrier in measures:
        others = [other for other in measures if (carrier, other) in pairs and (other, carrier) not in told_before]
        told_before.update((carrier, other) for other in others)
        if others:
            parts.append(f"{called(pack, carrier)} with {listed([called(pack, other) for other in others])}")
    return "; ".join(parts)
