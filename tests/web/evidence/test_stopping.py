"""A sudden stop in the middle of an upload leaves all of it or nothing, and the next start says which."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from commonweal_web.core.unfinished import clear_what_was_cut_off
from commonweal_web.evidence.actions.erasing import sweep
from commonweal_web.evidence.checking import receiving_folder
from commonweal_web.evidence.models import Attachment, EvidenceFile
from commonweal_web.ledger.models import Assurance, Standing
from tests.web.evidence import files
from tests.web.evidence.conftest import prove, stored
from tests.web.universe import Universe

AT_WORK = """
import sys, time
import django
django.setup()
from django.conf import settings
from django.core.files.storage import default_storage
from commonweal_web.accounts.models import User
from commonweal_web.core.scope import Scope
from commonweal_web.evidence import actions, queries, receiving
from commonweal_web.evidence.actions import adding

file, entry, where = sys.argv[1:]

def wait(*args, **options):
    print("at work", flush=True)
    time.sleep(600)

def coming():
    yield open(file, "rb").read(1000)
    wait()

if where == "while it is checked":
    receiving.checked = wait
if where == "before it is recorded":
    kept = adding.store
    adding.store = lambda draft: (kept(draft), wait())
if where == "just after it is recorded":
    done = actions.add_evidence
    actions.add_evidence = lambda **given: (done(**given), wait())

scope = Scope.of(User.objects.get(email="bob@example.org"))
standing = queries.latest(scope, scope.entries.get(pk=entry))
chunks = coming() if where == "while it comes" else [open(file, "rb").read()]
receiving.receive(scope, standing, receiving.Incoming("log.jpg", chunks), receiving.Told())
"""


def kill_in_the_middle(universe: Universe, storage: Path, where: str) -> None:
    """Another process of the same installation takes a file in, and is killed at that point."""
    from django.conf import settings
    from django.db import connection

    file = storage.parent / "photo.jpg"
    file.write_bytes(files.photo())
    database = connection.settings_dict
    named = {
        "COMMONWEAL_HOME": str(settings.HOME),
        "COMMONWEAL_SECRET_KEY": settings.SECRET_KEY,
        "DJANGO_SETTINGS_MODULE": "tests.web.evidence.settings_elsewhere",
        "TEST_DATABASE": str(database["NAME"]),
        "TEST_EVIDENCE": str(storage),
        "PYTHONPATH": os.pathsep.join(sys.path),
    }
    process = subprocess.Popen(
        [sys.executable, "-c", AT_WORK, str(file), str(universe.hours.entry_id), where],
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | named,
    )
    assert process.stdout is not None
    with process.stdout:
        assert process.stdout.readline() == "at work\n"
    process.kill()
    assert process.wait(60) == -signal.SIGKILL


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("where", ["while it comes", "while it is checked", "before it is recorded"])
def test_a_stop_before_all_is_recorded_leaves_nothing_and_says_so(
    universe: Universe, storage: Path, where: str
) -> None:
    kill_in_the_middle(universe, storage, where)
    [cut] = clear_what_was_cut_off()
    assert "cut off this upload" in cut.sentence
    assert "a file for entry 2/1. Nothing of it was saved; do it again." in cut.sentence
    assert not EvidenceFile.objects.exists()
    assert list(receiving_folder().iterdir()) == []
    sweep()
    assert stored(storage) == []
    prove(universe.bob, universe.hours)
    assert Standing.objects.get(pk=universe.hours.pk).assurance == Assurance.DOCUMENTED


@pytest.mark.django_db(transaction=True)
def test_a_stop_just_after_all_is_recorded_leaves_all_of_it_and_says_so(universe: Universe, storage: Path) -> None:
    kill_in_the_middle(universe, storage, "just after it is recorded")
    [cut] = clear_what_was_cut_off()
    assert "All of it is saved." in cut.sentence
    evidence = Attachment.objects.get().evidence
    assert sweep() == 0
    assert stored(storage) == [f"{evidence.sha256[:2]}/{evidence.sha256}"]
