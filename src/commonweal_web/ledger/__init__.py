"""The ledger: activities, the entries that hang on them, and how each entry stands."""
