"""Addresses of the workbook door."""

from __future__ import annotations

from django.urls import path

from commonweal_web.workbooks.views import giving, looking

urlpatterns = [
    path("partnerships/<uuid:partnership_id>/workbook/", giving.workbook, name="workbook"),
    path("partnerships/<uuid:partnership_id>/workbook/download/", giving.download, name="workbook_download"),
    path("workbooks/<uuid:upload_id>/", looking.upload, name="workbook_upload"),
    path("workbooks/<uuid:upload_id>/problems.csv", looking.problems, name="workbook_problems"),
    path("workbooks/<uuid:upload_id>/send/", looking.send, name="workbook_send"),
    path("workbooks/<uuid:upload_id>/compare-again/", looking.compare_again, name="workbook_compare_again"),
    path("workbooks/<uuid:upload_id>/discard/", looking.discard, name="workbook_discard"),
]
