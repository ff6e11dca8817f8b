"""Addresses of partnerships, their members, aims and periods, and of organisations."""

from __future__ import annotations

from django.urls import path

from commonweal_web.partnerships.views import aims, members, organisations, periods, start

PARTNERSHIP = "partnerships/<uuid:partnership_id>"
MEMBERSHIP = "memberships/<uuid:membership_id>"
ORGANISATION = "organisations/<uuid:organisation_id>"
PERIOD = "periods/<uuid:period_id>"

urlpatterns = [
    path("", start.start, name="start"),
    path(f"{PARTNERSHIP}/", start.partnership, name="partnership"),
    path(f"{PARTNERSHIP}/objectives/add/", aims.add_objective, name="add_objective"),
    path("objectives/<uuid:objective_id>/reword/", aims.reword_objective, name="reword_objective"),
    path(f"{PARTNERSHIP}/channels/", aims.channels, name="channels"),
    path(f"{PARTNERSHIP}/members/", members.members, name="members"),
    path(f"{PARTNERSHIP}/members/admit/", members.admit, name="admit"),
    path(f"{MEMBERSHIP}/", members.membership, name="membership"),
    path(f"{MEMBERSHIP}/end/", members.end_membership, name="end_membership"),
    path(f"{MEMBERSHIP}/strike-out/", members.strike_out_membership, name="strike_out_membership"),
    path(f"{ORGANISATION}/", organisations.organisation, name="organisation"),
    path(f"{ORGANISATION}/correct/", organisations.correct_organisation, name="correct_organisation"),
    path(f"{PARTNERSHIP}/periods/", periods.periods, name="periods"),
    path(f"{PARTNERSHIP}/periods/open/", periods.open_period, name="open_period"),
    path(f"{PERIOD}/", periods.period, name="period"),
    path(f"{PERIOD}/re-date/", periods.redate_period, name="redate_period"),
    path(f"{PERIOD}/close/", periods.close_period, name="close_period"),
]
