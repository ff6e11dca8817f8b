"""Giving somebody a role, whether or not they have an account."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from commonweal_web.accounts import actions
from commonweal_web.core.scope import Scope
from commonweal_web.partnerships.models import Organisation, Partnership


def add_person(*, by: Scope, place: Partnership | Organisation, answers: Mapping[str, Any]) -> None:
    """Do what ``AddPersonForm`` was answered: invite an address, or give the role to who has an account."""
    if answers["who"] == "new":
        actions.invite(by=by, email=answers["email"], role=answers["role"], place=place)
    else:
        user = by.people.get(pk=answers["person"])
        actions.give_role(by=by, user=user, role=answers["role"], place=place)
