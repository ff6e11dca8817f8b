"""The gallery's addresses; the platform includes them only in the demonstration and in development."""

from django.urls import path

from commonweal_web.design import views

app_name = "design"
urlpatterns = [
    path("", views.gallery, name="gallery"),
    path("question/", views.question, name="question"),
    path("officer/", views.officer, name="officer"),
    path("dashboard/", views.dashboard, name="dashboard"),
    path("errors/<int:status>/", views.error, name="error"),
]
