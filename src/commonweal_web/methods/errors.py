"""What methods refuse."""

from __future__ import annotations

from commonweal_web.core.errors import Refused


class MethodRefused(Refused):
    """The method cannot be used, or not for this period."""

    breaches = frozenset({"methods_edition(digest)", "methods_periodmethod(number, period_id)"})
    sentence = "Somebody else chose a method for this period a moment ago. Load the page again and look."


class NoMethod(Refused):
    """The period has no method yet, so nothing can be recorded in it."""
