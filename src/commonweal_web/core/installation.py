"""Getting an installation ready to be used: its tables, and the files that pages are drawn with."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.core.management import call_command

from commonweal_web.core.unfinished import clear_what_was_cut_off


def prepare_database() -> None:
    """Make or renew every table. Does nothing when nothing changed."""
    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)


def gather_static_files() -> None:
    """Bring styles, scripts and type to where they are served from; in debugging they are served as they lie."""
    if not settings.DEBUG:
        call_command("collectstatic", interactive=False, verbosity=0)


def say_what_was_cut_off(say: Callable[[str], object]) -> None:
    """Say what the last stop cut off, once; the tables must be there."""
    for cut in clear_what_was_cut_off():
        say(cut.sentence)
