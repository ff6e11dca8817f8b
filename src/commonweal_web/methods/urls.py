"""Addresses of the method of a period."""

from __future__ import annotations

from django.urls import path

from commonweal_web.methods import views

urlpatterns = [
    path("periods/<uuid:period_id>/method/", views.period_method, name="period_method"),
    path("periods/<uuid:period_id>/method/choose/", views.choose_method, name="choose_method"),
    path("periods/<uuid:period_id>/method/<str:measure>/", views.measure, name="measure"),
]
