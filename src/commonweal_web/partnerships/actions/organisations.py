"""Recording organisations, and putting right what was recorded of them."""

from __future__ import annotations

from typing import Any

from commonweal_web.accounts.roles import Role
from commonweal_web.core.acting import atomic_action
from commonweal_web.core.errors import NotAllowed
from commonweal_web.core.events import record_event
from commonweal_web.core.scope import Scope
from commonweal_web.partnerships import verbs
from commonweal_web.partnerships.actions.checks import checked
from commonweal_web.partnerships.errors import NotRight
from commonweal_web.partnerships.models import Organisation
from commonweal_web.partnerships.permissions import require_may_correct

RECORDERS = frozenset({Role.LEAD, Role.CONTRACT_MANAGER})
CORRECTABLE = ("name", "org_id", "company_number", "charity_number", "size", "sector", "is_vcse", "postcode")


@atomic_action
def record_organisation(*, by: Scope, name: str, **details: Any) -> Organisation:
    """Record an organisation; it belongs to nothing until it is admitted. ``details`` as in ``CORRECTABLE``."""
    if not any(grant.role in RECORDERS for grant in by.roles):
        raise NotAllowed("Organisations are recorded by partnership leads and by contract or grant managers.")
    organisation = _with(Organisation(), {"name": name, **details})
    _refuse_taken(organisation)
    checked(organisation).save(force_insert=True)
    record_event(verbs.ORGANISATION_RECORDED, organisation, by=by, organisation=organisation.name)
    return organisation


@atomic_action
def correct_organisation(*, by: Scope, organisation: Organisation, reason: str, **details: Any) -> None:
    """Put right what is recorded of an organisation. Published figures keep what they were made from."""
    require_may_correct(by, organisation)
    old = {field: getattr(organisation, field) for field in details}
    _refuse_taken(_with(organisation, details))
    checked(organisation)
    changes = [
        f"{organisation._meta.get_field(field).verbose_name} from “{before}” to “{getattr(organisation, field)}”"  # type: ignore[union-attr]
        for field, before in old.items()
        if before != getattr(organisation, field)
    ]
    if not changes:
        raise NotRight("Nothing is different from what is recorded already.")
    organisation.save(update_fields=list(details))
    record_event(
        verbs.ORGANISATION_CORRECTED,
        organisation,
        by=by,
        reason=reason,
        organisation=organisation.name,
        changes=", ".join(changes),
    )


def _refuse_taken(organisation: Organisation) -> None:
    for field in ("company_number", "charity_number", "org_id"):
        value = getattr(organisation, field)
        others = Organisation.objects.filter(**{field: value}).exclude(pk=organisation.pk)
        if value and others.exists():
            name = Organisation._meta.get_field(field).verbose_name  # type: ignore[union-attr]
            raise NotRight(f"Another organisation is recorded with the {name} {value} already.")


def _with(organisation: Organisation, details: dict[str, Any]) -> Organisation:
    for field, value in details.items():
        if field not in CORRECTABLE:
            raise NotRight(f"An organisation has no {field}.")
        setattr(organisation, field, value.strip() if isinstance(value, str) else value)
    return organisation
