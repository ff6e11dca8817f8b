"""Pages of evidence, and the way its files come in and go out."""
