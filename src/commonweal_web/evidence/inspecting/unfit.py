"""What is said of a file that cannot be evidence."""

from __future__ import annotations


class Unfit(Exception):
    """The file is refused; the text says what is wrong with it and what to do, to whoever sent it."""
