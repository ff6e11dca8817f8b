"""What the pages of assurance read, through the scope of who asks."""
