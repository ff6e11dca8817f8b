"""What the gallery shows. The organisations are made up, and so is every figure."""

from __future__ import annotations

import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.core.paginator import Paginator
from django.http import QueryDict
from django.template.loader import render_to_string

from commonweal_web.design.components import (
    ASSURANCES,
    STAGES,
    Cell,
    Chart,
    Column,
    Event,
    Figure,
    File,
    Link,
    Row,
    SummaryRow,
    Table,
    Tag,
    Task,
)
from commonweal_web.design.gallery import forms
from commonweal_web.design.words import pounds

LONDON = ZoneInfo("Europe/London")
WORKINGS = "/design/#figure-card"
HERE = "/design/"


def figures() -> list[Figure]:
    """The two totals that are never added together, and a figure without a range."""
    return [
        Figure(
            "Additional social value",
            481_230_617,
            Link("See the workings", WORKINGS),
            low=391_000_000,
            high=558_000_000,
            note="Delivered, 1 April to 30 September 2026. 62 % of it documented or better.",
            more=[Link("214 entries", "/design/officer/")],
        ),
        Figure(
            "Local economic value",
            1_902_455_000,
            Link("See the workings", WORKINGS),
            note="Pay of local jobs and spend with local firms, pound for pound. No range: nothing here is estimated.",
        ),
        Figure(
            "Net of what was lost",
            -1_240_050,
            Link("See the workings", WORKINGS),
            low=-2_100_000,
            high=350_000,
            note="Disbenefits are shown with a minus, never left out.",
        ),
    ]


def summary() -> list[SummaryRow]:
    """What is known about one entry."""
    return [
        SummaryRow("Activity", "Resurfacing of the coast road", [Link("Change", HERE, "the activity")]),
        SummaryRow("Delivered by", "Tarn & Daughters Civil Engineering (fictional)"),
        SummaryRow("Quantity", "12.5 FTE years", [Link("Change", HERE, "the quantity")]),
        SummaryRow("Stage", STAGES["delivered"]),
        SummaryRow("Assurance", ASSURANCES["documented"], [Link("See evidence", HERE)]),
    ]


def tasks() -> list[Task]:
    """What a contributor has to do this quarter."""
    return [
        Task("People who started work", "Completed", HERE, "7 of 7 entries sent"),
        Task("Hours given to schools", Tag("Came back with a query", "amber"), HERE, "Answer by 4 December"),
        Task("Spend with local firms", Tag("Not started", "blue"), HERE),
        Task("Sign off the quarter", Tag("Cannot start yet", "grey"), hint="When the three above are done"),
    ]


def by_theme() -> Table:
    """A table that adds up."""
    rows = [("Work", 214_000_00), ("Health", 98_450_00), ("Schools and skills", 76_210_50), ("Environment", -1_200_00)]
    return Table(
        "Delivered by theme, April to September 2026",
        [Column("Theme"), Column("Additional social value", numeric=True)],
        [(theme, pounds(pence)) for theme, pence in rows],
        total=("All themes", pounds(sum(pence for _, pence in rows))),
        name="by-theme",
    )


def events() -> list[Event]:
    """The life of one entry."""
    day = datetime.datetime(2026, 11, 20, 14, 5, tzinfo=LONDON)
    return [
        Event("Priya Nair verified it for the partnership.", day),
        Event(
            "Sam Tarn corrected the quantity from 14 to 12.5 FTE years.",
            day - datetime.timedelta(days=3, hours=2),
            reason="Three people work half time.",
            url=HERE,
        ),
        Event("Priya Nair asked how part-time posts were counted.", day - datetime.timedelta(days=8)),
        Event("Sam Tarn sent it, with payroll start dates as evidence.", day - datetime.timedelta(days=21)),
    ]


def files() -> list[File]:
    """Evidence in each state that it can be in."""
    return [
        File(
            "Payroll start dates.xlsx",
            48_213,
            Tag("Checked", "green"),
            "sent by Sam Tarn on 30 October",
            actions=[Link("Open", HERE, "Payroll start dates.xlsx"), Link("Remove", HERE, "Payroll start dates.xlsx")],
        ),
        File("Site visit with the school.jpg", 3_400_112, Tag("Sending", "blue"), percent=64),
        File(
            "letter.pdf",
            88_102,
            Tag("Refused", "red"),
            error="This file is named .pdf but is a program. Nothing of it was stored.",
        ),
    ]


