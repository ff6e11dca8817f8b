"""Recording as if on another day, so that two years of a made-up ledger read like two years."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from unittest.mock import patch


@contextmanager
def as_if_on(day: date) -> Iterator[None]:
    """Let the ledger take ``day`` for today: whatever is recorded happens then, a minute apart.

    Only the demonstration does this; a real ledger knows only the real day.
    """
    minutes = count()
    begins = datetime.combine(day, time(9, 30), tzinfo=UTC)
    with patch("django.utils.timezone.now", lambda: begins + timedelta(seconds=next(minutes) % 21_600)):
        yield
