"""A starter file: what is publicly known of a partnership, each fact with its source, in YAML.

``examples/county-durham-pound.yaml`` is one. It is read as strictly as a method pack: an unknown key is an error,
and every error names its line.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from pydantic import Field

from commonweal.documents import Form, read_document, shape
from commonweal.documents.scalars import PLACE_PATTERN, Day, Text
from commonweal.problems import Problem
from commonweal_web.partnerships.models import Capacity, Channel


class StarterPlace(Form):
    """The area that the partnership is for."""

    code: Annotated[str, Field(pattern=PLACE_PATTERN)]
    name: Text


class StarterObjectives(Form):
    """The partnership's aims, word for word and in its own order."""

    source: Text
    names: Annotated[list[Text], Field(min_length=1)]


class StarterChannel(Form):
    """A channel that the partnership uses."""

    channel: Annotated[Channel, Field(strict=False)]
    source: Text
    note: Text = ""


class StarterMember(Form):
    """An organisation that belongs to the partnership, by a dated source."""

    name: Text
    capacity: Annotated[Capacity, Field(strict=False)] = Capacity.PARTNER
    first_day: Day
    source: Text
    note: Text = ""


class Starter(Form):
    """All that a partnership begins with."""

    partnership: Text
    place: StarterPlace
    objectives: StarterObjectives
    channels: Annotated[list[StarterChannel], Field(min_length=1)]
    members: list[StarterMember]
    notes: list[Text] = []
    """What the sources leave open."""


def read_starter(path: Path) -> tuple[Starter | None, list[Problem]]:
    """Read a starter file. All that is wrong with it is said; with an error there is no starter."""
    document = read_document(path, path.name)
    starter, problems = shape(Starter, document, document.content)
    problems = [*document.problems, *problems]
    return (None if any(problem.is_error for problem in problems) else starter), problems
