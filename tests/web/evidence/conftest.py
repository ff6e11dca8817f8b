"""A storage of its own for each test, and the shortest way from a file to evidence."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage

from commonweal_web.accounts.models import User
from commonweal_web.core.scope import Scope
from commonweal_web.evidence.actions import add_evidence
from commonweal_web.evidence.checking import Checked, scratch, written
from commonweal_web.evidence.kinds import Kind
from commonweal_web.evidence.models import Attachment
from commonweal_web.evidence.queries import latest
from commonweal_web.evidence.receiving import Incoming, Told, receive
from commonweal_web.ledger.models import Standing
from tests.web.evidence import files

ANSWERS = {"note": "", "personal": "no", "keeps_details": "no", "runs_out": "no"}
"""What the form is sent with when there is nothing to say."""


@pytest.fixture(autouse=True)
def storage(tmp_path: Path, settings: Any) -> Path:
    """Where evidence of this test lies; parts of files too."""
    settings.HOME = tmp_path / "home"
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path / "evidence"},
        },
    }
    assert default_storage.location == str(tmp_path / "evidence")
    return tmp_path / "evidence"


def stored(storage: Path) -> list[str]:
    """What lies in the storage."""
    return sorted(path.relative_to(storage).as_posix() for path in storage.rglob("*") if path.is_file())


def prove(user: User, standing: Standing, content: bytes = b"", name: str = "log.jpg", **told: Any) -> Attachment:
    """This person proves an entry with a file."""
    scope = Scope.of(user)
    current = latest(scope, standing.entry)
    assert current is not None
    attachment, _ = receive(scope, current, Incoming(name, [content or files.photo()]), Told(**told))
    return attachment


def keep(user: User, standing: Standing, content: bytes = files.TABLE) -> Attachment:
    """The same without opening the file, where a test is about something else."""
    with scratch() as path:
        draft = written([content], path)
        return add_evidence(by=Scope.of(user), standing=standing, checked=Checked("log.csv", Kind.CSV, draft))
