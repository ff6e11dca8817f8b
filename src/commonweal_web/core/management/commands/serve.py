"""``python -m commonweal_web serve``: the whole platform, in one command."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Callable
from importlib.util import find_spec
from types import FrameType
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management.base import CommandError, CommandParser

from commonweal_web.core.installation import gather_static_files, prepare_database, say_what_was_cut_off
from commonweal_web.core.management.listening import answers, is_taken
from commonweal_web.core.management.plainly import PlainCommand
from commonweal_web.work.actions.rounds import plan_next_round

PLATFORM = (sys.executable, "-m", "commonweal_web")
PATIENCE = 15
"""Seconds that a server has to answer its last requests and a worker to end its task, before they are made to stop."""
SILENCE = 90
"""Seconds without a sign of life after which a process of the web server is replaced: reading a large ledger into
memory on a busy machine takes longer than gunicorn's usual thirty."""


class Command(PlainCommand):
    """Makes the tables, gathers the static files, and runs the web server and the worker of the queue."""

    help = "Run the platform: tables and static files are brought up to date, then pages are served and mail is sent."

    def add_arguments(self, parser: CommandParser) -> None:
        """Where to listen, and with how many processes."""
        parser.add_argument("--bind", default=_own_address(), help="host:port to listen on (default: %(default)s)")
        parser.add_argument("--workers", type=int, default=2, help="processes that answer (default: %(default)s)")

    def handle(self, *args: Any, bind: str, workers: int, **options: Any) -> None:
        """Run until stopped, or until one of the two ends by itself: neither goes on without the other."""
        _refuse_when_taken(bind)
        prepare_database()
        say_what_was_cut_off(self.stdout.write)
        gather_static_files()
        if not settings.DEMONSTRATION:
            # Made-up people are not written to.
            plan_next_round()
        signal.signal(signal.SIGTERM, _stop)
        children = {
            "web server": subprocess.Popen(web_server(bind, workers)),
            "worker of the queue": subprocess.Popen([*PLATFORM, "db_worker", "--no-startup-delay", "--no-reload"]),
        }
        try:
            ended = _first_to_end(children, or_until=lambda: answers(bind))
            if not ended:
                self.stdout.write(f"Commonweal is at {settings.ADDRESS} (Ctrl-C stops it)")
                self.stdout.flush()
                ended = _first_to_end(children)
        except KeyboardInterrupt:
            ended = None
        finally:
            _end(list(children.values()))
        if ended:
            raise CommandError(f"The {ended} ended by itself, so everything was stopped. What it said stands above.")
        self.stdout.write("Commonweal has stopped.")


def web_server(bind: str, workers: int) -> list[str]:
    """The command of the web server: gunicorn, or Django's own where there is none (on Windows)."""
    if find_spec("gunicorn") is None:
        return [*PLATFORM, "runserver", "--noreload", "--nostatic", bind]
    # Loaded before it listens and before it forks: nobody waits at a door behind which nothing is ready.
    options = ["--preload", "--workers", str(workers), "--threads", "4", "--bind", bind, "--log-level", "warning"]
    return [sys.executable, "-m", "gunicorn", *options, "--timeout", str(SILENCE), "commonweal_web.wsgi"]


def _refuse_when_taken(bind: str) -> None:
    try:
        taken = is_taken(bind)
    except ValueError:
        raise CommandError(f"--bind is {bind!r}, but it must look like 127.0.0.1:8000.") from None
    if taken:
        raise CommandError(
            f"Something else listens on {bind} already. Stop it, or choose another port: set COMMONWEAL_ADDRESS to "
            "http://localhost:8010, for example."
        )


def _own_address() -> str:
    """This machine alone, on the port that the platform's address names."""
    return f"127.0.0.1:{(settings.ON_THIS_MACHINE and urlsplit(settings.ADDRESS).port) or 8000}"


def _first_to_end(
    children: dict[str, subprocess.Popen[bytes]], or_until: Callable[[], bool] = lambda: False
) -> str | None:
    """The name of the first that ends; none when ``or_until`` came true before."""
    while not or_until():
        for name, child in children.items():
            if child.poll() is not None:
                return name
        time.sleep(0.2)
    return None


def _end(children: list[subprocess.Popen[bytes]]) -> None:
    for child in children:
        if child.poll() is None:
            child.terminate()
    until = time.monotonic() + PATIENCE
    for child in children:
        try:
            child.wait(max(0.0, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


def _stop(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt
