"""What the pages of the ledger ask."""
