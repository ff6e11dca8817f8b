"""Pages of the ledger: activities, entries, sending, lists."""
