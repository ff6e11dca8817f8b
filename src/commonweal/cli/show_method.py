"""A method on the screen: its measures, one measure whole, and what differs between two editions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import RenderableType
from rich.text import Text

from commonweal.cli.figures import pounds_shown
from commonweal.cli.screen import MASKED, figures_table, indented
from commonweal.cli.show_tailoring import tailored_words, tailoring_head
from commonweal.method import FACTORS, Measure, Pack
from commonweal.method.model import NOMINAL, ProxyValue
from commonweal.valuation.compare import SAME_NAME_REMEDY, Change, RateChange, same_name


def measures_list(pack: Pack) -> Iterator[RenderableType]:
    """Every measure by theme: code, name and id, unit, whether it has a price."""
    yield Text(f"{pack.header.title} · {pack.name}", style="bold")
    yield f"{pack.header.licence}, {pack.header.price_base} prices, digest {pack.digest}"
    if pack.tailoring is not None:
        yield from tailoring_head(pack, pack.tailoring)
    for theme in pack.themes.values():
        table = figures_table("Code", "Measure", "Unit", "Priced", title=f"\n{theme.name}")
        for found in pack.measures.values():
            if pack.theme_of(found).id == theme.id:
                elder = pack.elder_name(found)
                name = f"{found.name}{'' if found.tier == 'core' else f' ({found.tier})'}\n{found.id}"
                name += f"\n(parent's name: {elder})" if elder else ""
                table.add_row(found.code or "", name, found.unit, "yes" if found.proxies else "counted")
        if table.row_count:
            yield table


def measure_page(pack: Pack, measure: Measure) -> Iterator[RenderableType]:
    """One measure whole: what counts, what proves it, what it is worth and on whose word."""
    yield Text(f"{measure.code or ''} {measure.name}".strip(), style="bold")
    theme, outcome = pack.theme_of(measure).name, pack.outcomes[measure.outcome].name
    yield f"{measure.id} · {theme} · {outcome} · {measure.tier}"
    yield from tailored_words(pack, measure)
    yield f"\n{measure.definition.strip()}"
    if measure.caution:
        yield Text(f"\nCaution: {measure.caution.strip()}", style="bold")
    yield f"\nUnit: {measure.unit}"
    for given in measure.inputs:
        yield f"Input: {given.label}, in {given.unit} (column input.{given.id})"
    for evidence in measure.evidence or ["none asked for"]:
        yield f"Evidence: {evidence}"
    if not measure.proxies:
        yield "\nCounted only: it has no price."
        return
    if measure.additionality is not None:
        own = measure.additionality
        shares = [f"{name.replace('_', ' ')} {getattr(own, name)}" for name in FACTORS if getattr(own, name)]
        yield f"Taken off the benefit ({own.basis}): {', '.join(shares) or 'nothing'}"
    years = "1 year" if measure.benefit.years == 1 else f"{measure.benefit.years} years"
    lost = f", {measure.benefit.drop_off} of it lost from each year to the next" if measure.benefit.drop_off else ""
    yield f"The benefit lasts {years}{lost}"
    for name in measure.proxies:
        proxy = pack.proxies[name]
        yield Text(f"\n{proxy.title}", style="bold")
        source = pack.sources[proxy.source]
        yield indented(f"{source.title}, {proxy.where} ({proxy.status}, grade {proxy.grade})")
        table = figures_table("", "£", "", heading=False)
        for value in proxy.values:
            table.add_row(f"  {value.lane}", *_amount(value, is_masked=name in pack.restricted))
        yield table


def _amount(value: ProxyValue, *, is_masked: bool) -> tuple[str, str]:
    nominal = value.year_of_prices == NOMINAL
    about = ["pounds of the entry's year" if nominal else f"{value.year_of_prices} prices"]
    if value.place:
        about.append(f"in {value.place}")
    if value.valid_from or value.valid_to:
        about.append(f"{value.valid_from or 'the start'} to {value.valid_to or 'the end'}")
    if is_masked:
        return MASKED, ", ".join(about)
    if value.factor is not None:
        about.append(f"times {value.factor}")
    if value.amount is not None:
        return pounds_shown(str(value.amount)), ", ".join(about)
    years = sorted(value.series.values) if value.series is not None else []
    return "by year", ", ".join([*about, f"{years[0]} to {years[-1]}"])


def difference(
    before: Pack, after: Pack, found: Sequence[Change], moved: Sequence[RateChange]
) -> Iterator[RenderableType]:
    """What changed between two editions, in words, and the rates that move."""
    yield Text(f"{before.name} → {after.name}", style="bold")
    told = same_name(before, after)
    if told:
        yield f"{told} {SAME_NAME_REMEDY}"
    if not found and not moved:
        yield "Nothing changed."
    for change in found:
        yield f"  {change.sentence}"
    if moved:
        table = figures_table("Measure and lane", "£Before", "£After", "£Change", title="\nRates that move, in pounds")
        for row in moved:
            where = f", in {row.place}" if row.place else ""
            name = f"{row.measure}\n  {row.lane}, from {row.first_day}{where}"
            table.add_row(name, row.before_text, row.after_text, row.percent_text)
        yield table
