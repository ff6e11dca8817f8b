"""The platform's addresses with the gallery among them, whatever the settings say."""

from django.urls import include, path

from commonweal_web.urls import urlpatterns as platform

urlpatterns = [*platform, path("design/", include("commonweal_web.design.urls"))]
