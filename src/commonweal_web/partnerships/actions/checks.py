"""What several actions ask first."""

from __future__ import annotations

from typing import TypeVar

from django.core.exceptions import ValidationError
from django.db.models import Model

from commonweal_web.core.errors import NotAllowed
from commonweal_web.core.scope import Scope
from commonweal_web.partnerships.errors import NotRight
from commonweal_web.partnerships.models import Partnership

Row = TypeVar("Row", bound=Model)


def require_lead(by: Scope, partnership: Partnership) -> None:
    """Raise ``NotAllowed`` unless they lead the partnership."""
    if not by.is_lead_of(partnership):
        raise NotAllowed(f"Only a lead of {partnership.name} can do this.")


def checked(row: Row, *, may_be_there: bool = False, taken: str = "") -> Row:
    """The row, when its fields and constraints hold; ``may_be_there`` if another such row does no harm.

    Raises ``NotRight`` with all that is wrong; ``taken`` says that there is another such row.
    """
    try:
        row.full_clean(validate_unique=False, validate_constraints=False)
        if not may_be_there:
            _refuse_another(row, taken)
    except ValidationError as fault:
        raise NotRight(" ".join(fault.messages)) from fault
    return row


def _refuse_another(row: Model, taken: str) -> None:
    try:
        row.validate_unique()
        row.validate_constraints()
    except ValidationError as fault:
        raise ValidationError(taken or fault.messages) from fault
