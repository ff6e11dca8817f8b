"""Everything that is wrong with a partnership's choices, beside the parent method and the needs they rest on.

As in the check of packs, documents are looked at as written, so that one fault never hides another.
"""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from commonweal.documents import Document
from commonweal.documents.as_written import member, members, texts
from commonweal.method import Pack
from commonweal.method.folder import PackFolder
from commonweal.method.known import Known
from commonweal.method.licence import restricted_in
from commonweal.method.lint import cross_checks
from commonweal.method.lint_needs import needs_of_another
from commonweal.method.lint_tailoring import wrong_target
from commonweal.method.repeated import repeats
from commonweal.needs.record import Analysis
from commonweal.problems import Problem


def choice_faults(written: Document, pack: Pack | None, record: Analysis | None) -> list[Problem]:
    """Every fault of the choices in ``written``; what needs the parent or the record is left out where it is None."""
    found = list(_repeated(written))
    if pack is not None:
        found += [*_names(written, pack), *_measures(written, pack), *_objectives(written, pack)]
        found += _forms(written, pack)
    if pack is not None and record is not None:
        found += _needs(written, pack, record)
    return found


def _repeated(written: Document) -> Iterator[Problem]:
    for name, key in (("objectives", "id"), ("measures", "measure"), ("weights", "outcome")):
        entries = members(member(written.content, name))
        yield from repeats((written, (name, number, key)) for number, _ in enumerate(entries))


def _names(written: Document, pack: Pack) -> Iterator[Problem]:
    """Measures, outcomes and objectives that are named exist."""
    content = written.content
    given = [member(entry, "id") for entry in members(member(content, "objectives"))]
    objectives = [name for name in given if isinstance(name, str)]
    for number, entry in enumerate(members(member(content, "objectives"))):
        for place, outcome in enumerate(members(member(entry, "outcomes"))):
            yield from _unknown(written, ("objectives", number, "outcomes", place), outcome, "outcome", pack.outcomes)
    for number, entry in enumerate(members(member(content, "measures"))):
        at = ("measures", number)
        yield from _unknown(written, (*at, "measure"), member(entry, "measure"), "measure", pack.measures)
        for place, objective in enumerate(members(member(entry, "objectives"))):
            yield from _unknown(written, (*at, "objectives", place), objective, "objective", objectives)
    for number, entry in enumerate(members(member(content, "weights"))):
        yield from _unknown(written, ("weights", number, "outcome"), member(entry, "outcome"), "outcome", pack.outcomes)


def _unknown(written: Document, path: tuple[str | int, ...], name: Any, kind: str, known: Any) -> Iterator[Problem]:
    if isinstance(name, str) and name not in known:
        near = get_close_matches(name[:100], list(known), n=1)
        remedy = f"Did you mean '{near[0]}'?" if near else "Correct the id."
        yield written.problem(f"missing-{kind}", path, f"There is no {kind} '{name}'.", remedy)


def _measures(written: Document, pack: Pack) -> Iterator[Problem]:
    """What is asked of a measure can be: it serves an objective, its target and its name can stand."""
    content = written.content
    objectives = members(member(content, "objectives"))
    outcomes = {outcome for entry in objectives for outcome in texts(member(entry, "outcomes"))}
    wishes = members(member(content, "measures"))
    renamed = texts([member(wish, "measure") for wish in wishes if isinstance(member(wish, "name"), str)])
    names = {measure.name.casefold(): measure.id for measure in pack.measures.values() if measure.id not in renamed}
    for number, wish in enumerate(wishes):
        name = member(wish, "measure")
        measure = pack.measures.get(name) if isinstance(name, str) else None
        if measure is None or member(wish, "leave_out") is True:
            continue
        at = ("measures", number)
        if objectives and measure.outcome not in outcomes and not texts(member(wish, "objectives")):
            message = f"The measure '{name}' serves no objective: none stands for its outcome, '{measure.outcome}'."
            yield written.problem("no-objective", at, message, "Name its objectives, or leave it out.")
        yield from wrong_target(written, at, measure.model_dump(), member(wish, "target"))
        local = member(wish, "name")
        if isinstance(local, str) and names.setdefault(local.casefold(), measure.id) != measure.id:
            message = f"'{local}' is the name of '{names[local.casefold()]}' too."
            yield written.problem("repeated-name", (*at, "name"), message, "Give it a name of its own.")


