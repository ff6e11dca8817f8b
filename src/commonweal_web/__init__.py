"""The platform: where a partnership records what it promised and did, proves it, and has it checked.

It stands on the library (``commonweal``), which values what is recorded here and never imports this package.
"""
