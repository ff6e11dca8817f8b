"""What somebody sees who records an entry: what was used and promised on the activity before."""

from __future__ import annotations

from commonweal_web.core.scope import Scope
from commonweal_web.ledger.models import Activity, Draft, Entry, Stage, State
from commonweal_web.ledger.words import measure_name, quantity_said


def measures_used(scope: Scope, activity: Activity) -> set[str]:
    """The measures of the entries on this activity."""
    return set(scope.standings.filter(activity=activity, is_latest=True).values_list("measure", flat=True))


def commitments(scope: Scope, activity: Activity, but: Entry | None = None) -> list[tuple[str, str]]:
    """What was promised on this activity and still stands: label and words."""
    promised = scope.standings.filter(activity=activity, is_latest=True, stage=Stage.COMMITMENT)
    promised = (
        promised.exclude(state=State.WITHDRAWN)
        .exclude(entry=but)
        .select_related("entry__activity", "version__edition", "version__words")
    )
    return [
        (
            standing.entry.label,
            f"{standing.entry.label} {measure_name(standing.version)}: {quantity_said(standing.version)}"
            + (f", for {standing.version.words.recipient}" if standing.version.words.recipient else "")
            + (f", by {standing.due:%-d %B %Y}" if standing.due else ""),
        )
        for standing in promised.order_by("entry__serial")[:50]
    ]


def drafts_on(scope: Scope, activity: Activity) -> list[Draft]:
    """What this person began to record on an activity and has not sent."""
    return list(scope.drafts.filter(activity=activity).select_related("entry__activity", "activity")[:20])
