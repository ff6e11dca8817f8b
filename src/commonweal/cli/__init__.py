"""The command line. It asks the library and shows the answer; it works nothing out itself.

Exit codes: 0 when all is well (warnings allowed); 2 when there are errors in what was given; 1 for a wrong call,
with one clear line. Never a traceback.
"""

from __future__ import annotations

import io
import os
import sys
import textwrap
from collections.abc import Sequence
from importlib import import_module
from typing import Annotated, NoReturn

import typer

from commonweal import __version__
from commonweal.cli.failures import Interrupted, ReaderGone, WrongCall, call_error

COMMANDS = (
    *("value", "explain", "check", "rates", "template", "needs", "reach", "method", "places", "token"),
    *("serve", "start", "backup", "restore"),
)
"""In the order in which help lists them; each is a module of this package, with a function or a group of its name."""


def _show_version(wanted: bool) -> None:
    if wanted:
        print(f"commonweal {__version__}")
        raise typer.Exit


def commonweal(
    version: Annotated[
        bool, typer.Option("--version", help="Show the version and exit.", metavar="", callback=_show_version)
    ] = False,
) -> None:
    """The open ledger of social value: value what was promised and done, by a published method, to the penny.

    To begin, value the real examples; then ask for the workings of one entry:

        commonweal value examples/*.csv --method commonweal-open --by organisation
        commonweal explain examples/nepo.csv --entry nepo-2 --method commonweal-open

    Exit code 0: all is well, warnings allowed. 2: errors in what was given, all of them listed. 1: a wrong call.
    """


def application(arguments: Sequence[str] = ()) -> typer.Typer:
    """The command line. Where the arguments name a command, the others are left out: they take a second to import."""
    app = typer.Typer(
        name="commonweal",
        no_args_is_help=True,
        rich_markup_mode="markdown",
        pretty_exceptions_enable=False,
        add_completion=False,
    )
    app.callback()(commonweal)
    named = next((word for word in arguments if not word.startswith("-")), None)
    for name in [named] if named in COMMANDS else COMMANDS:
        module = import_module(f"commonweal.cli.{name}")
        if hasattr(module, "app"):
            app.add_typer(module.app, name=name)
        else:
            app.command()(getattr(module, name))
    return app


DEBUG = "COMMONWEAL_DEBUG"
"""Environment variable: when it is set, a fault of Commonweal itself shows its traceback."""

INTERRUPTED = 130
"""What Typer answers when someone presses Ctrl-C."""

STOPPED = "stopped before the end; run it again for the whole"
"""The line for it."""

FAULT_LENGTH = 160
"""The longest that such a fault may be told in the one line."""


def main() -> None:
    """Run the command line and leave with its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # Pounds and names must not depend on the machine's own code page.
            stream.reconfigure(encoding="utf-8")
    try:
        code = application(sys.argv[1:])(standalone_mode=False)
    except ReaderGone:
        # Python would complain at the end, when it finds that it cannot write what is left.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except Interrupted as error:
        _stop(str(error))
    except (KeyboardInterrupt, typer.Abort):
        # Typer answers for what happens inside a command; the second before, while it is imported, is ours.
        code = INTERRUPTED
    except WrongCall as error:
        _stop(str(error))
    except call_error() as error:
        # A command that only groups others shows its help when it is called alone, and then has nothing to say.
        _stop(error.format_message() or "no command was given; the commands are listed above")
    except OSError as error:
        _stop(f"{error.strerror or error}: {error.filename}" if error.filename else str(error))
    except Exception as error:
        if DEBUG in os.environ:
            raise
        told = textwrap.shorten(f"{type(error).__name__}: {error}", FAULT_LENGTH, placeholder=" …")
        _stop(f"a fault of Commonweal's own ({told}). Set {DEBUG}=1 and report what it shows")
    if code == INTERRUPTED:
        _stop(STOPPED)
    sys.exit(code if isinstance(code, int) else 0)


def _stop(reason: str) -> NoReturn:
    sys.stdout.flush()
    print(f"commonweal: {' '.join(reason.split())}", file=sys.stderr)
    sys.exit(1)
