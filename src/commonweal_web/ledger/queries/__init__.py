"""What the pages of the ledger read, through the scope of who asks."""
