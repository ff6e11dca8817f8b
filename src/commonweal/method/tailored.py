"""What a pack holds once it is tailored: the measures that it keeps, and what those rest on."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from commonweal.method.model import Measure, PackHeader, Proxy, Schedule, ScheduledDiscount, Source
from commonweal.method.tailoring import Tailoring


def kept_measures(tailoring: Tailoring, measures: Mapping[str, Measure]) -> dict[str, Measure]:
    """The measures that ``tailoring`` names, in the order of their ranks and under their local names."""
    return {
        chosen.measure: measures[chosen.measure].model_copy(update={"name": chosen.name})
        if chosen.name
        else measures[chosen.measure]
        for chosen in tailoring.by_rank
    }


def needed_proxies(used: Iterable[str], proxies: Mapping[str, Proxy]) -> dict[str, Proxy]:
    """The proxies in ``used`` and those that they are drawn with, in the order of ``proxies``."""
    needed: set[str] = set()
    waiting = [name for name in used if name in proxies]
    while waiting:
        name = waiting.pop()
        rests_on = proxies[name].draw_with
        if rests_on is not None and rests_on in proxies and rests_on not in needed:
            waiting.append(rests_on)
        needed.add(name)
    return {name: proxy for name, proxy in proxies.items() if name in needed}


def needed_schedules(
    header: PackHeader, proxies: Collection[Proxy], schedules: Mapping[str, Schedule]
) -> dict[str, Schedule]:
    """The schedules that the pack or one of its proxies discounts by."""
    named = {proxy.schedule for proxy in proxies}
    if isinstance(header.discounting, ScheduledDiscount):
        named.add(header.discounting.schedule)
    return {name: schedule for name, schedule in schedules.items() if name in named}


def needed_sources(
    header: PackHeader, forms: Iterable[Proxy | Schedule], sources: Mapping[str, Source], own: Collection[str]
) -> dict[str, Source]:
    """The sources that a form or the price index cites, and the folder's ``own``."""
    named = {form.source for form in forms} | {header.deflator_source, *own}
    return {name: source for name, source in sources.items() if name in named}
