"""Pages of the workbook door: out and back (``giving``), beside the ledger and sent (``looking``)."""
