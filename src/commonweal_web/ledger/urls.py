"""Addresses of the ledger."""

from __future__ import annotations

from django.urls import path

from commonweal_web.ledger.views import activities, entries, lists, sending, together

urlpatterns = [
    path("partnerships/<uuid:partnership_id>/entries/", lists.entries, name="entries"),
    path("partnerships/<uuid:partnership_id>/entries.csv", lists.entries_file, name="entries_file"),
    path("partnerships/<uuid:partnership_id>/entries/together/", together.entries_together, name="entries_together"),
    path("partnerships/<uuid:partnership_id>/activities/", lists.activities, name="activities"),
    path("partnerships/<uuid:partnership_id>/activities.csv", lists.activities_file, name="activities_file"),
    path("partnerships/<uuid:partnership_id>/activities/new/", activities.activity_new, name="activity_new"),
    path("activities/<uuid:activity_id>/", activities.activity, name="activity"),
    path("activities/<uuid:activity_id>/correct/", activities.activity_correct, name="activity_correct"),
    path("activities/<uuid:activity_id>/entries/new/", sending.entry_new, name="entry_new"),
    path("entries/<uuid:entry_id>/", entries.entry, name="entry"),
    path("entries/<uuid:entry_id>/correct/", sending.entry_correct, name="entry_correct"),
    path("entries/<uuid:entry_id>/sent/", sending.entry_sent, name="entry_sent"),
    path("entries/<uuid:entry_id>/approve/", entries.decide, {"decision": "approve"}, name="entry_approve"),
    path("entries/<uuid:entry_id>/return/", entries.decide, {"decision": "return"}, name="entry_return"),
    path("entries/<uuid:entry_id>/withdraw/", entries.decide, {"decision": "withdraw"}, name="entry_withdraw"),
    path("entries/<uuid:entry_id>/erase/", entries.decide, {"decision": "erase"}, name="entry_erase"),
    path("drafts/<uuid:draft_id>/", sending.draft, name="draft"),
    path("drafts/<uuid:draft_id>/discard/", sending.draft_discard, name="draft_discard"),
    path("drafts/<uuid:draft_id>/<slug:slug>/", sending.draft_question, name="draft_question"),
]
