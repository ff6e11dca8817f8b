"""How a guard is said to SQLite and to PostgreSQL. Nothing here knows a model."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Guard:
    """A trigger that refuses ``event`` on ``table`` when ``when`` holds (or always), saying ``because``.

    ``truncate`` is PostgreSQL's; ``replace`` is SQLite's, an insert that pushes out the row that is there.
    """

    name: str
    table: str
    event: Literal["insert", "update", "delete", "truncate", "replace"]
    because: str
    when: str = ""


@dataclass(frozen=True, slots=True)
class Statements:
    """What puts a guard up and what takes it down; nothing where a database has no such event."""

    up: list[str]
    down: list[str]


def statements(vendor: str, guard: Guard) -> Statements:
    """The SQL of ``guard`` for the database of this ``vendor``."""
    if vendor == "sqlite":
        return _sqlite(guard)
    if vendor == "postgresql":
        return _postgresql(guard)
    raise NotImplementedError(f"The ledger is kept in SQLite or PostgreSQL, not in {vendor}.")


def _sqlite(guard: Guard) -> Statements:
    if guard.event == "truncate":
        return Statements([], [])
    event = "INSERT" if guard.event == "replace" else guard.event.upper()
    drop = f'DROP TRIGGER IF EXISTS "{guard.name}"'
    when = f"WHEN {guard.when} " if guard.when else ""
    create = (
        f'CREATE TRIGGER "{guard.name}" BEFORE {event} ON "{guard.table}" FOR EACH ROW {when}'
        f"BEGIN SELECT RAISE(ABORT, {_quoted(guard.because)}); END"
    )
    return Statements([drop, create], [drop])


def _postgresql(guard: Guard) -> Statements:
    if guard.event == "replace":
        return Statements([], [])
    refuse = f"RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation', MESSAGE = {_quoted(guard.because)};"
    if guard.when:
        # A condition looks at other rows, so it must also see those of a transaction that has not ended yet: writers
        # that meet the same condition take turns, and each statement of the function looks afresh.
        turn = f"PERFORM pg_advisory_xact_lock(hashtextextended({_quoted(guard.table)}, 0));"
        refuse = f"{turn} IF {guard.when} THEN {refuse} END IF;"
    row = "OLD" if guard.event == "delete" else "NEW"
    rows = "STATEMENT" if guard.event == "truncate" else "ROW"
    function = (
        f'CREATE OR REPLACE FUNCTION "{guard.name}"() RETURNS trigger LANGUAGE plpgsql AS '
        f"$guard$ BEGIN {refuse} RETURN {row}; END $guard$"
    )
    trigger = (
        f'CREATE OR REPLACE TRIGGER "{guard.name}" BEFORE {guard.event.upper()} ON "{guard.table}" '
        f'FOR EACH {rows} EXECUTE FUNCTION "{guard.name}"()'
    )
    return Statements(
        up=[function, trigger],
        down=[f'DROP TRIGGER IF EXISTS "{guard.name}" ON "{guard.table}"', f'DROP FUNCTION IF EXISTS "{guard.name}"()'],
    )


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
