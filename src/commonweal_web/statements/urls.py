"""Addresses of the dashboard."""

from __future__ import annotations

from django.urls import path

from commonweal_web.statements import views

urlpatterns = [
    path("partnerships/<uuid:partnership_id>/ledger/", views.dashboard, name="dashboard"),
    path("partnerships/<uuid:partnership_id>/ledger/dashboard.csv", views.dashboard_csv, name="dashboard_csv"),
    path("partnerships/<uuid:partnership_id>/ledger/dashboard.json", views.dashboard_json, name="dashboard_json"),
    path("partnerships/<uuid:partnership_id>/ledger/<slug:name>.svg", views.dashboard_chart, name="dashboard_chart"),
]
