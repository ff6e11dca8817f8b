"""Files are erased when they must be forgotten and when their time is over; figures, facts and digests stay."""

from __future__ import annotations

import io
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from commonweal_web.accounts.models import User
from commonweal_web.core.errors import NotAllowed
from commonweal_web.core.history import history
from commonweal_web.core.scope import Scope
from commonweal_web.evidence import actions
from commonweal_web.evidence.actions import uploads
from commonweal_web.evidence.errors import Erased, NotRight
from commonweal_web.evidence.models import Erasure, EvidenceDates, EvidenceFile, Upload
from commonweal_web.evidence.receiving import Incoming, receive_copy
from commonweal_web.ledger.models import Assurance, Standing
from tests.web.evidence import files
from tests.web.evidence.conftest import prove, stored
from tests.web.universe import Universe

Committed = Callable[..., AbstractContextManager[Any]]


@pytest.fixture(autouse=True)
def committed(django_capture_on_commit_callbacks: Committed) -> Callable[[], AbstractContextManager[Any]]:
    """``with committed():`` what follows a commit happens, as in life."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


def erase(universe: Universe, evidence: EvidenceFile, by: str = "bob") -> Erasure:
    return actions.erase_evidence(by=Scope.of(getattr(universe, by)), evidence=evidence, reason="A parent asked.")


def dispose(*options: str) -> str:
    said = io.StringIO()
    call_command("dispose", "--email", "alice@example.org", *options, stdout=said)
    return said.getvalue()


def age(evidence: EvidenceFile) -> None:
    yesterday = timezone.localdate() - timedelta(days=1)
    EvidenceDates.objects.filter(evidence=evidence).update(keep_until=yesterday)


def test_an_erased_file_leaves_its_digest_and_every_figure(universe: Universe, storage: Path, committed: Any) -> None:
    evidence = prove(universe.bob, universe.hours, name="Mrs Hall.jpg", note="her start").evidence
    with committed():
        erase(universe, evidence)
    assert stored(storage) == []
    kept = EvidenceFile.objects.get()
    assert (kept.sha256, kept.name.file_name, kept.name.note) == (evidence.sha256, "", "")
    assert Standing.objects.get(entry=universe.hours.entry).assurance == Assurance.DOCUMENTED
    [line] = history(Scope.of(universe.alice), evidence)
    assert line.sentence == (
        f"Bob (Northshire Council) erased the file and its name; its digest {evidence.sha256[:12]} is kept."
    )
    assert line.reason == "A parent asked."


def test_the_copies_that_were_shared_go_with_the_file(universe: Universe, storage: Path, committed: Any) -> None:
    evidence = prove(universe.bob, universe.hours, has_personal_details=True).evidence
    receive_copy(Scope.of(universe.bob), evidence, Incoming("b.pdf", [files.pdf()]))
    assert len(stored(storage)) == 2
    with committed():
        erase(universe, evidence)
    assert stored(storage) == []


def test_an_erased_file_is_said_to_be_gone(
    universe: Universe, signed_in: Callable[[User], Client], committed: Any
) -> None:
    evidence = prove(universe.bob, universe.hours).evidence
    with committed():
        erase(universe, evidence)
    browser = signed_in(universe.bob)
    answer = browser.get(reverse("evidence_content", args=[evidence.pk]))
    assert answer.status_code == 410
    assert "Its content is gone" in answer.text or "its content is gone" in answer.text
    page = browser.get(reverse("evidence_file", args=[evidence.pk]))
    assert "A parent asked." in page.text and "An erased file" in page.text
    with pytest.raises(Erased):
        erase(universe, evidence)


def test_bytes_that_another_organisation_also_sent_stay_until_nobody_needs_them(
    universe: Universe, storage: Path, committed: Any
) -> None:
    ours = prove(universe.bob, universe.hours).evidence
    theirs = prove(universe.colin, universe.open_day_hours).evidence
    with committed():
        erase(universe, ours)
    assert stored(storage) == [f"{theirs.sha256[:2]}/{theirs.sha256}"]
    with committed():
        erase(universe, theirs, by="colin")
    assert stored(storage) == []


def test_a_file_can_be_sent_again_after_it_was_erased(universe: Universe, storage: Path, committed: Any) -> None:
    first = prove(universe.bob, universe.hours).evidence
    with committed():
        erase(universe, first)
    second = prove(universe.bob, universe.hours).evidence
    assert second != first
    assert len(stored(storage)) == 1


def test_those_who_sent_a_file_and_the_lead_may_erase_it(universe: Universe) -> None:
    evidence = prove(universe.dora, universe.apprentices).evidence
    for name in ("cora", "victor"):
        with pytest.raises(NotAllowed):
            erase(universe, evidence, by=name)
    assert erase(universe, evidence, by="alice").evidence == evidence


def test_what_was_kept_long_enough_is_erased_by_a_command(universe: Universe, storage: Path, committed: Any) -> None:
    old = prove(universe.bob, universe.hours).evidence
    new = prove(universe.bob, universe.hours, files.pdf(), "new.pdf").evidence
    age(old)
    assert "1 files are past" in dispose("--dry-run")
    assert len(stored(storage)) == 2
    with committed():
        said = dispose()
    assert "and erased: 1 files" in said
    assert stored(storage) == [f"{new.sha256[:2]}/{new.sha256}"]
    [line] = history(Scope.of(universe.alice), old)
    assert line.sentence.startswith("It was kept until ")
    with committed():
        assert "and erased: 0 files" in dispose()


def test_only_who_runs_the_installation_disposes(universe: Universe) -> None:
    with pytest.raises(CommandError, match=r"bob@example.org is not the address of anybody who runs"):
        call_command("dispose", "--email", "bob@example.org")
    evidence = prove(universe.bob, universe.hours).evidence
    with pytest.raises(NotAllowed):
        actions.dispose_of_evidence(by=Scope.of(universe.bob), evidence=evidence, on=timezone.localdate())
    with pytest.raises(NotRight, match="to be kept until"):
        actions.dispose_of_evidence(by=Scope.of(universe.alice), evidence=evidence, on=timezone.localdate())


def test_bytes_that_a_sudden_stop_left_are_cleared_away(universe: Universe, storage: Path) -> None:
    kept = prove(universe.bob, universe.hours).evidence
    left = storage / "ab" / ("ab" + "0" * 62)
    left.parent.mkdir()
    left.write_bytes(b"half of it")
    assert "Left by a sudden stop, and removed: 1 files" in dispose()
    assert stored(storage) == [f"{kept.sha256[:2]}/{kept.sha256}"]


def test_an_upload_that_nobody_went_on_with_is_cleared_away(universe: Universe) -> None:
    upload = uploads.begin_upload(by=Scope.of(universe.bob), standing=universe.hours, name="a.pdf", size=10)
    assert "never finished: 0" in dispose()
    Upload.objects.update(begun_at=timezone.now() - timedelta(days=3))
    assert "never finished: 1" in dispose()
    assert not uploads.part_of(upload).exists()


def test_dates_are_said_anew_in_the_open(universe: Universe) -> None:
    evidence = prove(universe.bob, universe.hours).evidence
    today = timezone.localdate()
    scope = Scope.of(universe.bob)
    with pytest.raises(NotRight, match="still holds good"):
        actions.date_evidence(by=scope, evidence=evidence, expires_on=today + timedelta(days=9), keep_until=today)
    with pytest.raises(NotRight, match="day that has passed"):
        actions.date_evidence(by=scope, evidence=evidence, expires_on=None, keep_until=today - timedelta(days=1))
    with pytest.raises(NotAllowed):
        actions.date_evidence(by=Scope.of(universe.victor), evidence=evidence, expires_on=None, keep_until=today)
    actions.date_evidence(by=scope, evidence=evidence, expires_on=None, keep_until=today)
    assert history(scope, evidence)[0].sentence.startswith("Bob (Northshire Council) noted that it does not run out")
