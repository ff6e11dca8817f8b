"""The dashboard for programs: which method, which question, and every table."""

from __future__ import annotations

from commonweal_web.statements.queries import Dashboard
from commonweal_web.statements.sheets import Sheet
from commonweal_web.statements.shown import record_of

LONG_HEADINGS = ("table", "key", "row", "figure", "value", "entries")


def sheet_named(dashboard: Dashboard, name: str) -> Sheet | None:
    """The table of this name; none where there is nothing to say in it, or no such table."""
    make = dashboard.board.makers().get(name) if dashboard.board else None
    return make() if make else None


def dashboard_record(dashboard: Dashboard) -> dict[str, object]:
    """Everything, as one plain object."""
    asked = dashboard.asked
    return {
        "partnership": {"id": str(dashboard.partnership.pk), "name": dashboard.partnership.name},
        "period": None if asked.period is None else {"id": str(asked.period.pk), "name": asked.period.name},
        "whose": [organisation.name for organisation in asked.whose] or None,
        "min_assurance": asked.question.min_assurance,
        "as_at": dashboard.as_at.isoformat(),
        "ledger_point": dashboard.ledger.point,
        "methods": [
            {
                "id": pack.header.id,
                "edition": pack.header.edition,
                "digest": pack.digest,
                "price_base": pack.header.price_base,
            }
            for pack in dashboard.packs
        ],
        "without_value": sorted(entry for problem in dashboard.ledger.problems for entry in problem.entries),
        "tables": [record_of(sheet) for sheet in dashboard.board.all()] if dashboard.board else [],
    }
