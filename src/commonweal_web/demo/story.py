"""The story of the demonstration, as ``story.yaml`` tells it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field
from yaml import safe_load

from commonweal_web.accounts.roles import Role
from commonweal_web.ledger.models import ActivityKind
from commonweal_web.partnerships.models import Channel, Size

CHANNELS = {
    ActivityKind.CONTRACT: Channel.PROCUREMENT,
    ActivityKind.GRANT: Channel.GRANT,
    ActivityKind.PROGRAMME: Channel.OPERATIONS,
    ActivityKind.PLANNING: Channel.PLANNING,
    ActivityKind.OTHER: Channel.OTHER,
}


class _Told(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class ToldPlace(_Told):
    """Where it is; this much is real."""

    code: str
    name: str


class ToldOrganisation(_Told):
    """An organisation, made up."""

    name: str
    sector: str
    size: Size
    postcode: str
    vcse: bool = False
    first_day: Annotated[date, Field(alias="from")] = date(2024, 4, 1)
    last_day: Annotated[date | None, Field(alias="until")] = None


class ToldPerson(_Told):
    """A person, made up; without an organisation they hold their role in the partnership."""

    email: str
    name: str
    role: Role
    at: str | None = None
    note: str = ""


class ToldActivity(_Told):
    """An activity and what it makes in a half-year: a range for each measure, by the short names of ``figures``."""

    kind: ActivityKind
    title: str
    owner: str
    by: str | None = None
    value: int | None = None
    spent: Decimal | None = None
    """The share of the value that was spent by now."""
    first_day: Annotated[date, Field(alias="from")]
    last_day: Annotated[date | None, Field(alias="to")] = None
    makes: dict[str, tuple[int, int]]

    @property
    def deliverer(self) -> str:
        """Who does it."""
        return self.by or self.owner


class Story(_Told):
    """All of it."""

    partnership: str
    place: ToldPlace
    password: str
    objectives: tuple[str, ...]
    partners: tuple[ToldOrganisation, ...]
    suppliers: tuple[ToldOrganisation, ...]
    grant_holders: Annotated[tuple[ToldOrganisation, ...], Field(alias="grant-holders")]
    people: tuple[ToldPerson, ...]
    activities: tuple[ToldActivity, ...]


def read_story() -> Story:
    """The story that comes with the platform."""
    return Story.model_validate(safe_load((Path(__file__).parent / "story.yaml").read_text(encoding="utf-8")))
