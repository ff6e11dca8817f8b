"""What can happen to a workbook."""

from __future__ import annotations

from commonweal_web.core.verbs import verb

RECEIVED = verb("workbook.received", "{actor} uploaded a workbook to be compared with the ledger: {rows} row(s).")
ASKED = verb("workbook.asked", "{actor} confirmed both statements and asked for a workbook to be sent.")
ACCEPTED = verb("workbook.accepted", "{actor} sent a workbook: {new} new and {corrected} corrected.")
DISCARDED = verb("workbook.discarded", "{actor} threw away a workbook that they had uploaded.")
COMPARED_AGAIN = verb("workbook.compared-again", "{actor} had an uploaded workbook compared with the ledger again.")
