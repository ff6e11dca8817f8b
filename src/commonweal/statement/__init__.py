"""The statement: one set of figures, added up in one place."""

from commonweal.statement.record import statement_record
from commonweal.statement.statement import Checked, Question, Statement, check, state
from commonweal.statement.summary import CannotGroup, Summary, summarise
from commonweal.statement.tables import statement_table

__all__ = [
    "CannotGroup",
    "Checked",
    "Question",
    "Statement",
    "Summary",
    "check",
    "state",
    "statement_record",
    "statement_table",
    "summarise",
]
