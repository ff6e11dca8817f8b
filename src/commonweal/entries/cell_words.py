"""Words of a fixed vocabulary, places and measures, as people write them."""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Callable, Mapping
from typing import Final

from commonweal.entries.cells import Fault, fault_of_any_cell
from commonweal.entries.columns import ASSURANCES, CHANNELS, STAGES
from commonweal.method import Measure, Pack
from commonweal.places.codes import normalise_place

_SYNONYMS: Final[Mapping[str, Mapping[str, str]]] = {
    "stage": {
        "target": "targets targeted",
        "commitment": "commitments committed commit promise promised",
        "forecast": "forecasts forecasted projected projection",
        "delivered": "delivery actual actuals achieved",
    },
    "channel": {
        "procurement": "procured contract contracts",
        "operations": "operation operational ownactions ownaction ownoperations",
        "grant": "grants grantfunding",
        "planning": "s106 section106 planningobligation planningobligations",
        "other": "others",
    },
    "assurance": {
        "claimed": "claim selfreported",
        "documented": "evidenced evidenceattached",
        "confirmed": "confirmedbyrecipient confirmedbytherecipient",
        "verified": "independentlyverified",
    },
}
"""Only words that cannot mean another of the vocabulary: "reported", "validated" and "planned" are left out."""

VOCABULARIES: Final[Mapping[str, tuple[str, ...]]] = {"stage": STAGES, "channel": CHANNELS, "assurance": ASSURANCES}


_MOST_SUGGESTIONS: Final = 100
"""Searching for near names is slow; a file with more unknown measures than this was made for another method."""


def bare(text: str) -> str:
    """Letters and digits only, in lower case: how words and headings are compared."""
    return re.sub(r"[\W_]+", "", text).casefold()


def word_reader(column: str) -> Callable[[str], str | Fault]:
    """The reader of ``stage``, ``channel`` or ``assurance``."""
    words = VOCABULARIES[column]
    known = {word: word for word in words} | {
        synonym: word for word, synonyms in _SYNONYMS[column].items() for synonym in synonyms.split()
    }

    def read(text: str) -> str | Fault:
        found = known.get(bare(text))
        if found is not None:
            return found
        return fault_of_any_cell(text) or Fault(
            "unknown-word", f"'{text[:60]}' is not a {column}.", f"Use one of: {', '.join(words)}."
        )

    return read


def read_place(text: str) -> str | Fault:
    """An ONS code or a full postcode, in capitals."""
    fault = fault_of_any_cell(text)
    if fault is not None:
        return fault
    return normalise_place(text) or Fault(
        "place",
        f"'{text[:60]}' is neither an ONS code nor a full postcode.",
        "Write a code such as E06000047 or a postcode such as DH1 5UL, or leave the cell empty.",
    )


def measure_label(measure: Measure) -> str:
    """How a drop-down names a measure: code and name, or its id when it has no code."""
    return f"{measure.code} · {measure.name}" if measure.code else measure.id


def measure_reader(pack: Pack) -> Callable[[str], str | Fault]:
    """The reader of ``measure``: an id, a code, the label of a drop-down, or a full name that only one measure has.

    A tailored method also knows what its parent calls a measure, and says so of one that it leaves out.
    """
    known = _measures_by_name(pack)
    suggestions = iter(range(_MOST_SUGGESTIONS))

    def read(text: str) -> str | Fault:
        found = known.get(_key(text))
        if found is not None and found in pack.measures:
            return found
        fault = fault_of_any_cell(text)
        if fault is not None:
            return fault
        elder = pack.ancestor_with(found) if found is not None else None
        if elder is not None:
            message = f"The method {pack.name} leaves out the measure '{text[:60]}', which {elder.name} has."
            remedy = f"Use a measure that this edition keeps, or value the entry by {elder.name}."
            return Fault("unknown-measure", message, remedy)
        worth_a_search = next(suggestions, None) is not None
        near = difflib.get_close_matches(_key(text)[:100], known, n=3, cutoff=0.55) if worth_a_search else []
        ids = dict.fromkeys(known[key] for key in near if known[key] in pack.measures)
        remedy = f"Did you mean {' or '.join(ids)}?" if ids else "Use a measure of the method, by its id or its code."
        return Fault("unknown-measure", f"The method {pack.name} has no measure '{text[:60]}'.", remedy)

    return read


def _measures_by_name(pack: Pack) -> dict[str, str]:
    """The id of each measure by every way of naming it; the pack's own names win over its parent's."""
    measures = list(pack.measures.values())
    names = Counter(_key(measure.name) for measure in measures)
    known = _measures_by_name(pack.parent) if pack.tailoring is not None and pack.parent is not None else {}
    known |= {_key(measure.name): measure.id for measure in measures if names[_key(measure.name)] == 1}
    known |= {_key(measure_label(measure)): measure.id for measure in measures}
    known |= {_key(measure.code): measure.id for measure in measures if measure.code}
    known |= {_key(measure.id): measure.id for measure in measures}
    return known


def _key(text: str) -> str:
    return " ".join(text.split()).casefold()
