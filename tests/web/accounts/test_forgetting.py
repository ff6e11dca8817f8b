"""A person is forgotten; what they did stays."""

from __future__ import annotations

import pytest
from allauth.account.models import EmailAddress
from django.apps import apps
from django.db import models

from commonweal_web.accounts import actions
from commonweal_web.accounts.models import Person, RoleGrant
from commonweal_web.accounts.roles import Role
from commonweal_web.core.errors import NotAllowed
from commonweal_web.core.models import Event
from commonweal_web.core.scope import Scope
from tests.web.universe import Universe


def everything_in_the_database() -> str:
    """The text of every column of every row of every table."""
    return "\n".join(
        str(value)
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy
        for row in model._base_manager.values_list()
        for value in row
    )


def test_nothing_that_names_the_person_is_left(universe: Universe) -> None:
    actions.invite(by=Scope.of(universe.alice), email="bob@example.org", role=Role.VIEWER, place=universe.north)
    assert "bob@example.org" in everything_in_the_database()
    actions.forget_person(by=Scope.of(universe.bob), user=universe.bob, reason="")
    left = everything_in_the_database()
    assert "bob@example.org" not in left
    assert "Bob" not in left
    assert "Alice" in left


def test_what_the_person_did_stays(universe: Universe) -> None:
    before = (Event.objects.count(), RoleGrant.objects.filter(user=universe.bob).count())
    actions.forget_person(by=Scope.of(universe.alice), user=universe.bob, reason="Asked by letter.")
    assert (Event.objects.count() - 1, RoleGrant.objects.filter(user=universe.bob).count()) == before


def test_only_oneself_or_who_runs_the_installation_may(universe: Universe) -> None:
    with pytest.raises(NotAllowed):
        actions.forget_person(by=Scope.of(universe.ann), user=universe.bob, reason="")
    assert Person.objects.filter(user=universe.bob).exists()
    assert EmailAddress.objects.filter(user=universe.bob).exists()


def test_no_fact_has_a_column_for_personal_details() -> None:
    from commonweal_web.core.guards import fact_models

    fields = [field for model in fact_models() for field in model._meta.get_fields()]
    assert fields
    assert not [field for field in fields if isinstance(field, models.EmailField | models.FileField)]
