"""Whether an address that a server is to listen on is free, and whether it answers yet."""

from __future__ import annotations

import socket
from urllib.parse import urlsplit


def is_taken(bind: str) -> bool:
    """Whether something listens there already."""
    host, port = _host_and_port(bind)
    with socket.socket(_family(host)) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host, port))
        except OSError:
            return True
    return False


def answers(bind: str) -> bool:
    """Whether a server answers there by now."""
    host, port = _host_and_port(bind)
    try:
        socket.create_connection((host, port), timeout=1).close()
    except OSError:
        return False
    return True


def _host_and_port(bind: str) -> tuple[str, int]:
    """Raises ``ValueError`` when it is not ``host:port``."""
    parts = urlsplit(f"//{bind}")
    if not parts.hostname or parts.port is None:
        raise ValueError(bind)
    return parts.hostname, parts.port


def _family(host: str) -> socket.AddressFamily:
    return socket.AF_INET6 if ":" in host else socket.AF_INET
