"""The migrations of evidence."""
