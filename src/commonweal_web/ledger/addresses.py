"""Where lists of entries are, narrowed to what a figure is made of."""

from __future__ import annotations

from urllib.parse import urlencode

from django.urls import reverse

from commonweal_web.partnerships.models import Partnership


def entries_address(partnership: Partnership, **filters: object) -> str:
    """The list of the partnership's entries with these filters; those that are empty are left out."""
    asked = urlencode({name: value for name, value in filters.items() if value})
    return reverse("entries", args=[partnership.pk]) + (f"?{asked}" if asked else "")
