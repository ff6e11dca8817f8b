"""What programs are told. Exact decimals are text, money is whole pence, days are ISO 8601."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Generic, Literal, TypeVar
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

Result = TypeVar("Result")


class Told(BaseModel):
    """The base of all."""

    model_config = ConfigDict(extra="forbid")


class Page(Told, Generic[Result]):
    """Some of a list, and where the rest is."""

    results: list[Result]
    next: str | None = Field(description="The address of the next page; null on the last.")


class Partnership(Told):
    """A partnership in which the token's maker takes part."""

    id: UUID
    name: str
    place: str
    place_name: str
    is_demonstration: bool


class Organisation(Told):
    """An organisation that can own or deliver activities."""

    id: UUID
    name: str


class Period(Told):
    """Days that a partnership reports on together."""

    id: UUID
    name: str
    first_day: date
    last_day: date
    is_closed: bool
    method: str | None = Field(description="The edition by which it is valued, as id@edition.")


class Input(Told):
    """A number that the quantity is the product of; its column is `input.<id>`."""

    id: str
    label: str
    unit: str


class Measure(Told):
    """Something that is counted."""

    id: str
    code: str | None
    name: str
    theme: str
    outcome: str
    definition: str
    unit: str
    inputs: list[Input]
    evidence: list[str]
    has_value: bool = Field(description="Whether it is valued in pounds, and not only counted.")


class Method(Told):
    """The edition by which a period is valued."""

    id: str
    edition: str
    title: str
    digest: str
    price_base: int
    measures: list[Measure]


class Activity(Told):
    """A contract, a grant, a programme, a planning agreement. Money in whole pence."""

    id: UUID
    number: int
    partnership: UUID
    kind: str
    title: str
    channel: str
    owner: UUID
    owner_name: str
    deliverer: UUID
    deliverer_name: str
    first_day: date
    last_day: date | None
    value_pence: int | None
    spend_pence: int | None
    spend_until: date | None
    place: str
    reference: str
    workforce: int | None
    description: str


class Value(Told):
    """What an entry is worth, in whole pence. Lanes of different kinds are never added."""

    additional_pence: int = Field(description="Additional social value: the benefit lanes together.")
    local_pence: int = Field(description="Local economic value.")
    lanes: dict[str, int]


class Entry(Told):
    """An entry as it stands."""

    id: UUID
    label: str
    activity: UUID
    organisation: UUID
    organisation_name: str
    partner: UUID
    channel: str
    measure: str
    stage: str
    quantity: str | None
    unit: str
    period: UUID
    period_start: date | None
    period_end: date
    due: date | None
    state: str
    assurance: str
    open_queries: int
    recipient: str
    reference: str
    place: str
    value: Value | None = Field(description="Null where it is only counted, or its value may not be passed on.")
    is_restricted: bool = Field(description="Whether it rests on a value that may not be passed on.")


class Version(Told):
    """What was said of an entry, and when. A blank adjustment keeps the measure's own."""

    number: int
    sent_at: datetime
    door: str
    reason: str
    organisation: UUID
    measure: str
    stage: str
    quantity: str | None
    inputs: dict[str, str]
    period: UUID
    period_start: date | None
    period_end: date
    due: date | None
    answers: str | None
    place: str
    reference: str
    recipient: str
    beneficiary: str
    outcome_ref: str
    share: str | None
    adjustments: dict[str, str]
    adjustment_reason: str
    description: str
    note: str
    words_erased_at: datetime | None


class Step(Told):
    """One thing that became of a version."""

    version: int
    kind: str
    at: datetime


class WorkingStep(Told):
    """One line of a working: what is done, with which figure, and where that leads, in exact decimals."""

    lane: str
    what: str
    figure: str
    result: str


class Workings(Told):
    """How the value of an entry comes about; an agreed share is taken last."""

    method: str
    digest: str
    steps: list[WorkingStep]
    additional_pence: int
    refused: str


class EntryWhole(Told):
    """An entry with all that was said of it, what became of it, and how its value comes about."""

    id: UUID
    label: str
    activity: UUID
    partnership: UUID
    state: str
    assurance: str
    open_queries: int
    versions: list[Version] = Field(description="The newest first.")
    steps: list[Step] = Field(description="The oldest first.")
    value: Value | None
    is_restricted: bool
    workings: Workings | None


class SentEntry(Told):
    """How an entry stands that was just sent."""

    id: UUID
    label: str
    version: int
    state: str


class Advice(Told):
    """Something to look at again; it refuses nothing. In a refusal: something that must be put right."""

    pointer: str | None = Field(None, description="Where, as a JSON pointer into the body (RFC 6901).")
    parameter: str | None = Field(None, description="Where, in the address.")
    rule: str
    severity: Literal["error", "warning"]
    message: str
    remedy: str
    value: str | None = None
    entries: list[str] = []


class Checked(Told):
    """What came of a check. Nothing was saved."""

    would_be_saved: bool
    errors: list[Advice]
    advice: list[Advice]


class Sent(Told):
    """What came of sending."""

    entries: list[SentEntry]
    advice: list[Advice]


class Dashboard(Told):
    """The dashboard: which method, which question, and every table of figures."""

    partnership: dict[str, Any]
    period: dict[str, Any] | None
    whose: list[str] | None
    min_assurance: str | None
    as_at: date
    ledger_point: int
    methods: list[dict[str, Any]]
    without_value: list[str]
    tables: list[dict[str, Any]]


class Refusal(Told):
    """RFC 9457 problem details."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[Advice] = Field([], description="Everything that is wrong, all at once.")
