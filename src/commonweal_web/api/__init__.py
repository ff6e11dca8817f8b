"""The API: the third door into the ledger, for programs. The same actions, the same checks, the same scope."""
