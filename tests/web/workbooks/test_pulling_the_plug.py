"""The process that imports is killed at any moment: all of the workbook is in the ledger or nothing, and it is said."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from pytest_django.fixtures import Settings

from commonweal_web.core.scope import Scope
from commonweal_web.core.unfinished import clear_what_was_cut_off
from commonweal_web.ledger.models import Entry, EntryVersion, Sending, Standing, Step
from commonweal_web.workbooks import actions
from commonweal_web.workbooks.models import Progress, WorkbookAccepted, WorkbookUpload
from commonweal_web.workbooks.tasks import send_workbook
from commonweal_web.workbooks.working import compare_upload
from tests.web.universe import Universe
from tests.web.workbooks.books import NEW_HOURS, as_csv, confirm, give, idle_queue, kinds

PATIENCE = 60

# A process of its own, with this test's database; it stops at the moment that it is told, to be killed there.
AT_WORK = """
import json, sys, time
from commonweal_web import settings
database, storage, moment, argument = json.loads(sys.argv[1])
settings.DATABASES["default"].update(database)
settings.STORAGES["default"]["OPTIONS"]["location"] = storage
settings.LOGGING = {}
import django
django.setup()

def stop_before(place, name):
    meant = getattr(place, name)
    def stopped(*args, **kwargs):
        print("at it", flush=True)
        time.sleep(600)
        return meant(*args, **kwargs)
    setattr(place, name, stopped)

def stop_after(place, name):
    meant = getattr(place, name)
    def stopped(*args, **kwargs):
        meant(*args, **kwargs)
        print("at it", flush=True)
        time.sleep(600)
    setattr(place, name, stopped)

from commonweal_web.ledger.actions import entries
from commonweal_web.workbooks import actions, receiving, tasks, working
from commonweal_web.workbooks.actions import storing

if moment == "before the first entry":
    stop_before(entries, "_versions")
elif moment == "between entries and steps":
    stop_before(entries, "_stand")
elif moment == "before it is noted":
    stop_before(actions, "accept_workbook")
elif moment == "just after all was saved":
    stop_after(working, "_send")
elif moment == "file stored":
    stop_after(storing, "store")

if moment == "file stored":
    from django.core.files.base import ContentFile
    from commonweal_web.accounts.models import User
    from commonweal_web.core.scope import Scope
    user, content = argument
    scope = Scope.of(User.objects.get(pk=user))
    receiving.receive(scope, scope.partnerships.get(), ContentFile(content.encode(), "hours.csv"))
else:
    print("at it" if moment == "sometime" else "", end="\\n" if moment == "sometime" else "", flush=True)
    tasks.send_workbook.func(argument)