def chart() -> Chart:
    """A chart with its table and its file."""
    rows = [("Work", 2_140, 1), ("Health", 984, 2), ("Schools and skills", 762, 3), ("Environment", 310, 4)]
    bars = [
        {"theme": theme, "amount": f"£{amount:,}k", "length": amount * 290 // 2_140, "colour": colour, "y": 58 * place}
        for place, (theme, amount, colour) in enumerate(rows)
    ]
    return Chart(
        "More than half of what was delivered is people in work",
        render_to_string("design/gallery/chart.svg", {"bars": bars}),
        Table(
            "Delivered by theme, thousands of pounds",
            [Column("Theme"), Column("£ thousand", numeric=True)],
            [(theme, f"{amount:,}") for theme, amount, _ in rows],
            total=("All themes", f"{sum(amount for _, amount, _ in rows):,}"),
        ),
        "/design/#chart",
        "Delivered, April to September 2026, claimed or better. Additional social value in 2024 pounds.",
    )


def officer_table() -> Table:
    """What an officer works in all day."""
    measures = [
        "Unemployed resident into sustained work",
        "Hours in schools",
        "Apprenticeship weeks",
        "Tonnes of CO2e saved",
    ]
    partners = ["Northfold Council", "Hearth and Garth Homes", "Upper Dale College", "Saltworks NHS Trust"]
    stages, assurances = list(STAGES.values()), list(ASSURANCES.values())
    rows, total = [], 0
    for number in range(24):
        stage = stages[(number * 7 + 3) % 4]
        pence = (number * 7_919_13) % 9_000_000 + 125_05
        total += pence
        rows.append(
            Row(
                [
                    Cell(f"E-{2041 + number}", HERE, f"CDP/{310 + number // 3}"),
                    Cell(measures[number % 4], under=partners[(number // 2) % 4]),
                    stage,
                    assurances[(number // 4) % 4] if stage.text == "Delivered" else "–",
                    f"{(number * 13) % 40 + 0.5:g}",
                    Cell(pounds(pence), WORKINGS),
                    f"{30 - number % 2} {'Sep' if number % 3 else 'Jun'} 2026",
                ],
                choice=f"E-{2041 + number}",
                choice_label=f"entry E-{2041 + number}",
            )
        )
    return Table(
        "214 entries, 24 of them here",
        [
            Column("Entry", sort_url="?sort=entry"),
            Column("Measure", sort_url="?sort=measure"),
            Column("Stage"),
            Column("Assurance"),
            Column("Quantity", numeric=True),
            Column("Value", numeric=True, sort_url="?sort=value", sorted="descending"),
            Column("Period ends", numeric=True, sort_url="?sort=period"),
        ],
        rows,
        total=("These 24", "", "", "", "", pounds(total), ""),
        dense=True,
    )


def navigation(current: str) -> list[Link]:
    """The menu of a partnership's own platform."""
    menu = [
        ("Parts", "/design/"),
        ("One question", "/design/question/"),
        ("Officer's table", "/design/officer/"),
        ("Dashboard", "/design/dashboard/"),
        ("Pages of errors", "/design/errors/404/"),
    ]
    return [Link(text, url, current=url == current) for text, url in menu]


def filled(values: dict[str, Any]) -> QueryDict:
    """Values as a browser would send them."""
    sent = QueryDict(mutable=True)
    for name, value in values.items():
        sent.setlist(name, value if isinstance(value, list) else [value])
    return sent


def everything() -> dict[str, Any]:
    """All that the examples name."""
    return {
        "assurances": list(ASSURANCES),
        "stages": list(STAGES),
        "crumbs": [Link("Start", HERE), Link("Activities", HERE), Link("Coast road", HERE)],
        "views": [
            Link("Waiting for me", HERE, current=True, count=12),
            Link("Came back", HERE, count=3),
            Link("All", HERE, count=214),
        ],
        "chosen": [Link("Stage: delivered", HERE), Link("Work", HERE)],
        "page": Paginator(range(214), 24).page(4),
        "figures": figures(),
        "summary": summary(),
        "tasks": tasks(),
        "by_theme": by_theme(),
        "events": events(),
        "files": files(),
        "chart": chart(),
        "words": forms.WordsForm(auto_id="empty_%s"),
        "words_wrong": forms.WordsForm(filled(forms.WORDS_TYPED), auto_id="wrong_%s"),
        "figures_form": forms.FiguresForm(
            auto_id="set_%s", initial={"value": 1_234_567, "ends": datetime.date(2027, 3, 31)}
        ),
        "figures_wrong": forms.FiguresForm(filled(forms.FIGURES_TYPED), auto_id="wrong_%s"),
        "choices": forms.ChoicesForm(auto_id="empty_%s", initial={"stage": "commitment", "within": True}),
        "choices_wrong": forms.ChoicesForm(filled(forms.CHOICES_TYPED), auto_id="wrong_%s"),
        "narrow": forms.NarrowForm(auto_id="narrow_%s"),
    }
