"""A method pack, read whole and checked: what counts, what it is worth, and by which source."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from commonweal.method import catalogue
from commonweal.method.digest import digest
from commonweal.method.folder import PackFolder, read_folder
from commonweal.method.forms import PackForms, read_forms
from commonweal.method.known import Known
from commonweal.method.lint import cross_checks
from commonweal.method.model import Measure, Outcome, PackHeader, Proxy, Schedule, Source, Theme
from commonweal.method.tailored import kept_measures, needed_proxies, needed_schedules, needed_sources
from commonweal.method.tailoring import ChosenMeasure, Objective, Tailoring
from commonweal.problems import Problem, has_errors

NamedT = TypeVar("NamedT", Theme, Schedule, Proxy, Measure)


class PackError(ValueError):
    """A pack that cannot be used; ``problems`` says everything that is wrong with it."""

    def __init__(self, name: str, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        errors = [problem for problem in self.problems if problem.is_error]
        first = f": {errors[0].where}: {errors[0].message}" if errors else ""
        super().__init__(f"The method {name} cannot be used; it has {len(errors)} error(s){first}")


@dataclass(frozen=True, slots=True)
class Pack:
    """A published or draft edition of a method, with everything it inherits from its parent.

    Where it is tailored, ``measures`` are those that it keeps, the most relevant first, under their local names, and
    the other forms are those that they rest on. What it leaves out is found through ``parent``.
    """

    header: PackHeader
    themes: Mapping[str, Theme]
    sources: Mapping[str, Source]
    schedules: Mapping[str, Schedule]
    proxies: Mapping[str, Proxy]
    measures: Mapping[str, Measure]
    deflator: Mapping[int, Decimal]
    """The index by calendar year."""
    restricted: frozenset[str]
    """Ids of proxies whose figures may be used but not passed on."""
    digest: str
    parent: Pack | None = None
    tailoring: Tailoring | None = None

    @property
    def name(self) -> str:
        """``id@edition``."""
        return f"{self.header.id}@{self.header.edition}"

    @property
    def attribution(self) -> str | None:
        """What the licences of this method's sources ask to be said wherever its figures are shown."""
        inherited = self.parent.attribution if self.parent else None
        return " ".join(filter(None, (inherited, self.header.attribution))) or None

    @property
    def outcomes(self) -> Mapping[str, Outcome]:
        """Every outcome by id."""
        return {outcome.id: outcome for theme in self.themes.values() for outcome in theme.outcomes}

    def measure(self, name: str) -> Measure | None:
        """The measure with this id or this code (codes in any case), or None."""
        found = self.measures.get(name)
        if found is not None:
            return found
        code = name.casefold()
        coded = (measure for measure in self.measures.values() if measure.code is not None)
        return next((measure for measure in coded if str(measure.code).casefold() == code), None)

    def ancestor_with(self, name: str) -> Pack | None:
        """The nearest pack above this one that has a measure with this id or code, or None."""
        pack = self.parent
        while pack is not None and pack.measure(name) is None:
            pack = pack.parent
        return pack

    def elder_name(self, measure: Measure) -> str | None:
        """What the nearest pack above this one calls the measure, where that is another name; else None."""
        elder = self.ancestor_with(measure.id)
        name = elder.measures[measure.id].name if elder is not None and measure.id in elder.measures else None
        return name if name != measure.name else None

    def chosen(self, measure: Measure) -> ChosenMeasure | None:
        """Why the measure is in this edition, for which objectives, with which target; None in an untailored one."""
        return self.tailoring.chosen(measure.id) if self.tailoring is not None else None

    def objectives_of(self, measure: Measure) -> list[Objective]:
        """The partnership's own objectives that the measure serves, in the partnership's order."""
        chosen = self.chosen(measure)
        if self.tailoring is None or chosen is None:
            return []
        return [objective for objective in self.tailoring.objectives if objective.id in chosen.objectives]

    def theme_of(self, measure: Measure) -> Theme:
        """The theme of the measure's outcome."""
        return next(
            theme for theme in self.themes.values() if any(outcome.id == measure.outcome for outcome in theme.outcomes)
        )

    def is_restricted(self, measure: Measure) -> bool:
        """Whether a figure priced by this measure could give away a value that may not be passed on."""
        return any(proxy in self.restricted for proxy in measure.proxies)


