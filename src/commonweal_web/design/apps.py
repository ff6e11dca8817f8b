"""The design system as a Django app."""

from django.apps import AppConfig


class DesignConfig(AppConfig):
    """Templates, template tags and the built styles; no models."""

    name = "commonweal_web.design"
    label = "design"
