"""``python -m commonweal``: the command line."""

from commonweal.cli import main

main()
