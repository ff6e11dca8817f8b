"""Pages of partnerships: the start, members, organisations, aims and periods."""
