"""Pages of accounts: invitations, who holds which role, and one's own account."""
