"""Commonweal: the open ledger of social value for a place.

Entries of what was promised and done are valued in pounds by a published method, so that every pound is
traceable from promise to proof and the same inputs give the same pence everywhere.
"""

__version__ = "0.1.0"
