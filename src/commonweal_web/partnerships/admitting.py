"""Admitting an organisation that may not be recorded yet: both or nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from commonweal_web.core.scope import Scope
from commonweal_web.partnerships import actions
from commonweal_web.partnerships.models import Membership, Partnership


@transaction.atomic
def admit_one_of(*, by: Scope, partnership: Partnership, answers: Mapping[str, Any]) -> Membership:
    """Admit what ``AdmitForm`` was answered: an organisation that is recorded, or one by its name."""
    organisation = answers["organisation"] or actions.record_organisation(by=by, name=answers["name"])
    return actions.admit(
        by=by,
        partnership=partnership,
        organisation=organisation,
        capacity=answers["capacity"],
        first_day=answers["first_day"],
        source=answers["source"],
    )
