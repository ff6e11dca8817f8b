"""Saving, renaming and deleting views of lists."""

from __future__ import annotations

from commonweal_web.accounts.roles import Role
from commonweal_web.core.acting import atomic_action
from commonweal_web.core.errors import NotAllowed
from commonweal_web.core.events import record_event
from commonweal_web.core.scope import Scope
from commonweal_web.partnerships.models import Organisation, Partnership
from commonweal_web.work import verbs
from commonweal_web.work.errors import NotRight
from commonweal_web.work.models import ListKind, SavedView

LONGEST_QUERY = 2000


@atomic_action
def save_view(
    *,
    by: Scope,
    partnership: Partnership,
    kind: ListKind,
    name: str,
    query: str,
    organisation: Organisation | None = None,
) -> SavedView:
    """Keep a list as it is narrowed now, for oneself or for one's organisation."""
    _require_own(by, organisation)
    if len(query) > LONGEST_QUERY:
        raise NotRight("This list is narrowed by too much to be kept as a view. Take some of it away.")
    view = SavedView.objects.create(
        partnership=partnership, kind=kind, name=_named(name), query=query, owner=by.user, organisation=organisation
    )
    record_event(verbs.VIEW_SAVED, view, by=by, partnership=partnership, **_told(view))
    return view


@atomic_action
def rename_view(*, by: Scope, view: SavedView, name: str, organisation: Organisation | None = None) -> SavedView:
    """Give a view another name, or others to see it."""
    _require_owner(by, view)
    if organisation is not None and organisation.pk != view.organisation_id:
        _require_own(by, organisation)
    view.name, view.organisation = _named(name), organisation
    view.save(update_fields=["name", "organisation"])
    record_event(verbs.VIEW_CHANGED, view, by=by, partnership=view.partnership, **_told(view))
    return view


@atomic_action
def delete_view(*, by: Scope, view: SavedView) -> None:
    """Delete a view. The list that it showed stays as it is."""
    _require_owner(by, view)
    record_event(verbs.VIEW_DELETED, view, by=by, partnership=view.partnership, kind=ListKind(view.kind).label.lower())
    view.delete()


def may_change(by: Scope, view: SavedView) -> bool:
    """Its owner; of a shared one also an approver of the organisation, for when the owner has gone."""
    shared = view.organisation
    return view.owner_id == by.user.pk or (shared is not None and by.holds(Role.APPROVER, within=shared))


def _require_owner(by: Scope, view: SavedView) -> None:
    if not may_change(by, view):
        raise NotAllowed("Only who saved this view, or an approver of the organisation, can change it.")


def _require_own(by: Scope, organisation: Organisation | None) -> None:
    if organisation is not None and organisation not in by.may_speak_for:
        raise NotAllowed(f"You hold no role in {organisation}, so you cannot share a view with it.")


def _named(name: str) -> str:
    name = name.strip()
    if not name or len(name) > 60:
        raise NotRight("Give the view a name of at most 60 letters.")
    return name


def _told(view: SavedView) -> dict[str, str]:
    shared = f"for {view.organisation.name}" if view.organisation else "for themselves"
    return {"kind": ListKind(view.kind).label.lower(), "shared": shared}
