"""Statements: what a partnership promised, delivered and proved, added up by the library alone."""
