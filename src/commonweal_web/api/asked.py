"""What programs send: the same columns as the entries table, and an activity's details. Nothing else is taken."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Self
from uuid import UUID

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    StrictBool,
    StrictInt,
    StringConstraints,
    model_validator,
)
from pydantic_core.core_schema import CoreSchema, no_info_before_validator_function, str_schema

from commonweal.entries.columns import INPUT_PREFIX
from commonweal_web.ledger.models import ActivityKind
from commonweal_web.partnerships.models import Channel

MOST_ENTRIES = 1000
MOST_INPUTS = 20
MOST_PENCE = 10**15
MOST_PEOPLE = 2_000_000_000
INPUT = re.compile(re.escape(INPUT_PREFIX) + r"[a-z][a-z0-9_-]{0,99}")
LONGEST_NUMBER = 60


def _text(given: object) -> str:
    """A cell as text: a number as it was written, nothing as empty."""
    if given is None:
        return ""
    if isinstance(given, bool) or not isinstance(given, str | int | Decimal):
        raise ValueError("This must be text, a number or null")
    told = str(given)
    if not isinstance(given, str) and len(told) > LONGEST_NUMBER:
        raise ValueError("This number is too long")
    return told


class _Cell:
    """What a cell may be, and how it is described: text, a number, or nothing."""

    def __init__(self, longest: int) -> None:
        self.longest = longest

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Text of at most so many letters."""
        return no_info_before_validator_function(_text, str_schema(max_length=self.longest))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        """As programs may send it."""
        return {"anyOf": [{"type": "string", "maxLength": self.longest}, {"type": "number"}, {"type": "null"}]}


Short = Annotated[str, _Cell(100)]
Long = Annotated[str, _Cell(200)]
Why = Annotated[str, _Cell(500)]
Words = Annotated[str, _Cell(5000)]


class Asked(BaseModel):
    """The base of all: a name that there is not is refused."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)


class EntryRow(Asked):
    """One row of the entries table. Numbers may be text or numbers; both are read exactly.

    Besides these, `input.<id>` for each input of the measure, such as `input.people`. Give the quantity, or every
    input. `organisation` may be left out where only one fits.
    """

    model_config = ConfigDict(
        extra="allow",
        hide_input_in_errors=True,
        json_schema_extra={
            "additionalProperties": False,
            "patternProperties": {"^input\\.[a-z][a-z0-9_-]{0,99}$": {"type": ["string", "number", "null"]}},
        },
    )

    measure: Short = Field("", description="The id or code of a measure of the period's method.")
    quantity: Short = Field("", description="Not negative, at most 4 decimal places.")
    stage: Short = Field("", description="target, commitment, forecast or delivered.")
    period_start: Short = Field("", description="The first day, as 2025-04-01.")
    period_end: Short = Field("", description="The last day, inclusive; it decides the period.")
    organisation: Long = Field("", description="Who claims it, by name: the activity's deliverer or owner.")
    place: Short = Field("", description="An ONS code or a postcode.")
    recipient: Long = Field("", description="The school, charity or resident that it was promised or done for.")
    reference: Short = Field("", description="The contract, grant or planning number.")
    beneficiary: Short = Field("", description="A token made by `commonweal token`, never a name.")
    outcome_ref: Short = Field("", description="The same outcome, reported by several.")
    share: Short = Field("", description="The agreed share of it, 0 to 1 or 20%.")
    deadweight: Short = ""
    displacement: Short = ""
    leakage: Short = ""
    substitution: Short = ""
    attribution_to_others: Short = ""
    adjustment_reason: Words = Field("", description="Needed where an adjustment is given.")
    description: Words = ""
    note: Words = ""
    due: Short = Field("", description="When a commitment is to be kept.")
    answers: Short = Field("", description="The label of the commitment that it answers, such as 17/3.")

    @model_validator(mode="after")
    def only_inputs_besides(self) -> Self:
        """Refuse what is neither a column nor an input."""
        given = self.__pydantic_extra__ or {}
        unknown = [name for name in given if not INPUT.fullmatch(name)]
        if unknown:
            raise ValueError(f"There is no column {', '.join(map(repr, sorted(unknown)[:10]))}")
        if len(given) > MOST_INPUTS:
            raise ValueError(f"There are more than {MOST_INPUTS} inputs")
        for name, value in given.items():
            if len(_text(value)) > LONGEST_NUMBER:
                raise ValueError(f"{name} is too long")
        return self

    def as_row(self) -> dict[str, str]:
        """As the validator of the ledger takes it."""
        return {name: _text(value) for name, value in self.model_dump().items()}


class NewEntryRow(EntryRow):
    """A row of a new entry, or of an entry that is there: then `entry` names it and `reason` says why."""

    activity: Short = Field("", description="The number of the activity.")
    entry: Short = Field("", description="Blank for a new one; its label, such as 17/3; or your own id for it.")
    reason: Why = Field("", description="Why it corrects what was said before.")


class Attested(Asked):
    """Both statements must be true, or nothing is sent."""

    only_for_this: StrictBool = Field(description="These figures are only for this activity and this period.")
    answers_or_adds: StrictBool = Field(description="Each answers a commitment, or is additional to what was promised.")


class NewEntries(Attested):
    """Entries to send: all of them are recorded, or none."""

    entries: Annotated[list[NewEntryRow], Field(min_length=1, max_length=MOST_ENTRIES)]


class NewVersion(Attested):
    """What an entry is to say from now on, whole: what is left out is empty."""

    entry: EntryRow
    reason: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500)] = Field(
        description="Why it is corrected."
    )


class Reason(Asked):
    """Why something is done."""

    reason: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500)]


class Nothing(Asked):
    """An empty object."""


class ActivityDetails(Asked):
    """What an activity says of itself. Money in whole pence."""

    kind: ActivityKind
    title: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
    channel: Channel
    owner: UUID = Field(description="The id of the partner in whose figure it counts.")
    deliverer: UUID = Field(description="The id of who does it; the owner itself where nobody else does.")
    first_day: date
    last_day: date | None = None
    value_pence: Annotated[StrictInt, Field(ge=0, le=MOST_PENCE)] | None = None
    spend_pence: Annotated[StrictInt, Field(ge=0, le=MOST_PENCE)] | None = None
    spend_until: date | None = None
    place: Annotated[str, Field(max_length=9)] = ""
    reference: Annotated[str, Field(max_length=100)] = ""
    workforce: Annotated[StrictInt, Field(ge=0, le=MOST_PEOPLE)] | None = None
    description: Annotated[str, Field(max_length=5000)] = ""


class ActivityCorrection(Asked):
    """What an activity is to say from now on, whole, and why."""

    activity: ActivityDetails
    reason: Annotated[str, Field(max_length=500)] = ""
