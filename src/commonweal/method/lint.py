"""What a pack must keep to across its files: everything wrong is found in one run, with file and line.

The checks read documents as written, not the forms made of them, so that a fault of shape in one place does
not hide a missing source in another.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from commonweal.documents.as_written import member, members, texts
from commonweal.documents.document import Document
from commonweal.method.folder import DEFLATOR, SOURCES, THEMES, PackFolder
from commonweal.method.known import Known
from commonweal.method.lint_needs import needs_are_what_they_were
from commonweal.method.lint_tailoring import (
    chosen_measures_serve_objectives,
    names_and_targets_stand,
    tailoring_names_lead_somewhere,
)
from commonweal.method.lint_values import (
    inherited_values_stay_dated,
    replaced_values_keep_their_lanes,
    validities_do_not_overlap,
    values_are_dated_and_ordered,
)
from commonweal.method.repeated import repeats
from commonweal.method.rule_names import rule_problem
from commonweal.problems import Problem

Check = Callable[[PackFolder, Known], Iterator[Problem]]


JUDGED_ALONE = frozenset(
    {
        "repeated-id",
        "price-year-missing",
        "low-high",
        "validity",
        "overlapping-validity",
        "aggregation",
        "missing-objective",
        "no-objective",
        "idle-objective",
        "cap",
        "needs-record",
        "missing-indicator",
        "missing-evidence",
    }
)
"""Rules that need not know the parent: where it cannot be read, the others would only miss what it defines."""


def cross_checks(folder: PackFolder, known: Known, *, is_orphan: bool) -> list[Problem]:
    """Run every check of ``CHECKS``; ``known`` names what this folder and its parent define.

    ``is_orphan`` says that the pack has a parent which could not be read.
    """
    found = [problem for check in CHECKS for problem in check(folder, known)]
    return [problem for problem in found if problem.rule in JUDGED_ALONE] if is_orphan else found


def ids_stand_once(folder: PackFolder, known: Known) -> Iterator[Problem]:
    """No two forms of a kind share an id, no two measures a code, no two outcomes an id."""
    for documents in (folder.schedules, folder.proxies, folder.measures):
        yield from repeats((document, ("id",)) for document in documents)
    codes = {
        measure.code.casefold(): f"the measure {measure.id} of the parent"
        for measure in known.parents_measures
        if measure.code is not None
    }
    yield from repeats(((document, ("code",)) for document in folder.measures), taken=codes)
    themes = folder.themes
    yield from repeats((themes, (number, "id")) for number, _ in enumerate(members(themes.content)))
    yield from repeats(
        (
            (themes, (number, "outcomes", place, "id"))
            for number, theme in enumerate(members(themes.content))
            for place, _ in enumerate(members(member(theme, "outcomes")))
        ),
        taken=dict.fromkeys(known.inherited_outcomes, "another theme of the parent"),
    )


def names_lead_somewhere(folder: PackFolder, known: Known) -> Iterator[Problem]:
    """Every source, schedule, outcome and proxy that is named exists."""
    for document in (*folder.proxies, *folder.schedules):
        yield from _unknown(document, "source", known.sources, f"Add it to {SOURCES}, or correct the name.")
    for document in folder.proxies:
        yield from _unknown(document, "schedule", known.schedules, "Add it to schedules/, or correct the name.")
        yield from _unknown(document, "draw_with", known.proxies, "Name the proxy that this one rests on.")
    for document in folder.measures:
        yield from _unknown(document, "outcome", known.outcomes, f"Add it to {THEMES}, or correct the name.")
        for place, proxy in enumerate(members(member(document.content, "proxies"))):
            if isinstance(proxy, str) and proxy not in known.proxies:
                message = f"There is no proxy '{proxy}'."
                yield document.problem("missing-proxy", ("proxies", place), message, "Add it, or correct the name.")
    for measure in known.inherited_measures:
        if measure.outcome not in known.outcomes:
            message = (
                f"The outcome '{measure.outcome}', towards which the inherited measure '{measure.id}' counts, is gone."
            )
            yield folder.themes.problem("missing-outcome", (), message, "Keep it in the theme, or replace the measure.")
    yield from _unknown(folder.header, "deflator_source", known.sources, f"Add it to {SOURCES}, or correct the name.")
    schedule = member(member(folder.header.content, "discounting"), "schedule")
    if isinstance(schedule, str) and schedule not in known.schedules:
        message = f"There is no schedule '{schedule}'."
        yield folder.header.problem("missing-schedule", ("discounting", "schedule"), message, "Add it to schedules/.")


def nothing_is_idle(folder: PackFolder, known: Known) -> Iterator[Problem]:
    """A proxy that no measure uses is an error; a source that nothing cites is a warning."""
    used = {name for document in folder.measures for name in texts(member(document.content, "proxies"))}
    used.update(name for measure in known.inherited_measures for name in measure.proxies)
    for document in folder.proxies:
        proxy = member(document.content, "id")
        if isinstance(proxy, str) and proxy not in used:
            message = f"No measure uses the proxy '{proxy}'."
            yield document.problem("idle-proxy", ("id",), message, "Name it in a measure, or delete the file.")
    cited = {proxy.source for proxy in known.inherited_proxies}
    cited.update(texts([member(document.content, "source") for document in (*folder.proxies, *folder.schedules)]))
    cited.update(texts([member(folder.header.content, "deflator_source")]))
    for source in folder.sources.content if isinstance(folder.sources.content, dict) else {}:
        if source not in cited:
            message = f"Nothing cites the source '{source}'."
            yield folder.sources.problem("idle-source", (source,), message, "Cite it or remove it.", warning=True)


def measures_hold_together(folder: PackFolder, known: Known) -> Iterator[Problem]:
    """Priced measures add up, state their additionality, and name rules and measures that exist."""
    for document in folder.measures:
        measure = document.content if isinstance(document.content, dict) else {}
        proxies = texts(measure.get("proxies"))
        if proxies and measure.get("aggregation") not in ("sum", None):
            message = f"A priced measure must be added up, but its aggregation is '{measure['aggregation']}'."
            yield document.problem("aggregation", ("aggregation",), message, "Use sum, or take the proxies away.")
        if any(proxy in known.benefit_proxies for proxy in proxies) and "additionality" not in measure:
            message = "The measure is priced and says nothing of additionality: its full value would be claimed."
            remedy = "State deadweight, displacement, leakage, substitution and attribution_to_others."
            yield document.problem("additionality", (), message, remedy, warning=True)
        for name in ("proxies", "inputs"):
            yield from repeats(
                (document, (name, place) if name == "proxies" else (name, place, "id"))
                for place, _ in enumerate(members(measure.get(name)))
            )
        inputs = texts([member(given, "id") for given in members(measure.get("inputs"))])
        for place, rule in enumerate(members(measure.get("rules"))):
            fault = rule_problem(rule, known.measures, inputs)
            if fault:
                yield document.problem("unknown-rule", ("rules", place), *fault)


def header_stands(folder: PackFolder, known: Known) -> Iterator[Problem]:
    """The price base is a year of the index."""
    base = member(folder.header.content, "price_base")
    if isinstance(base, int) and known.index_years and base not in known.index_years:
        message = f"The price base {base} is not in the index, which runs to {max(known.index_years)}."
        yield folder.header.problem("price-base", ("price_base",), message, f"Use a year of {DEFLATOR}.")


CHECKS: tuple[Check, ...] = (
    header_stands,
    ids_stand_once,
    names_lead_somewhere,
    nothing_is_idle,
    values_are_dated_and_ordered,
    inherited_values_stay_dated,
    replaced_values_keep_their_lanes,
    validities_do_not_overlap,
    measures_hold_together,
    tailoring_names_lead_somewhere,
    chosen_measures_serve_objectives,
    names_and_targets_stand,
    needs_are_what_they_were,
)


def _unknown(document: Document, key: str, known: Iterable[str], remedy: str) -> Iterator[Problem]:
    name = member(document.content, key)
    if isinstance(name, str) and name not in known:
        yield document.problem(f"missing-{key}", (key,), f"There is no {key} '{name}'.", remedy)
