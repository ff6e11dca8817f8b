"""A backup holds everything as it was at one moment, and comes back whole or not at all. Real commands, real kills."""

from __future__ import annotations

import hashlib
import json
import re
import signal
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings

from tests.web.operations.conftest import PATIENCE, Installation

Change = Callable[[dict[str, bytes]], None]

HELD = """
import hashlib, json
from django.apps import apps
from django.core.serializers import serialize
from commonweal_web.core.models import Fact
held = {}
for model in apps.get_models():
    rows = model._base_manager.order_by("pk")
    kind = "fact" if issubclass(model, Fact) else "row"
    held[f"{kind} {model._meta.label}"] = rows.count(), hashlib.sha256(serialize("json", rows).encode()).hexdigest()
print(json.dumps(held))
"""
INVITE = """
from commonweal_web.accounts import actions, links
from commonweal_web.accounts.roles import Role
from commonweal_web.core.scope import Scope
scope = Scope.of(links.account_of("ada@example.org"))
actions.invite(by=scope, email="nora@example.org", role=Role.VIEWER, place=scope.partnerships.get())
"""
SIGN_IN = """
from django.contrib.sessions.backends.db import SessionStore
session = SessionStore()
session["who"] = "ada"
session.create()
print("session", session.session_key)
"""
REWRITE = """
from django.db import connection
connection.cursor().execute("UPDATE core_event SET reason = 'rewritten'")
"""
PHOTO, BIG = b"a photo of the repaired roof", 300 * 1024 * 1024


def held(installation: Installation) -> dict[str, list[object]]:
    """How many rows of every table there are, and a digest of them all."""
    *_, told = installation.run("shell", "-c", HELD).splitlines()
    everything: dict[str, list[object]] = json.loads(told)
    # What a backup leaves out, and what belongs to the installation rather than to the ledger.
    return {name: rows for name, rows in everything.items() if not name.endswith("sessions.Session")}


def evidence_of(installation: Installation) -> dict[str, bytes]:
    folder = installation.home / "evidence"
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def first(new_installation: Callable[[], Installation]) -> Installation:
    """An installation with a ledger and a piece of evidence, in which no test changes anything."""
    new = new_installation()
    new.run("start", "examples/county-durham-pound.yaml", "--email", "ada@example.org", "--name", "Ada")
    new.run("shell", "-c", INVITE)
    digest = hashlib.sha256(PHOTO).hexdigest()
    place = new.home / "evidence" / digest[:2] / digest
    place.parent.mkdir(parents=True)
    place.write_bytes(PHOTO)
    return new


