"""Addresses of invitations, of who holds which role, and of one's own account. Signing in is django-allauth's."""

from __future__ import annotations

from django.urls import path

from commonweal_web.accounts.views import people, your_account
from commonweal_web.accounts.views.invitation import invitation

PARTNERSHIP = "partnerships/<uuid:partnership_id>"
ORGANISATION = "organisations/<uuid:organisation_id>"
SENT = "sent-invitations/<uuid:invitation_id>"

urlpatterns = [
    path("invitations/<str:token>/", invitation, name="invitation"),
    path(f"{PARTNERSHIP}/people/", people.people, name="people"),
    path(f"{PARTNERSHIP}/people/add/", people.add_person_somewhere, name="add_person"),
    path(f"{PARTNERSHIP}/people/add/here/", people.add_person_to_partnership, name="add_person_to_partnership"),
    path(f"{ORGANISATION}/people/", people.organisation_people, name="organisation_people"),
    path(f"{ORGANISATION}/people/add/", people.add_person_to_organisation, name="add_person_to_organisation"),
    path("roles/<uuid:grant_id>/end/", people.end_role, name="end_role"),
    path(f"{SENT}/", people.sent_invitation, name="sent_invitation"),
    path(f"{SENT}/withdraw/", people.withdraw_invitation, name="withdraw_invitation"),
    path("people/<uuid:account_id>/erase/", your_account.erase_person, name="erase_person"),
    path("your-account/", your_account.your_account, name="your_account"),
    path("your-account/name/", your_account.rename, name="rename"),
    path("your-account/acting-for/", your_account.act_as, name="act_as"),
    path("your-account/erase/", your_account.erase_me, name="erase_me"),
]
