"""What is asked about workbooks."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from commonweal_web.design.fields import FileField, LongTextField, MultipleChoiceField, SelectField
from commonweal_web.design.forms import Form
from commonweal_web.ledger.models import Activity, Stage
from commonweal_web.workbooks.limits import KINDS, MOST_BYTES

ONLY_FOR_THIS, ANSWERS_OR_ADDS = "only-for-this", "answers-or-adds"


class DownloadForm(Form):
    """Of which activity, and at which stage."""

    activity = SelectField(label="Activity", required=False)
    stage = SelectField(label="Stage", choices=[("", "Every stage"), *Stage.choices], required=False)

    def __init__(self, *args: Any, activities: Iterable[Activity], **options: Any) -> None:
        super().__init__(*args, **options)
        self._activities = {str(activity.pk): activity for activity in activities}
        known = [("", "All of mine"), *((key, str(activity)) for key, activity in self._activities.items())]
        self.fields["activity"].choices = known  # type: ignore[attr-defined]

    def clean_activity(self) -> Activity | None:
        """The activity itself."""
        return self._activities.get(self.cleaned_data["activity"])


class UploadForm(Form):
    """The file."""

    file = FileField(
        label="Workbook",
        called="a file",
        hint="Excel (.xlsx), LibreOffice (.ods) or CSV, at most 15 MB and 25,000 rows. Nothing is saved to the ledger "
        "yet: you see every difference first.",
        kinds=KINDS,
        most_bytes=MOST_BYTES,
    )


class SendForm(Form):
    """The two statements, and a reason where one is needed."""

    reason = LongTextField(
        label="Why do you correct these entries?",
        called="why you correct them",
        missing="Say why you correct these entries.",
        hint="It stands in the history of every correction whose row does not say why.",
        max_length=500,
    )
    statements = MultipleChoiceField(
        label="Confirm both statements",
        called="both statements",
        choices=[
            (ONLY_FOR_THIS, "These figures are only for these activities and periods"),
            (ANSWERS_OR_ADDS, "Each answers a commitment, or is additional to what was promised"),
        ],
        hints={
            ONLY_FOR_THIS: "Nobody else reports them, and they are reported nowhere else.",
            ANSWERS_OR_ADDS: "It would not have happened without this contract, grant or programme.",
        },
        missing="Confirm both statements before you send.",
    )

    def __init__(self, *args: Any, needs_reason: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if not needs_reason:
            del self.fields["reason"]

    def clean_statements(self) -> list[str]:
        """Both, or none of it is sent."""
        made: list[str] = self.cleaned_data["statements"]
        if len(made) < 2:
            self.add_error("statements", "Confirm both statements before you send.")
        return made

    def answers(self) -> dict[str, Any]:
        """What was confirmed and said, as the action takes it."""
        made = self.cleaned_data["statements"]
        said = {"only_for_this": ONLY_FOR_THIS in made, "answers_or_adds": ANSWERS_OR_ADDS in made}
        return said | {"reason": self.cleaned_data.get("reason", "")}
