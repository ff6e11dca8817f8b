"""What a backup or a restoration says when it will not be done."""

from __future__ import annotations

from commonweal_web.core.errors import Refused


class BackupRefused(Refused):
    """The backup was not made; nothing is left of it."""


class RestoreRefused(Refused):
    """The backup was not restored; nothing was touched."""


class Damaged(RestoreRefused):
    """The archive is not what its maker wrote."""
