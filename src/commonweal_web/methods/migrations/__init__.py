"""The migrations of methods."""
