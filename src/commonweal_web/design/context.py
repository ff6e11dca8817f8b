"""What the frame of every page shows, whatever the page."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest


def frame(request: HttpRequest) -> dict[str, object]:
    """Whether this is the demonstration, which says so on every page, and when and where the page was printed from."""
    return {
        "demonstration": getattr(settings, "DEMONSTRATION", False),
        "page_address": request.build_absolute_uri(),
    }
