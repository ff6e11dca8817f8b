"""Saved views: a list under a name, for oneself or for one's organisation."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from commonweal_web.accounts.models import User
from commonweal_web.core.errors import NotAllowed
from commonweal_web.core.scope import Scope
from commonweal_web.work import actions
from commonweal_web.work.errors import NameTaken, NotRight
from commonweal_web.work.models import ListKind, SavedView
from tests.web.universe import Universe

SignedIn = Callable[[User], Client]


def saved(universe: Universe, *, shared: bool = False, name: str = "Promises") -> SavedView:
    return actions.save_view(
        by=Scope.of(universe.bob),
        partnership=universe.north,
        kind=ListKind.ENTRIES,
        name=name,
        query="stage=commitment&sort=ends",
        organisation=universe.council if shared else None,
    )


def test_a_list_is_saved_as_it_is_narrowed_and_stands_above_it(universe: Universe, signed_in: SignedIn) -> None:
    client = signed_in(universe.bob)
    here = reverse("entries", args=[universe.north.pk])
    page = client.get(f"{here}?stage=commitment&sort=ends").content.decode()
    address = reverse("save_view", args=[universe.north.pk]) + "?kind=entries&query=stage%3Dcommitment%26sort%3Dends"
    assert address.replace("&", "&amp;") in page
    answer = client.post(address, {"name": "Promises", "sees": "me"}, follow=True)
    assert answer.redirect_chain[-1][0] == f"{here}?stage=commitment&sort=ends"
    page = answer.content.decode()
    assert "Promises is saved." in page
    assert f'href="{here}?stage=commitment&amp;sort=ends" aria-current="page">Promises' in page


def test_a_view_is_its_owners_unless_it_is_shared_with_the_organisation(universe: Universe) -> None:
    saved(universe)
    saved(universe, shared=True, name="All of ours")

    def seen(user: User) -> set[str]:
        return set(Scope.of(user).saved_views.values_list("name", flat=True))

    assert seen(universe.bob) == {"Promises", "All of ours"}
    assert seen(universe.ann) == {"All of ours"}
    assert seen(universe.alice) == seen(universe.colin) == seen(universe.charlie) == set()


def test_a_view_is_shared_only_with_an_organisation_of_ones_own(universe: Universe) -> None:
    with pytest.raises(NotAllowed, match="You hold no role in Northshire College"):
        actions.save_view(
            by=Scope.of(universe.bob),
            partnership=universe.north,
            kind=ListKind.ENTRIES,
            name="Theirs",
            query="",
            organisation=universe.college,
        )


def test_two_views_of_one_list_never_have_one_name(universe: Universe) -> None:
    saved(universe)
    with pytest.raises(NameTaken):
        saved(universe)


@pytest.mark.parametrize("name", ["", "  ", "x" * 61])
def test_a_view_has_a_name(universe: Universe, name: str) -> None:
    with pytest.raises(NotRight, match="Give the view a name"):
        saved(universe, name=name)


def test_what_was_refused_is_said_and_the_name_typed_stays(universe: Universe, signed_in: SignedIn) -> None:
    saved(universe)
    address = reverse("save_view", args=[universe.north.pk]) + "?kind=entries&query="
    page = signed_in(universe.bob).post(address, {"name": "Promises", "sees": "me"}).content.decode()
    assert "You have a view of this name already" in page
    assert 'value="Promises"' in page


def test_an_owner_renames_and_deletes_a_view(universe: Universe, signed_in: SignedIn) -> None:
    view, client = saved(universe), signed_in(universe.bob)
    client.post(reverse("change_view", args=[view.pk]), {"name": "Of 2025", "sees": str(universe.council.pk)})
    view.refresh_from_db()
    assert (view.name, view.organisation) == ("Of 2025", universe.council)
    asked = client.get(reverse("delete_view", args=[view.pk])).content.decode()
    assert "The entries and activities in it stay as they are." in asked
    client.post(reverse("delete_view", args=[view.pk]))
    assert not SavedView.objects.exists()


def test_a_shared_view_is_changed_by_its_owner_or_an_approver_of_the_organisation(universe: Universe) -> None:
    view = saved(universe, shared=True)
    with pytest.raises(NotAllowed):
        actions.rename_view(by=Scope.of(universe.cora), view=view, name="Mine", organisation=None)
    actions.delete_view(by=Scope.of(universe.ann), view=view)
    assert not SavedView.objects.exists()


def test_the_page_of_views_lists_them_or_says_how_to_save_one(universe: Universe, signed_in: SignedIn) -> None:
    address = reverse("saved_views", args=[universe.north.pk])
    assert "You have saved no view yet" in signed_in(universe.bob).get(address).content.decode()
    saved(universe, shared=True)
    page = signed_in(universe.bob).get(address).content.decode()
    assert "Everyone of Northshire Council" in page
    assert "Change" in page
    assert "Change" not in signed_in(universe.cora).get(address).content.decode()
