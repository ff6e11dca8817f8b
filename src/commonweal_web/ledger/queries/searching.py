"""Looking for words among entries and activities: each word must be found somewhere."""

from __future__ import annotations

import re
from collections.abc import Mapping

from django.db.models import Q, QuerySet

from commonweal_web.core.scope import Scope
from commonweal_web.ledger.models import Activity

LABEL = re.compile(r"(\d{1,9})/(\d{1,9})")
MOST_WORDS = 8


def entries_with(scope: Scope, words: str, activities: QuerySet[Activity], measures: Mapping[str, str]) -> Q:
    """Entries by label, activity (title or number), measure, recipient, description, reference, or the sender's own id.

    ``measures`` are the names of the measures by id. What is asked narrows down ``scope.standings``.
    """
    asked = Q()
    for word in words.split()[:MOST_WORDS]:
        if label := LABEL.fullmatch(word):
            asked &= Q(activity__serial=int(label[1]), entry__serial=int(label[2]))
            continue
        named = [measure for measure, name in measures.items() if word.casefold() in name.casefold()]
        asked &= (
            Q(activity__in=activities.filter(activities_with(word)).order_by().values("pk"))
            | Q(measure__in=named)
            | scope.saying(word)
        )
    return asked


def activities_with(words: str) -> Q:
    """Activities by number, title, reference or description."""
    asked = Q()
    for word in words.split()[:MOST_WORDS]:
        found = Q(title__icontains=word) | Q(reference__icontains=word) | Q(description__icontains=word)
        if word.isdecimal() and len(word) < 10:
            found |= Q(serial=int(word))
        asked &= found
    return asked
