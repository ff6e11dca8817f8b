"""The two sheets that teach: how to fill in the entries, and what each measure means."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

from commonweal.entries.template_columns import TemplateColumn
from commonweal.entries.template_styles import Styles
from commonweal.method import Measure, Pack

STEPS: Final = (
    (
        "1. One row, one thing|Write one row in the Entries sheet for each thing promised or done. Give every"
        " row its own Entry ID; you will need the same ID if you send a correction later."
    ),
    (
        "2. Choose the measure|Pick it from the list. The Measures sheet says who counts and who does not, "
        "and which evidence to keep. If nothing fits, do not force it: choose a measure told in words and "
        "write a note."
    ),
    (
        "3. Say how much|Fill in the Quantity, or every input that the measure uses (they turn yellow). The "
        "quantity is the product of the inputs: ten full-timers and five half-timers over two years are 12.5 "
        "× 2 = 25 FTE years. Give at most four decimal places. If there is no figure, leave the cell empty: "
        "do not write N/A or a dash."
    ),
    (
        "4. Say when and where|Period end is the last day, and decides the year in which the entry counts. "
        "Split anything longer than twelve months. Place is where the benefit lands, as a full postcode or an"
        " ONS code; leave it empty if it is spread over the whole area."
    ),
    (
        "5. Say how far it has got|A target is hoped for, a commitment is promised, a forecast is expected, "
        "and delivered is done. They are never added together."
    ),
    (
        "6. Say how sure it is|For what is delivered: claimed (you say so), documented (evidence is "
        "attached), confirmed (the recipient agrees) or verified (checked by someone independent of you)."
    ),
    (
        "7. Leave the adjustments alone|Each measure has its own. Change one only if you know better for this"
        " entry, and then give the reason."
    ),
    (
        "8. Protect people|Never write the name of a person who was helped. If one person must be told from "
        "another, use a beneficiary token."
    ),
    (
        "9. Check before you send|The rows and the sum at the top of the Entries sheet are a control total: "
        "when the workbook is read, they show whether anything was lost. You may sort, filter and add "
        "columns; keep the headings."
    ),
)
"""Title and text of each step, with a bar between; who lays a workbook out otherwise may give other steps."""


def write_guidance(
    sheet: Worksheet, styles: Styles, pack: Pack, columns: Sequence[TemplateColumn], steps: Sequence[str]
) -> None:
    """Steps first, then every column with what to write in it."""
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 30)
    sheet.set_column(1, 1, 14)
    sheet.set_column(2, 2, 84)
    sheet.set_row(0, 30)
    sheet.write_string(0, 0, "How to fill in this workbook", styles.title)
    sheet.write_string(1, 0, f"Method: {pack.header.title} ({pack.name})", styles.subtle)
    row = 3
    for step in steps:
        title, text = step.split("|")
        sheet.write_string(row, 0, title, styles.strong_cell)
        sheet.merge_range(row, 1, row, 2, text, styles.cell)
        sheet.set_row(row, 15 * (1 + len(text) // 105) + 4)
        row += 1
    row += 1
    sheet.write_string(row, 0, "The columns", styles.section)
    for position, heading in enumerate(("Column", "Needed?", "What to write")):
        sheet.write_string(row + 1, position, heading, styles.heading)
    for offset, column in enumerate(columns, start=row + 2):
        needed = "always" if column.required else "this or inputs" if column.column == "quantity" else "if you have it"
        sheet.write_string(offset, 0, column.heading.removesuffix(" *"), styles.strong_cell)
        sheet.write_string(offset, 1, needed, styles.cell)
        sheet.write_string(offset, 2, column.note, styles.cell)
        sheet.set_row(offset, 15 * (1 + len(column.note) // 95) + 4)
    _print_setup(sheet)


_MEASURE_COLUMNS: Final = (
    ("Code", 8),
    ("Name", 36),
    ("Theme", 16),
    ("Counted in", 16),
    ("Inputs", 26),
    ("What counts and what does not", 70),
    ("Evidence to keep", 46),
    ("Take care", 36),
    ("UN goals", 10),
    ("Id", 34),
)


def write_measures(sheet: Worksheet, styles: Styles, pack: Pack) -> None:
    """One row for each measure of the method, in the order of the drop-down."""
    sheet.freeze_panes(1, 2)
    for position, (heading, width) in enumerate(_MEASURE_COLUMNS):
        sheet.set_column(position, position, width)
        sheet.write_string(0, position, heading, styles.heading)
    for row, measure in enumerate(ordered_measures(pack), start=1):
        inputs = " × ".join(f"{given.label} ({given.unit})" for given in measure.inputs)
        cells = (
            measure.code or "",
            measure.name,
            pack.theme_of(measure).name,
            measure.unit if measure.aggregation != "none" else "told in words, no quantity",
            inputs,
            _what_counts(pack, measure),
            "; ".join(measure.evidence),
            measure.caution or "",
            ", ".join(measure.sdg),
            measure.id,
        )
        for position, text in enumerate(cells):
            sheet.write_string(row, position, text, styles.strong_cell if position == 1 else styles.cell)
    sheet.autofilter(0, 0, max(1, len(pack.measures)), len(_MEASURE_COLUMNS) - 1)
    _print_setup(sheet)
    sheet.repeat_rows(0)


def _what_counts(pack: Pack, measure: Measure) -> str:
    """The definition, after the local words and the parent's name where the method is tailored."""
    chosen, elder = pack.chosen(measure), pack.elder_name(measure)
    local = f"{chosen.description} " if chosen is not None and chosen.description else ""
    return f"{local}{f'(In the parent method: {elder}.) ' if elder else ''}{measure.definition}"


def ordered_measures(pack: Pack) -> list[Measure]:
    """The measures by theme as the method orders them, then by code and id."""
    themes = {outcome.id: number for number, theme in enumerate(pack.themes.values()) for outcome in theme.outcomes}

    def place(measure: Measure) -> tuple[int, str, str]:
        return themes[measure.outcome], measure.code or "~", measure.id

    return sorted(pack.measures.values(), key=place)


def _print_setup(sheet: Worksheet) -> None:
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