def _objectives(written: Document, pack: Pack) -> Iterator[Problem]:
    """Every objective can have a measure, and the cap leaves room for what is asked for."""
    content = written.content
    wishes = members(member(content, "measures"))
    refused = texts([member(wish, "measure") for wish in wishes if member(wish, "leave_out") is True])
    asked = [wish for wish in wishes if member(wish, "leave_out") is not True]
    open_to = {measure.outcome for measure in pack.measures.values() if measure.id not in refused}
    named = {objective for wish in asked for objective in texts(member(wish, "objectives"))}
    for number, entry in enumerate(members(member(content, "objectives"))):
        name = member(entry, "id")
        if isinstance(name, str) and name not in named and not open_to.intersection(texts(member(entry, "outcomes"))):
            message = f"No measure can serve the objective '{name}': its outcomes have none."
            remedy = "Name other outcomes, or name the objective at a measure that you ask for."
            yield written.problem("idle-objective", ("objectives", number), message, remedy)
    cap = member(content, "cap")
    if isinstance(cap, int) and not isinstance(cap, bool) and 0 < cap < len(asked):
        message = f"You ask for {len(asked)} measures, and the cap is {cap}."
        yield written.problem("cap", ("cap",), message, "Ask for fewer, or raise the cap.")


def _forms(written: Document, pack: Pack) -> list[Problem]:
    """The edition's own name, and the local sources and proxies, by the very checks of a pack."""
    content = written.content
    found = []
    if f"{member(content, 'id')}@{member(content, 'edition')}" == pack.name:
        message = f"The edition would bear the name of its parent, {pack.name}."
        found.append(written.problem("extends", ("id",), message, "Give it an id of its own."))
    sources = member(content, "sources")
    at = {path[1:]: line for path, line in written.lines.items() if path[:1] == ("sources",)}
    proxies = [
        Document(
            file=written.file,
            content=proxy,
            lines={path[2:]: line for path, line in written.lines.items() if path[:2] == ("proxies", number)},
        )
        for number, proxy in enumerate(members(member(content, "proxies")))
    ]
    folder = PackFolder(
        path=Path(str(member(content, "id"))),
        header=Document(written.file, content, written.lines),
        themes=Document(written.file),
        sources=Document(written.file, sources, at),
        proxies=proxies,
    )
    found += cross_checks(folder, Known.of(folder, pack), is_orphan=False)
    if member(content, "redistributable") is True:
        found += restricted_in(folder)
    return found


def _needs(written: Document, pack: Pack, record: Analysis) -> Iterator[Problem]:
    """The analysis is one of this method's outcomes, and holds the evidence that is to count."""
    at = ("needs",)
    method = record.method
    if method is None or record.links is None or not record.priorities:
        message = "The needs analysis has no priorities: it was made without a method."
        yield written.problem("needs-record", at, message, f"Make it again with --method {pack.name}.")
    elif method.digest != pack.digest or f"{method.id}@{method.edition}" != pack.name:
        message = needs_of_another(f"{method.id}@{method.edition}", pack.name)
        yield written.problem("needs-record", at, message, f"Make the analysis again with --method {pack.name}.")
    reasons = {(reason.indicator, reason.sentence) for priority in record.priorities for reason in priority.because}
    for indicator, sentence in sorted(reasons):
        need = record.indicator(indicator)
        if need is None or need.sentence != sentence:
            fault = "has no such indicator" if need is None else "says something else of it"
            message = f"A priority of the needs analysis rests on {indicator}, and the analysis {fault}."
            yield written.problem("needs-record", at, message, "Make the analysis again.")
    view = member(written.content, "view")
    if view == "local-evidence" and record.local_evidence is None:
        message = "The view is local-evidence, and the needs analysis holds none."
        remedy = "Make the analysis with --evidence, or use official-figures."
        yield written.problem("needs-record", ("view",), message, remedy)
    if view is None and record.local_evidence is not None:
        message = "Local evidence is held and not used."
        remedy = "'view: local-evidence' uses it; 'view: official-figures' says that it is not to count."
        yield written.problem("local-evidence", at, message, remedy, warning=True)
