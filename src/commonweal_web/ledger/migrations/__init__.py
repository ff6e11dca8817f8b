"""The migrations of ledger."""
