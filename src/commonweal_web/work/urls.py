"""Addresses of one's own work."""

from __future__ import annotations

from django.urls import path

from commonweal_web.work.views import reminding, saved, tasks

urlpatterns = [
    path("my-work/", tasks.my_work, name="my_work"),
    path("my-work/reminders/", reminding.reminders, name="reminders"),
    path("reminders/stop/<str:token>/", reminding.stop_reminders, name="stop_reminders"),
    path("partnerships/<uuid:partnership_id>/views/", saved.saved_views, name="saved_views"),
    path("partnerships/<uuid:partnership_id>/views/new/", saved.save_view, name="save_view"),
    path("views/<uuid:view_id>/", saved.change_view, name="change_view"),
    path("views/<uuid:view_id>/delete/", saved.delete_view, name="delete_view"),
]
