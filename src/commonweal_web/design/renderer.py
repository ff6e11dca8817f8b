"""How forms are drawn when a field does not say so itself."""

from django.forms.renderers import TemplatesSetting


class HouseForms(TemplatesSetting):
    """Dresses any plain Django field like our own, so that forms that others wrote (django-allauth's) fit in."""

    field_template_name = "design/fields/plain.html"