"""


@pytest.fixture
def home(tmp_path: Path, settings: Settings) -> Iterator[Path]:
    settings.HOME = tmp_path / "home"
    settings.HOME.mkdir()
    yield settings.HOME
    assert not list((settings.HOME / "unfinished").glob("*.json"))


def killed_at(home: Path, moment: str, argument: Any, after: float = 0.0) -> None:
    """Work in another process and kill it at a moment of the work, or so many seconds into it."""
    known = {key: str(connection.settings_dict[key]) for key in ("NAME", "HOST", "USER")}
    told = json.dumps([known, str(settings.STORAGES["default"]["OPTIONS"]["location"]), moment, argument])
    ours = {
        "COMMONWEAL_HOME": str(home),
        "COMMONWEAL_DATABASE": connection.vendor,
        "COMMONWEAL_SECRET_KEY": "only for tests " * 5,
        "DJANGO_SETTINGS_MODULE": "commonweal_web.settings",
    }
    process = subprocess.Popen(
        [sys.executable, "-c", AT_WORK, told], stdout=subprocess.PIPE, text=True, env=os.environ | ours
    )
    assert process.stdout is not None
    with process.stdout:
        assert process.stdout.readline() == "at it\n"
    if after:
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(after)
    process.kill()
    assert process.wait(PATIENCE) in (-signal.SIGKILL, 0)


def agreed(universe: Universe, rows: int) -> WorkbookUpload:
    """A workbook of so many rows that its sender asked to be sent, and that the queue has not begun."""
    content = as_csv(*({**NEW_HOURS, "quantity": str(number)} for number in range(1, rows + 1)))
    with idle_queue:
        upload = give(universe.bob, universe.north, content)
        compare_upload(Scope.of(universe.bob), upload)
        return confirm(universe.bob, WorkbookUpload.objects.get(pk=upload.pk))


def ledger() -> tuple[int, ...]:
    return tuple(model.objects.count() for model in (Entry, EntryVersion, Standing, Step, Sending, WorkbookAccepted))


def send_after_all(universe: Universe, upload: WorkbookUpload, rows: int) -> None:
    """What its sender does: the page offers to try again, and then all of it is sent, once."""
    stuck = WorkbookUpload.objects.filter(pk=upload.pk)
    stuck.update(moved_at=upload.moved_at - timedelta(hours=1))
    before = Entry.objects.count()
    actions.ask_to_compare(by=Scope.of(universe.bob), upload=stuck.get())
    assert set(kinds(upload).values()) == {"new"}
    assert confirm(universe.bob, stuck.get()).progress == Progress.SENT
    assert Entry.objects.count() == before + rows


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("moment", ["before the first entry", "between entries and steps", "before it is noted"])
def test_what_is_killed_before_the_end_left_nothing(universe: Universe, home: Path, moment: str) -> None:
    upload, before = agreed(universe, 300), ledger()
    killed_at(home, moment, str(upload.pk))
    assert ledger() == before
    [cut] = clear_what_was_cut_off()
    assert not cut.was_saved
    assert "this import" in cut.sentence
    assert "a workbook of 300 rows for Northshire Pound. Nothing of it was saved; do it again." in cut.sentence
    send_after_all(universe, upload, 300)


@pytest.mark.django_db(transaction=True)
def test_what_is_killed_just_after_the_end_left_all_of_it(universe: Universe, home: Path) -> None:
    upload, before = agreed(universe, 300), ledger()
    killed_at(home, "just after all was saved", str(upload.pk))
    assert ledger()[0] == before[0] + 300
    [cut] = clear_what_was_cut_off()
    assert cut.was_saved
    assert "All of it is saved." in cut.sentence
    assert WorkbookUpload.objects.get(pk=upload.pk).progress == Progress.SENT
    send_workbook.func(str(upload.pk))
    assert ledger()[0] == before[0] + 300


@pytest.mark.django_db(transaction=True)
def test_an_import_of_ten_thousand_rows_is_killed_at_several_moments_and_then_done(
    universe: Universe, home: Path
) -> None:
    upload, before = agreed(universe, 10_000), ledger()
    for seconds in (0.5, 2, 4, 6):
        killed_at(home, "sometime", str(upload.pk), after=seconds)
        saved = ledger()[0] - before[0]
        assert saved in (0, 10_000)
        cut = clear_what_was_cut_off()
        assert [each.was_saved for each in cut] in ([bool(saved)], [])
        if saved:
            break
    send_workbook.func(str(upload.pk))
    entries, versions, _, _, sendings, accepted = ledger()
    assert (entries - before[0], versions - before[1]) == (10_000, 10_000)
    assert (sendings - before[4], accepted) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_an_upload_that_is_killed_leaves_neither_file_nor_row(universe: Universe, home: Path) -> None:
    folder = Path(settings.STORAGES["default"]["OPTIONS"]["location"])
    before = {path for path in folder.rglob("*") if path.is_file()}
    killed_at(home, "file stored", [str(universe.bob.pk), as_csv(NEW_HOURS).decode()])
    assert {path for path in folder.rglob("*") if path.is_file()} > before
    [cut] = clear_what_was_cut_off()
    assert "this upload" in cut.sentence
    assert {path for path in folder.rglob("*") if path.is_file()} == before
    assert WorkbookUpload.objects.count() == 0
