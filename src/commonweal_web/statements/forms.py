"""The questions above the dashboard."""

from __future__ import annotations

from commonweal_web.design.fields import SelectField
from commonweal_web.design.forms import Form
from commonweal_web.ledger.landing import is_closed
from commonweal_web.statements.question import ALL_PERIODS, Asked

ASSURANCES = (
    ("claimed", "All that was delivered"),
    ("documented", "Evidence attached, or better"),
    ("confirmed", "Confirmed by the recipient, or better"),
    ("verified", "Verified only"),
)


class QuestionForm(Form):
    """Which period, and how well proved."""

    def __init__(self, asked: Asked) -> None:
        period = str(asked.period.pk) if asked.period else ALL_PERIODS
        super().__init__(initial={"period": period, "assurance": asked.question.min_assurance}, auto_id="asked_%s")
        periods = [(str(each.pk), f"{each.name}{' (closed)' if is_closed(each) else ''}") for each in asked.periods]
        self.fields["period"] = SelectField(
            label="Period", choices=[*periods, (ALL_PERIODS, "All periods, as it stands now")]
        )
        self.fields["assurance"] = SelectField(label="How well proved", choices=list(ASSURANCES))
