"""What the made-up activities make: rows for the validator, drawn with a fixed seed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from random import Random

from commonweal_web.demo.story import ToldActivity
from commonweal_web.ledger.models import ActivityKind, Stage


@dataclass(frozen=True, slots=True)
class Made:
    """A measure by the short name that the story calls it, and how its quantity is told."""

    measure: str
    inputs: str = ""
    """``people``: people for a quarter; ``posts``: people, most of full time; ``time``: volunteers, six hours each."""
    recipients: tuple[str, ...] = ()


SCHOOLS = ("Fell Lane Primary", "Moorside Academy", "St Hild's School")
GROUPS = ("Second Helping Foodbank", "Dalesway Youth Club", "Coalfield Digital Club", "Hedgehog Lane Allotments")
MADE = {
    "jobs": Made("work.local-resident-employed", "posts"),
    "unemployed": Made("work.unemployed-into-work", "posts"),
    "young": Made("work.neet-18-24-into-work-or-learning", "people"),
    "teens": Made("work.neet-16-17-into-work-or-learning", "people"),
    "apprentices": Made("work.level-2-apprenticeship-completed"),
    "qualifications": Made("work.level-2-vocational-qualification"),
    "spend": Made("economy.local-sme-spend"),
    "charity-spend": Made("economy.vcse-spend"),
    "hours": Made("community.volunteering-hours", "time", GROUPS),
    "food": Made("community.surplus-food-redistributed"),
    "homelessness": Made("community.homelessness-prevented"),
    "wellbeing": Made("community.depression-or-anxiety-avoided", "people"),
    "alcohol": Made("community.alcohol-dependency-ended", "people"),
    "safe": Made("community.domestic-abuse-prevented"),
    "fires": Made("community.dwelling-fire-avoided"),
    "exclusion": Made("community.exclusion-avoided", "people", SCHOOLS),
    "care": Made("community.care-entry-prevented", "people"),
    "carbon": Made("planet.emissions-avoided"),
    "warm-homes": Made("planet.home-retrofitted"),
    "confident": Made("cross-cutting.disability-confident"),
}

PLACES = ("DH1 5UL", "DL14 7XX", "SR8 1AB", "DH6 5LX", "DL5 4AA", "DH8 5QP", "DL13 1RF", "", "", "")
"""Where: postcodes of the real place, and often nothing, which pages call unlocated."""


def delivered(
    activity: ToldActivity, serial: int, quarter: tuple[date, date], draw: Random
) -> Iterator[dict[str, str]]:
    """What an activity claims of one quarter: half of a half-year's range, and now and then nothing."""
    first, last = quarter
    if first < activity.first_day or (activity.last_day and last > activity.last_day):
        return
    for name, (least, most) in activity.makes.items():
        quantity = draw.randint(least, most) // 2 if most > 2 else draw.randint(least, most)
        if quantity and draw.random() > 0.06:
            yield {
                **_quantity(name, quantity),
                "activity": str(serial),
                "stage": Stage.DELIVERED,
                "period_start": first.isoformat(),
                "period_end": last.isoformat(),
                "place": draw.choice(PLACES),
            }


def planned(
    activity: ToldActivity, serial: int, year: tuple[date, date], stage: Stage, draw: Random
) -> Iterator[dict[str, str]]:
    """What an activity promises, aims at or foresees for a year: four quarters of a little above the middle."""
    first, last = year
    if last < activity.first_day or (activity.last_day and activity.last_day < first):
        return
    for name, (least, most) in activity.makes.items():
        quantity = max(1, round((least + most) * draw.uniform(0.85, 1.25)))
        row = {
            **_quantity(name, quantity),
            "activity": str(serial),
            "stage": stage,
            "period_start": max(first, activity.first_day).isoformat(),
            "period_end": last.isoformat(),
        }
        if stage == Stage.COMMITMENT:
            row["due"] = min(last, activity.last_day or last).isoformat()
        yield row


def stages_of(activity: ToldActivity) -> tuple[Stage, ...]:
    """Suppliers and grant holders promise; organisations' own programmes have targets."""
    promises = {ActivityKind.CONTRACT, ActivityKind.GRANT, ActivityKind.PLANNING}
    return (Stage.COMMITMENT,) if activity.kind in promises else (Stage.TARGET,)


def _quantity(name: str, quantity: int) -> dict[str, str]:
    made = MADE[name]
    row = {"measure": made.measure}
    if made.recipients:
        row["recipient"] = made.recipients[quantity % len(made.recipients)]
    match made.inputs:
        case "posts":
            return {**row, "input.people": str(quantity), "input.fte": "0.9", "input.years": "0.25"}
        case "people":
            return {**row, "input.people": str(quantity), "input.years": "0.25"}
        case "time":
            return {**row, "input.volunteers": str(max(1, quantity // 6)), "input.hours": "6"}
        case _:
            return {**row, "quantity": str(quantity)}
