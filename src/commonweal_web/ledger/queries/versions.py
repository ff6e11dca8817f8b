"""What a version says, line by line, and versions beside each other."""

from __future__ import annotations

from collections.abc import Sequence

from commonweal.entries.columns import fixed
from commonweal.method import Measure
from commonweal_web.core.scope import Scope
from commonweal_web.design.components import Cell, Column, SummaryRow, Table
from commonweal_web.ledger.models import EntryVersion, Stage
from commonweal_web.ledger.words import FACTOR_WORDS, measure_name, number_said, quantity_said, share_said
from commonweal_web.methods.packs import pack_of

SIDE_BY_SIDE = 6
"""How many versions stand beside each other; the history tells of all."""


def said(version: EntryVersion) -> dict[str, str]:
    """What a version says, by the words of the page; nothing is left out, what is not said is empty."""
    words = version.words
    start = f"{version.period_start:%-d %B %Y} to " if version.period_start else "To "
    told = {
        "Stage": Stage(version.stage).label,
        "Measure": measure_name(version),
        "Quantity": quantity_said(version),
        "Worked out from": inputs_said(version),
        "Whose": version.organisation.name,
        "Days": f"{start}{version.period_end:%-d %B %Y}",
        "Reported in": version.period.name,
        "To be kept by": f"{version.due:%-d %B %Y}" if version.due else "",
        "Answers": f"commitment {version.answers.label}" if version.answers else "",
        "For": words.recipient,
        "Place": version.place,
        "Reference": version.reference,
        "What happened": words.description,
        "Note": words.note,
        "Shared outcome": version.outcome_ref,
        "Agreed share": share_said(version.share_e4),
        **{label: share_said(getattr(version, fixed(name))) for name, label in FACTOR_WORDS.items()},
        "Why adjusted": words.adjustment_reason,
    }
    if words.erased_at:
        told["Words"] = f"erased on {words.erased_at:%-d %B %Y}"
    return told


def facts(version: EntryVersion) -> list[SummaryRow]:
    """What a version says; what it does not say is left out."""
    told = said(version)
    if version.stage in (Stage.DELIVERED, Stage.FORECAST) and not told["Answers"]:
        told["Answers"] = "nothing that was promised: it is additional"
    return [SummaryRow(key, text) for key, text in told.items() if text]


def inputs_said(version: EntryVersion) -> str:
    """``12 people × 3 hours``, where the quantity was worked out."""
    measure: Measure | None = pack_of(version.edition).measures.get(version.measure)
    named = {each.id: each.unit for each in measure.inputs} if measure else {}
    order = [*named, *(name for name in version.inputs_e4 if name not in named)]
    parts = [
        f"{number_said(version.inputs_e4[name])} {named.get(name, name)}" for name in order if name in version.inputs_e4
    ]
    return " × ".join(parts)


def beside_each_other(scope: Scope, versions: Sequence[EntryVersion]) -> Table | None:
    """The versions beside each other, the newest first, with what changed marked; none when there is but one."""
    if len(versions) < 2:
        return None
    shown = versions[:SIDE_BY_SIDE]
    names = scope.names_of({version.sending.sent_by_id for version in shown})
    told = [said(version) for version in shown]
    labels = [label for label in told[0] | told[-1] if any(each.get(label) for each in told)]
    rows: list[Sequence[object]] = [
        [
            label,
            *(
                Cell(_text(one, label), under="changed" if older is not None and _differs(one, older, label) else "")
                for one, older in zip(told, [*told[1:], None], strict=True)
            ),
        ]
        for label in labels
    ]
    rows.append(["Why corrected", *(version.reason or "–" for version in shown)])
    rows.append(
        [
            "Sent",
            *(
                f"{version.sending.at:%-d %B %Y}, {names.get(version.sending.sent_by_id, 'somebody')}, "
                f"by {version.sending.get_door_display()}"
                for version in shown
            ),
        ]
    )
    return Table(
        caption="What it says now, and what it said before",
        columns=[Column("What"), *(Column(f"Version {version.number}") for version in shown)],
        rows=rows,
        dense=True,
        name="versions",
    )


def _text(told: dict[str, str], label: str) -> str:
    return told.get(label) or "–"


def _differs(one: dict[str, str], older: dict[str, str], label: str) -> bool:
    return one.get(label, "") != older.get(label, "")
