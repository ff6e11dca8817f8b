"""Keeping an installation safe: a backup of all that it holds while it runs, and a restoration of all of it or nothing.

A backup is one zip archive: ``manifest.json``, the database (``ledger.sqlite3``, or ``tables/NAME.copy`` for each table
of PostgreSQL), ``evidence/…`` and, only when it is asked for, the secret key.
"""
