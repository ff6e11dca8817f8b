"""Addresses of evidence."""

from __future__ import annotations

from django.urls import path

from commonweal_web.evidence.views import caring, listing, parts, uploading

urlpatterns = [
    path("partnerships/<uuid:partnership_id>/evidence/", listing.evidence, name="evidence"),
    path("entries/<uuid:entry_id>/evidence/new/", uploading.new, name="evidence_new"),
    path("entries/<uuid:entry_id>/evidence/attach/", uploading.attach, name="evidence_attach"),
    path("entries/<uuid:entry_id>/evidence/uploads/", parts.uploads, name="evidence_uploads"),
    path("evidence-uploads/<uuid:upload_id>/", parts.upload, name="evidence_upload"),
    path("attachments/<uuid:attachment_id>/remove/", uploading.remove, name="evidence_remove"),
    path("evidence/<uuid:evidence_id>/", listing.file, name="evidence_file"),
    path("evidence/<uuid:evidence_id>/content/", listing.content, name="evidence_content"),
    path("evidence/<uuid:evidence_id>/dates/", caring.dates, name="evidence_dates"),
    path("evidence/<uuid:evidence_id>/shared-copy/", caring.shared_copy, name="evidence_shared_copy"),
    path("evidence/<uuid:evidence_id>/erase/", caring.erase, name="evidence_erase"),
]
