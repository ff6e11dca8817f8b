"""Addresses of assurance."""

from __future__ import annotations

from django.urls import path

from commonweal_web.assurance.views import confirmations, confirming, questions, verifying

urlpatterns = [
    path("confirm/thank-you/", confirming.confirm_thanks, name="confirm_thanks"),
    path("confirm/<str:token>/", confirming.confirm, name="confirm"),
    path("partnerships/<uuid:partnership_id>/confirmations/", confirmations.confirmations, name="confirmations"),
    path("entries/<uuid:entry_id>/confirmations/new/", confirmations.confirmation_new, name="confirmation_new"),
    path("confirmations/<uuid:request_id>/", confirmations.confirmation, name="confirmation"),
    path("confirmations/<uuid:request_id>/again/", confirmations.confirmation_again, name="confirmation_again"),
    path("confirmations/<uuid:request_id>/link/", confirmations.confirmation_link, name="confirmation_link"),
    path("confirmations/<uuid:request_id>/take-back/", confirmations.confirmation_revoke, name="confirmation_revoke"),
    path("confirmations/<uuid:request_id>/erase/", confirmations.confirmation_erase, name="confirmation_erase"),
    path("recipients-numbers/<uuid:confirmation_id>/", confirmations.recipients_number, name="recipients_number"),
    path("partnerships/<uuid:partnership_id>/queries/", questions.questions, name="queries"),
    path("entries/<uuid:entry_id>/queries/new/", questions.query_new, name="query_new"),
    path("queries/<uuid:query_id>/", questions.query, name="query"),
    path("queries/<uuid:query_id>/settle/", questions.query_settle, name="query_settle"),
    path("queries/<uuid:query_id>/messages/<uuid:message_id>/erase/", questions.message_erase, name="message_erase"),
    path("partnerships/<uuid:partnership_id>/verification/", verifying.verifications, name="verifications"),
    path("entries/<uuid:entry_id>/verification/", verifying.verification_new, name="verification_new"),
    path("verifications/<uuid:verification_id>/erase/", verifying.verification_erase, name="verification_erase"),
    path("partnerships/<uuid:partnership_id>/samples/", verifying.samples, name="samples"),
    path("partnerships/<uuid:partnership_id>/samples/new/", verifying.sample_new, name="sample_new"),
    path("samples/<uuid:sample_id>/", verifying.sample, name="sample"),
    path("samples/<uuid:sample_id>/lines/<int:number>/", verifying.sample_line, name="sample_line"),
]
