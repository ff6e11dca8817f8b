"""Commands of this app, run as ``python -m commonweal_web COMMAND``."""
