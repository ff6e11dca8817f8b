"""The command line. It asks the library and shows the answer; it works nothing out itself.

Exit codes: 0 when all is well (warnings allowed); 2 when there are errors in what was given; 1 for a wrong call,
with one clear line. Never a traceback.
"""

from __future__ import annotations

import os
import sys
from typing import NoReturn

import typer

from commonweal.cli import check, explain, method, rates, template, token, value
from commonweal.cli.failures import WrongCall, call_error

app = typer.Typer(
    name="commonweal",
    help="The open ledger of social value: value what was promised and done, by a published method, to the penny.",
    no_args_is_help=True,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    add_completion=False,
)
app.command()(value.value)
app.command()(explain.explain)
app.command()(check.check)
app.command()(rates.rates)
app.command()(template.template)
app.add_typer(method.app, name="method")
app.add_typer(token.app, name="token")


DEBUG = "COMMONWEAL_DEBUG"
"""Environment variable: when it is set, a fault of Commonweal itself shows its traceback."""


def main() -> None:
    """Run the command line and leave with its exit code."""
    try:
        code = app(standalone_mode=False)
    except BrokenPipeError:
        # Whoever read our output (head, less) has gone: that is no fault, but Python would complain at the end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except (KeyboardInterrupt, typer.Abort):
        _stop("stopped before the end; nothing was written")
    except WrongCall as error:
        _stop(str(error))
    except call_error() as error:
        _stop(error.format_message())
    except OSError as error:
        _stop(f"{error.strerror or error}: {error.filename}" if error.filename else str(error))
    except Exception as error:
        if DEBUG in os.environ:
            raise
        _stop(f"a fault of Commonweal's own ({type(error).__name__}: {error}). Set {DEBUG}=1 and report what it shows")
    sys.exit(code if isinstance(code, int) else 0)


def _stop(reason: str) -> NoReturn:
    print(f"commonweal: {' '.join(reason.split())}", file=sys.stderr)
    sys.exit(1)
