"""What the workbook door refuses."""

from __future__ import annotations

from collections.abc import Sequence

from commonweal.problems import Problem
from commonweal_web.core.errors import Refused


class WorkbookRefused(Refused):
    """The file cannot be taken at all. Nothing of it was kept."""

    status = 422

    def __init__(self, problems: Sequence[Problem] = ()) -> None:
        self.problems = tuple(problems)
        super().__init__(" ".join(f"{problem.message} {problem.remedy}" for problem in self.problems))


class NotReady(Refused):
    """The workbook is being compared or sent, or was sent already."""

    sentence = "This workbook is at another step by now. Load its page again and look."


class LooksDifferentNow(Refused):
    """The ledger changed after the sender looked, so that something else would be sent."""

    sentence = (
        "The ledger changed after you looked, so nothing was sent. The comparison below is new: look at it again."
    )


class AlreadyUploaded(Refused):
    """The same person gave the same file at the same moment."""

    breaches = frozenset({"workbooks_workbookupload(digest, partnership_id, uploaded_by_id)"})
    sentence = "You uploaded this file a moment ago."
