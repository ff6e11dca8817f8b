"""What is refused leaves nothing behind: a storage of its own for each test shows it."""

from tests.web.evidence.conftest import storage

__all__ = ["storage"]