@pytest.fixture(scope="module")
def archive(first: Installation, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backup of it."""
    file = tmp_path_factory.mktemp("backups") / "ledger.zip"
    first.run("backup", file)
    return file


@pytest.fixture
def kept(archive: Path, new_installation: Callable[[], Installation]) -> Installation:
    """The same for one test alone."""
    new = new_installation()
    new.run("restore", archive)
    return new


@pytest.fixture(scope="module")
def empty(new_installation: Callable[[], Installation]) -> Installation:
    """An installation into which nothing is ever restored."""
    return new_installation()


def altered(archive: Path, change: Change) -> Path:
    """A copy of a backup, in which somebody changed the parts."""
    with zipfile.ZipFile(archive) as original:
        parts = {name: original.read(name) for name in original.namelist()}
    change(parts)
    copy = archive.with_name("altered.zip")
    with zipfile.ZipFile(copy, "w") as written:
        for name, content in parts.items():
            written.writestr(name, content)
    return copy


def with_manifest(**keys: object) -> Change:
    def change(parts: dict[str, bytes]) -> None:
        parts["manifest.json"] = json.dumps(json.loads(parts["manifest.json"]) | keys).encode()

    return change


def cut_off(installation: Installation, command: tuple[str | Path, ...], when: Callable[[], bool]) -> None:
    """Begin a command, and kill it as soon as ``when`` says."""
    process = installation.begin(*command)
    until = time.monotonic() + PATIENCE
    while not when():
        assert process.poll() is None, "it ended before it could be cut off"
        assert time.monotonic() < until
        time.sleep(0.001)
    process.kill()
    assert process.wait(PATIENCE) == -signal.SIGKILL


def with_something_big(installation: Installation) -> None:
    """Evidence so big that copying it can be cut off half-way; zeros, which take no room on the disk."""
    with (installation.home / "evidence" / "f0").open("wb") as file:
        file.truncate(BIG)


def test_what_is_restored_is_what_was_there(
    first: Installation, tmp_path: Path, new_installation: Callable[[], Installation]
) -> None:
    before = held(first)
    told = first.run("backup", tmp_path / "ledger.zip")
    assert re.search(r"[0-9,]+ rows of \d+ tables up to event \d+, 1 files of evidence", told)
    assert "The secret key is not in it." in told
    other = new_installation()
    told = other.run("restore", tmp_path / "ledger.zip")
    assert "Every digest was checked." in told
    assert "The secret key was not in the backup" in told
    assert held(other) == before
    assert len([name for name in before if name.startswith("fact ")]) >= 5
    assert evidence_of(other) == evidence_of(first) != {}
    other.run("check", "--database", "default")
    assert "is append-only: a row is never changed" in other.attempt("shell", "-c", REWRITE).stderr
    # Numbers go on where they were.
    other.run("shell", "-c", INVITE.replace("nora", "next"))


def test_a_backup_is_made_while_the_platform_runs_and_people_write(kept: Installation, tmp_path: Path) -> None:
    with kept.serving():
        kept.wait_until_it_tells("Commonweal is at")
        writer = kept.begin(
            "shell",
            "-c",
            INVITE.replace("actions.invite", "for n in range(40): actions.invite").replace('"nora@', 'f"nora{n}@'),
        )
        files = [tmp_path / f"{number}.zip" for number in range(3)]
        for file in files:
            kept.run("backup", file)
        assert writer.wait(PATIENCE) == 0
    for file in files:
        with zipfile.ZipFile(file) as archive:
            ledger = json.loads(archive.read("manifest.json"))["ledger"]
        # An invitation and its event stand and fall together, at whichever moment it was.
        begun = 35
        assert ledger["sequence"] - begun == ledger["rows"]["core_event"] - begun
        assert ledger["rows"]["accounts_invitation"] == ledger["rows"]["core_event"] - begun


def test_nobodys_session_is_in_a_backup(kept: Installation, tmp_path: Path) -> None:
    [key] = re.findall(r"session (\w+)", kept.run("shell", "-c", SIGN_IN))
    kept.run("backup", tmp_path / "ledger.zip")
    with zipfile.ZipFile(tmp_path / "ledger.zip") as archive:
        assert not [name for name in archive.namelist() if key.encode() in archive.read(name)]


def test_a_backup_is_for_its_owner_alone_and_is_never_written_over(archive: Path, kept: Installation) -> None:
    assert archive.stat().st_mode & 0o077 == 0
    before = archive.read_bytes()
    assert "is there already, and a backup is never written over" in kept.refusal("backup", archive)
    assert archive.read_bytes() == before
    assert [path.name for path in archive.parent.glob(".*")] == []


def test_a_backup_cut_off_leaves_nothing_and_the_next_one_says_so(kept: Installation, tmp_path: Path) -> None:
    with_something_big(kept)
    file = tmp_path / "backups" / "ledger.zip"
    file.parent.mkdir()

    def half_way() -> bool:
        return any(draft.stat().st_size > 2_000_000 for draft in file.parent.iterdir())

    cut_off(kept, ("backup", file), half_way)
    assert not file.exists()
    [draft] = file.parent.iterdir()
    (kept.home / "evidence" / "f0").unlink()
    told = kept.run("backup", file.with_name("next.zip"))
    assert "The last stop cut off this backup" in told
    assert f"{file}. Nothing of it was saved; do it again. What was half made is removed: {draft}" in told
    assert [path.name for path in file.parent.iterdir()] == ["next.zip"]
    assert "cut off" not in kept.run("backup", file)
    assert list(kept.home.glob("copying-*")) == []


def test_the_server_says_at_its_start_what_was_cut_off(kept: Installation, tmp_path: Path) -> None:
    with_something_big(kept)
    file = tmp_path / "backups" / "ledger.zip"
    file.parent.mkdir()
    cut_off(kept, ("backup", file), lambda: any(file.parent.iterdir()))
    with kept.serving():
        kept.wait_until_it_tells("Commonweal is at")
    assert f"{file}. Nothing of it was saved; do it again." in kept.told()
    assert list(file.parent.iterdir()) == []


def test_a_restoration_cut_off_leaves_nothing_and_can_be_done_again(
    kept: Installation, tmp_path: Path, new_installation: Callable[[], Installation]
) -> None:
    with_something_big(kept)
    file = tmp_path / "ledger.zip"
    kept.run("backup", file)
    other = new_installation()

    def cut_off_half_way(restoring: Installation) -> None:
        cut_off(restoring, ("restore", file), lambda: any(restoring.home.glob("copying-*/evidence/f0")))

    cut_off_half_way(other)
    told = other.run("start", "examples/county-durham-pound.yaml", "--email", "eve@example.org")
    assert "The last stop cut off this restoration" in told
    assert f"{file}. Nothing of it was saved" in told
    assert not (other.home / "evidence").exists()
    assert list(other.home.glob("copying-*")) == []

    third = new_installation()
    cut_off_half_way(third)
    third.run("restore", file)
    assert held(third) == held(kept)


def test_nothing_is_restored_over_a_ledger(archive: Path, first: Installation) -> None:
    before = held(first)
    told = first.refusal("restore", archive)
    assert "This installation holds a ledger in which things have happened" in told
    assert "--into another folder" in told
    assert held(first) == before


def test_a_backup_goes_into_another_folder(
    archive: Path, kept: Installation, new_installation: Callable[[], Installation], tmp_path: Path
) -> None:
    other = new_installation()
    database = other.environment.get("COMMONWEAL_DATABASE_NAME")
    into = ["--into", tmp_path / "elsewhere", *(["--database", database] if database else [])]
    kept.run("restore", archive, *into)
    other.environment["COMMONWEAL_HOME"] = str(tmp_path / "elsewhere")
    assert held(other) == held(kept)
    assert evidence_of(other) == evidence_of(kept)


def test_the_secret_key_goes_along_when_it_is_asked_for(
    kept: Installation, tmp_path: Path, new_installation: Callable[[], Installation]
) -> None:
    told = kept.run("backup", tmp_path / "ledger.zip", "--with-secret-key")
    assert "The secret key is not in it" not in told
    show = ("shell", "-c", "from django.conf import settings; print('key', settings.SECRET_KEY)")
    [key] = re.findall("key .*", kept.run(*show))
    other = new_installation()
    other.run("restore", tmp_path / "ledger.zip")
    assert [key] == re.findall("key .*", other.run(*show))


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda parts: parts.pop("manifest.json"), "it has no manifest that can be read"),
        (lambda parts: parts.popitem(), "damaged"),
        (lambda parts: parts.update({"more.txt": b"more"}), "exactly the parts that its manifest names"),
        (with_manifest(format=2), "is in another form than 1"),
        (with_manifest(surprise="yes"), "its manifest is not one of ours"),
        (with_manifest(database="oracle"), "its manifest is not one of ours"),
    ],
    ids=[
        "no manifest",
        "a part is missing",
        "a part too many",
        "another form",
        "an unknown key",
        "no database of ours",
    ],
)
def test_a_damaged_backup_is_refused_and_nothing_is_touched(
    archive: Path, empty: Installation, change: Change, told: str
) -> None:
    assert told in empty.refusal("restore", altered(archive, change))
    assert not (empty.home / "evidence").exists()
    assert not list(empty.home.glob("copying-*"))


def test_one_changed_byte_is_found(archive: Path, empty: Installation) -> None:
    def change(parts: dict[str, bytes]) -> None:
        [name] = [name for name in parts if name.startswith("evidence/")]
        parts[name] = parts[name].replace(b"roof", b"wall")

    assert "is not what was written: its digest differs" in empty.refusal("restore", altered(archive, change))


def test_half_a_file_is_no_backup(archive: Path, empty: Installation, tmp_path: Path) -> None:
    half = tmp_path / "half.zip"
    half.write_bytes(archive.read_bytes()[:-200])
    assert "is no whole backup of Commonweal" in empty.refusal("restore", half)


def test_a_part_that_leads_out_of_the_folder_is_refused(archive: Path, empty: Installation) -> None:
    outside = b"outside"

    def change(parts: dict[str, bytes]) -> None:
        parts["evidence/../../outside"] = outside
        manifest = json.loads(parts["manifest.json"])
        part = {"sha256": hashlib.sha256(outside).hexdigest(), "bytes": len(outside)}
        manifest["parts"]["evidence/../../outside"] = part
        parts["manifest.json"] = json.dumps(manifest).encode()

    assert "leads out of the folder" in empty.refusal("restore", altered(archive, change))
    assert not (empty.home.parent / "outside").exists()


def test_a_backup_of_a_newer_version_is_refused(archive: Path, empty: Installation) -> None:
    def change(parts: dict[str, bytes]) -> None:
        manifest = json.loads(parts["manifest.json"])
        manifest["made_by"] = "9.1.0"
        manifest["ledger"]["migrations"].append(["core", "0099_of_the_future"])
        parts["manifest.json"] = json.dumps(manifest).encode()

    told = empty.refusal("restore", altered(archive, change))
    assert "made by Commonweal 9.1.0" in told
    assert "Install that version or a newer one." in told


def test_a_backup_of_another_database_is_refused(archive: Path, empty: Installation) -> None:
    others = {"sqlite": "postgresql", "postgresql": "sqlite"}[settings.DATABASE]
    told = empty.refusal("restore", altered(archive, with_manifest(database=others)))
    assert f"This is a backup of {others}, but COMMONWEAL_DATABASE says {settings.DATABASE}." in told


def test_evidence_that_the_disk_damaged_is_told(kept: Installation, tmp_path: Path) -> None:
    [name] = evidence_of(kept)
    assert "Damaged" not in kept.run("backup", tmp_path / "ledger.zip")
    (kept.home / "evidence" / name).write_bytes(PHOTO.replace(b"roof", b"r\0of"))
    assert f"Damaged on the disk: evidence/{name}." in kept.run("backup", tmp_path / "later.zip")


def test_a_damaged_database_is_told_before_it_is_backed_up(kept: Installation, tmp_path: Path) -> None:
    if settings.DATABASE != "sqlite":
        return
    database = kept.home / "ledger.sqlite3"
    content = bytearray(database.read_bytes())
    content[len(content) // 2 : len(content) // 2 + 8192] = b"\xff" * 8192
    database.write_bytes(content)
    done = kept.attempt("backup", tmp_path / "ledger.zip")
    assert done.returncode == 1
    assert "damaged" in done.stderr
    assert not (tmp_path / "ledger.zip").exists()
