"""The words of the workbook that goes out: what its own columns are for, and how it is filled in."""

from __future__ import annotations

from typing import Final

from commonweal.entries.template_columns import TemplateColumn

NOTES: Final = {
    "entry": "Leave this blank in a new row. A label such as 17/3 is an entry of the ledger: change its cells to "
    "correct it. You may write an id of your own.",
    "activity": "Choose from the list. Its number and title, as on its page.",
    "organisation": "Who does it: the one that delivers the activity, or its owner. Blank is the first of these that "
    "you send for.",
}
PROGRESS: Final = "How far, and which promise"
"""The group of columns in which the stage and the ledger's own stand."""

OWN: Final = (
    TemplateColumn(
        "due",
        "Due by",
        PROGRESS,
        "day",
        13,
        "For a commitment: the day by which it is to be kept. Blank is its period end.",
    ),
    TemplateColumn(
        "answers",
        "Answers commitment",
        PROGRESS,
        "text",
        14,
        "The label of the commitment that this delivers or forecasts, such as 17/3. Blank is additional to what was "
        "promised.",
    ),
    TemplateColumn(
        "reason",
        "Reason for correction",
        PROGRESS,
        "long text",
        34,
        "Only for an entry that you change: why. You can also give one reason for all when you send the workbook.",
    ),
)
STEPS: Final = (
    (
        "1. What is filled in already|Rows with a label such as 17/3 are in the ledger. Leave them as they are, or "
        "change a cell to correct the entry and say why in 'Reason for correction'. Nothing is ever overwritten: "
        "the entry as it was stays in its history."
    ),
    (
        "2. Promises to answer|Rows with 'Answers commitment' filled in and no quantity are promises that are still"
        " open. Fill in what was delivered and the period end. What you leave empty is left alone."
    ),
    (
        "3. Add what is new|Write one row for each further thing promised or done, below. Leave the first column "
        "blank; choose the activity and the measure from their lists. The Measures sheet says what counts."
    ),
    (
        "4. Say how much|Fill in the quantity, or every input that the measure uses (they turn yellow); the "
        "quantity is then worked out from them. At most four decimal places. If there is no figure leave the cell "
        "empty: no N/A, no dash."
    ),
    (
        "5. Say when and where|Period end is the last day, and decides the period in which the entry counts. Place "
        "is where the benefit lands, as a full postcode or an ONS code; blank is the place of the activity."
    ),
    "6. Protect people|Never write the name of a person who was helped.",
    (
        "7. Send it back|Upload the workbook on the page that you got it from. You see every difference to the "
        "ledger, cell by cell, before anything is saved. Uploading it again changes nothing. You may sort, filter "
        "and hide; keep the headings."
    ),
)
"""The guidance: title and text of each step, with a bar between."""
