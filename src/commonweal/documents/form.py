"""The base of everything that is read from a YAML file that people write."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Form(BaseModel):
    """The base of every form: strict types, no unknown keys, never changed once read."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)
