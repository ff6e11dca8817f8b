"""From needs and choices to a tailored method, in memory: pure, so that pages can go through it step by step."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from commonweal.method import Objective, Pack
from commonweal.method.lint_needs import MIDDLE, weight_of
from commonweal.method.model import PackHeader, Proxy, Source
from commonweal.method.tailoring import ChosenMeasure, NeedsBasis, OutcomeWeight, Tailoring
from commonweal.needs.record import Analysis
from commonweal.needs.tailoring.choices import Choices
from commonweal.needs.tailoring.faults import choice_faults
from commonweal.needs.tailoring.relevance import Candidate, Wishes, chosen_of, propose
from commonweal.needs.tailoring.small_suppliers import small_set
from commonweal.problems import Problem, has_errors

RECORD = "needs.json"
"""The name of the needs file in the folder of a tailored pack."""


class ChoicesError(ValueError):
    """Choices that cannot be carried out; ``problems`` says everything that is wrong with them."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(problem.message for problem in self.problems if problem.is_error))


@dataclass(frozen=True, slots=True)
class Tailored:
    """A tailored method, before it is written."""

    header: PackHeader
    tailoring: Tailoring
    sources: Mapping[str, Source]
    proxies: tuple[Proxy, ...]
    parent: Pack
    record: Analysis
    candidates: tuple[Candidate, ...]
    """Every measure of the parent, the most relevant first, chosen or left out and why."""

    @property
    def name(self) -> str:
        """``id@edition``."""
        return f"{self.header.id}@{self.header.edition}"

    @property
    def needs(self) -> bytes:
        """The needs file of the pack: the same analysis is the same bytes."""
        return record_bytes(self.record)


def record_bytes(record: Analysis) -> bytes:
    """An analysis as a pack keeps it: JSON as ``commonweal needs --format json`` writes it, UTF-8."""
    return (json.dumps(record.as_record(), ensure_ascii=False, indent=2) + "\n").encode()


def tailor(choices: Choices, pack: Pack, record: Analysis) -> Tailored:
    """Choose from the measures of ``pack`` by ``choices`` and the needs in ``record``.

    The rule by which measures are chosen is told in ``relevance``, that of the short set in ``small_suppliers``.
    A weight taken from the needs is score ÷ 50, to two places. Raises ``ChoicesError`` with every fault.
    """
    problems = choice_faults(choices.written, pack, record)
    if has_errors(problems) or record.links is None:
        raise ChoicesError(problems)
    candidates = _candidates(choices, pack, record)
    chosen = chosen_of(candidates)
    problems += _misfits(choices, chosen)
    if has_errors(problems):
        raise ChoicesError(problems)
    short = small_set(chosen, choices)
    tailoring = Tailoring(
        objectives=[_objective(given) for given in choices.objectives],
        measures=[
            _kept(candidate, rank, choices, is_short=candidate.measure.id in short)
            for rank, candidate in enumerate(chosen, start=1)
        ],
        cap=choices.cap,
        needs=NeedsBasis(
            area=record.area.code,
            name=record.area.name,
            compare=record.compare.basis,
            record=RECORD,
            digest=hashlib.sha256(record_bytes(record)).hexdigest(),
            links=record.links.digest,
            view=choices.view,
        ),
        weights=_needs_weights(chosen) if choices.weights == "needs" else list(choices.weights),
    )
    return Tailored(
        header=_header(choices, pack),
        tailoring=tailoring,
        sources=choices.sources,
        proxies=tuple(choices.proxies),
        parent=pack,
        record=record,
        candidates=tuple(candidates),
    )


def _candidates(choices: Choices, pack: Pack, record: Analysis) -> list[Candidate]:
    asked = {wish.measure: wish.objectives for wish in choices.measures if not wish.leave_out}
    refused = {wish.measure: str(wish.why) for wish in choices.measures if wish.leave_out}
    objectives = [(_objective(given), given.outcomes) for given in choices.objectives]
    return propose(pack, record, objectives, choices.cap, wishes=Wishes(asked, refused), view=choices.view)


def _objective(given: Objective) -> Objective:
    return Objective(**{name: getattr(given, name) for name in ("id", "name", "source") if getattr(given, name)})


def _misfits(choices: Choices, chosen: list[Candidate]) -> Iterable[Problem]:
    """What only the choice itself can show: a cap that is too small, a local proxy that nothing kept uses."""
    if len(chosen) > choices.cap:
        message = f"What you ask for and one measure for each objective are {len(chosen)}; the cap is {choices.cap}."
        remedy = f"Raise the cap to {len(chosen)}, or have fewer objectives or wishes."
        yield choices.written.problem("cap", ("cap",), message, remedy)
    used = {proxy for candidate in chosen for proxy in candidate.measure.proxies}
    for number, proxy in enumerate(choices.proxies):
        if proxy.id not in used:
            message = f"None of the measures that are kept uses the proxy '{proxy.id}'."
            remedy = "Ask for a measure that uses it, or take it away."
            yield choices.written.problem("idle-proxy", ("proxies", number, "id"), message, remedy)


def _kept(candidate: Candidate, rank: int, choices: Choices, *, is_short: bool) -> ChosenMeasure:
    wish = choices.wish(candidate.measure.id)
    stated = wish.model_dump(include={"name", "description"}, exclude_none=True) if wish is not None else {}
    own = wish.why if wish is not None else None
    return ChosenMeasure(
        measure=candidate.measure.id,
        rank=rank,
        objectives=list(candidate.objectives),
        target=wish.target if wish is not None else None,
        small_suppliers=is_short,
        why=own or _why(candidate, choices),
        because=list(candidate.standing.because),
        **stated,
    )


def _why(candidate: Candidate, choices: Choices) -> str:
    """The standing of its outcome among the needs; where it has none, for what it is here."""
    if candidate.standing.score is not None or not candidate.objectives:
        return candidate.standing.sentence
    objective = next(given.name for given in choices.objectives if given.id == candidate.objectives[0])
    here = "It was asked for, and serves" if candidate.chosen == "asked" else "It is here for"
    return f"{candidate.standing.sentence} {here} the objective “{objective}”."


def _needs_weights(chosen: list[Candidate]) -> list[OutcomeWeight]:
    standings = {candidate.measure.outcome: candidate.standing for candidate in chosen}
    return [
        OutcomeWeight(
            outcome=outcome,
            weight=weight_of(standing.score),
            why=f"{standing.name} scores {standing.score} of 100 among the needs; {MIDDLE} is the middle and weighs 1.",
        )
        for outcome, standing in sorted(standings.items())
        if standing.score is not None
    ]


def _header(choices: Choices, pack: Pack) -> PackHeader:
    """Prices, discounting and ranges are the parent's: an edition for a place changes what counts, not the sums."""
    own = {name: getattr(choices, name) for name in ("id", "edition", "title", "licence", "redistributable", "extends")}
    parents = {name: getattr(pack.header, name) for name in ("price_base", "discounting", "ranges", "deflator_source")}
    return PackHeader(**own, **parents, attribution=choices.attribution)