def load_pack(path: Path | str) -> Pack:
    """Read and check the pack in the folder ``path``.

    Raises ``PackError`` with every problem when there is an error; warnings do not stop it.
    """
    pack, problems = read_pack(Path(path))
    if pack is None:
        raise PackError(Path(path).resolve().name, problems)
    return pack


def read_pack(path: Path) -> tuple[Pack | None, list[Problem]]:
    """The pack in ``path`` with all its problems; None in place of a pack that has errors."""
    return _read(path, children=())


def _read(path: Path, children: tuple[Path, ...]) -> tuple[Pack | None, list[Problem]]:
    """Read a pack on behalf of ``children``: the folders that extend it, the first that was asked for first."""
    folder = read_folder(path)
    parent, problems = _parent(folder, (*children, path.resolve()))
    crossed = cross_checks(folder, Known.of(folder, parent), is_orphan=bool(problems))
    forms, misshapen = read_forms(folder)
    problems += folder.problems
    # A check that knows the field explains a wrong value better than the form does: say it once.
    explained = {(problem.file, problem.column) for problem in crossed}
    problems += [
        fault for fault in misshapen if fault.rule != "wrong-value" or (fault.file, fault.column) not in explained
    ]
    problems += crossed
    problems.sort(key=lambda problem: (problem.file or "", problem.row or 0, problem.column or ""))
    if forms.header is None or has_errors(problems):
        return None, problems
    return _pack(forms.header, forms, folder.deflator, parent), problems


def _pack(header: PackHeader, forms: PackForms, deflator: Mapping[int, Decimal], parent: Pack | None) -> Pack:
    tailoring = forms.tailoring
    sources = {**(parent.sources if parent else {}), **forms.sources}
    schedules = _merged(parent.schedules if parent else {}, forms.schedules)
    proxies = _merged(parent.proxies if parent else {}, forms.proxies)
    measures = _merged(parent.measures if parent else {}, forms.measures)
    if tailoring is not None:
        measures = kept_measures(tailoring, measures)
        proxies = needed_proxies((name for measure in measures.values() for name in measure.proxies), proxies)
        schedules = needed_schedules(header, proxies.values(), schedules)
        sources = needed_sources(header, (*proxies.values(), *schedules.values()), sources, forms.sources)
    own = {proxy.id for proxy in forms.proxies}
    inherited = (parent.restricted if parent else frozenset()) - own
    unshareable = {name for name, proxy in proxies.items() if not sources[proxy.source].redistributable}
    restricted = inherited | unshareable | (frozenset() if header.redistributable else own)
    return Pack(
        header=header,
        themes=MappingProxyType(_merged(parent.themes if parent else {}, forms.themes)),
        sources=MappingProxyType(sources),
        schedules=MappingProxyType(schedules),
        proxies=MappingProxyType(proxies),
        measures=MappingProxyType(measures),
        deflator=MappingProxyType(dict(deflator) or dict(parent.deflator if parent else {})),
        restricted=restricted & proxies.keys(),
        digest=digest(forms, deflator, parent.digest if parent else None),
        parent=parent,
        tailoring=tailoring,
    )


def _parent(folder: PackFolder, lineage: tuple[Path, ...]) -> tuple[Pack | None, list[Problem]]:
    """The pack that a folder extends. ``lineage`` ends with the folder itself."""
    content = folder.header.content
    reference = content.get("extends") if isinstance(content, dict) else None
    if not isinstance(reference, str):
        return None, []
    try:
        found = catalogue.find(reference, beside=lineage[-1].parent).resolve()
    except catalogue.MethodNotFound as error:
        return None, [_extends_problem(folder, f"{error}.")]
    if found in lineage:
        return None, [_extends_problem(folder, "A pack cannot extend itself, neither directly nor by way of others.")]
    parent, problems = _read(found, lineage)
    if parent is None:
        return None, [_extends_problem(folder, str(PackError(found.name, problems)))]
    if parent.name != reference:
        return None, [_extends_problem(folder, f"The pack in {found.name} is not {reference} but {parent.name}.")]
    return parent, []


def _extends_problem(folder: PackFolder, message: str) -> Problem:
    return folder.header.problem("extends", ("extends",), message, "Correct it, or supply that pack.")


def _merged(inherited: Mapping[str, NamedT], own: Iterable[NamedT]) -> dict[str, NamedT]:
    """What is inherited and what is the folder's own; its own wins where both have an id."""
    return {**inherited, **{form.id: form for form in own}}
