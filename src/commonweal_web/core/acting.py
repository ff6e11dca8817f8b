"""What every action is made with: all of it or nothing, and a refusal of the database told like one of our own.

An action looks before it writes, but somebody else may write in between. Then a constraint or a guard of the
database refuses, and what it says is turned here, and only here, into the refusal that the action would have made.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import DatabaseError, IntegrityError, OperationalError, transaction

from commonweal_web.core.errors import Busy, Refused, TakenMeanwhile

Taken = ParamSpec("Taken")
Given = TypeVar("Given")

BUSY = re.compile(r"database (table )?is locked|deadlock detected|could not serialize|lock timeout", re.IGNORECASE)
"""Others held it until patience ran out: SQLite after its timeout, PostgreSQL when two wait for each other."""


def atomic_action(action: Callable[Taken, Given]) -> Callable[Taken, Given]:
    """Run an action in a transaction; raise the named refusal of whatever the database refuses."""

    @wraps(action)
    def act(*args: Taken.args, **kwargs: Taken.kwargs) -> Given:
        try:
            with transaction.atomic():
                return action(*args, **kwargs)
        except (IntegrityError, OperationalError) as fault:
            refusal = refusal_of(fault)
            if refusal is None:
                raise
            raise refusal from fault

    return act


def refusal_of(fault: DatabaseError) -> Refused | None:
    """What a person is told of this fault; none when no person, but our own code, is to blame."""
    if isinstance(fault, OperationalError):
        return Busy() if BUSY.search(str(fault)) else None
    breach = breach_of(fault)
    for kind in _kinds(Refused):
        if breach in kind.breaches:
            return kind()
    return TakenMeanwhile() if "(" in breach else None


def breach_of(fault: DatabaseError) -> str:
    """What was breached, in the same words on SQLite and PostgreSQL: ``breaches`` of a refusal name it so.

    A guard by its sentence, a check by its name, and what must be unique as ``table(column, column)``.
    """
    told = str(fault).partition("\n")[0]
    told_by_postgresql = getattr(fault.__cause__, "diag", None)
    if told_by_postgresql is not None:
        columns = re.match(r"Key \((.*?)\)=.* already exists", told_by_postgresql.message_detail or "")
        if columns:
            return _unique(told_by_postgresql.table_name, columns[1].split(", "))
        return told_by_postgresql.constraint_name or told
    if unique := re.match(r"UNIQUE constraint failed: (.*)", told):
        table, _, _ = unique[1].partition(".")
        return _unique(table, [column.partition(".")[2] for column in unique[1].split(", ")])
    return told.removeprefix("CHECK constraint failed: ")


def _unique(table: str, columns: list[str]) -> str:
    return f"{table}({', '.join(sorted(columns))})"


def _kinds(kind: type[Refused]) -> Iterator[type[Refused]]:
    yield kind
    for narrower in kind.__subclasses__():
        yield from _kinds(narrower)
