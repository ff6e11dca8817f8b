"""Files prove entries: attached they document, removed they no longer do, and what was said stays in the history."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from commonweal_web.core.errors import NotAllowed
from commonweal_web.core.history import history
from commonweal_web.core.scope import Scope
from commonweal_web.evidence import actions
from commonweal_web.evidence.actions.storing import place_of
from commonweal_web.evidence.errors import AlreadyAttached, NotRight
from commonweal_web.evidence.models import Attachment, EvidenceFile
from commonweal_web.evidence.queries import asked_for, latest, proves_others
from commonweal_web.ledger import actions as ledger
from commonweal_web.ledger.errors import NotNow, PeriodIsClosed
from commonweal_web.ledger.models import Assurance, Standing, Step
from commonweal_web.partnerships import actions as partnerships
from tests.web.evidence import files
from tests.web.evidence.conftest import prove, stored
from tests.web.universe import HOURS, Universe, send

LOG = "Volunteer log"


def now(standing: Standing) -> Standing:
    return Standing.objects.get(entry=standing.entry, is_latest=True)


def remove(universe: Universe, attachment: Attachment, standing: Standing) -> None:
    actions.remove_evidence(
        by=Scope.of(universe.bob), attachment=attachment, standing=now(standing), reason="It was of another year."
    )


def test_evidence_makes_a_claim_documented_and_the_last_removal_takes_that_back(universe: Universe) -> None:
    assert universe.hours.assurance == Assurance.CLAIMED
    first = prove(universe.bob, universe.hours)
    second = prove(universe.bob, universe.hours, files.pdf(), "letter.pdf")
    assert now(universe.hours).assurance == Assurance.DOCUMENTED
    remove(universe, first, universe.hours)
    assert now(universe.hours).assurance == Assurance.DOCUMENTED
    remove(universe, second, universe.hours)
    assert now(universe.hours).assurance == Assurance.CLAIMED
    steps = Step.objects.filter(version=universe.hours.version).order_by("sequence").values_list("kind", flat=True)
    assert [*steps][-2:] == ["documented", "undocumented"]


def test_each_change_moves_the_ledgers_point_so_that_figures_follow(universe: Universe) -> None:
    before = now(universe.hours).point
    prove(universe.bob, universe.hours)
    assert now(universe.hours).point > before


def test_a_promise_can_have_evidence_and_stays_without_assurance(universe: Universe) -> None:
    prove(universe.cora, universe.promise)
    assert (now(universe.promise).is_documented, now(universe.promise).assurance) == (True, "")


def test_evidence_stays_through_a_correction(universe: Universe) -> None:
    attachment = prove(universe.bob, universe.hours)
    row = {"entry": "2/1", "measure": HOURS, "quantity": "100", "stage": "delivered", "period_end": "2025-09-30"}
    send(universe.bob, universe.north, {**row, "reason": "Two people were counted twice."})
    assert now(universe.hours).assurance == Assurance.DOCUMENTED
    assert Attachment.objects.get(removal__isnull=True) == attachment


def test_the_life_of_an_entry_tells_of_its_evidence_without_the_names_of_files(universe: Universe) -> None:
    attachment = prove(universe.bob, universe.hours, name="Mrs Hall of 4 High Street.jpg")
    remove(universe, attachment, universe.hours)
    newest, before, *_ = history(Scope.of(universe.alice), universe.hours.entry)
    digest = attachment.evidence.sha256[:12]
    size = f"{attachment.evidence.size} bytes"
    assert before.sentence == (
        f"Bob (Northshire Council) attached evidence: a JPEG photo of {size} (SHA-256 {digest})."
    )
    assert newest.sentence.startswith("Bob (Northshire Council) removed a piece of evidence: a JPEG photo")
    assert newest.reason == "It was of another year."


def test_the_database_refuses_to_change_or_delete_what_was_recorded(universe: Universe) -> None:
    attachment = prove(universe.bob, universe.hours)
    for sentence in (
        "UPDATE evidence_evidencefile SET sha256 = 'x'",
        "DELETE FROM evidence_attachment",
        "UPDATE evidence_attachment SET shows = '[]'",
    ):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sentence)
    assert Attachment.objects.get() == attachment


def test_the_same_file_is_kept_once_and_advised_of_when_it_proves_another_entry(
    universe: Universe, storage: Any
) -> None:
    first = prove(universe.bob, universe.hours, name="log.jpg")
    (other,) = send(
        universe.bob,
        universe.north,
        {"activity": "2", "measure": HOURS, "quantity": "8", "stage": "delivered", "period_end": "2025-06-30"},
    )
    second = prove(universe.bob, other, name="a copy of log.jpg")
    assert first.evidence == second.evidence
    assert len(stored(storage)) == 1
    scope = Scope.of(universe.bob)
    assert proves_others(scope, [second.evidence], other.entry) == {second.evidence.sent_sha256: [universe.hours.entry]}


def test_the_same_file_of_another_organisation_is_seen_by_the_lead_and_not_by_the_other(
    universe: Universe, storage: Any
) -> None:
    first = prove(universe.bob, universe.hours)
    second = prove(universe.colin, universe.open_day_hours)
    assert first.evidence != second.evidence
    assert len(stored(storage)) == 1
    seen = {
        name: bool(proves_others(Scope.of(getattr(universe, name)), [second.evidence], universe.open_day_hours.entry))
        for name in ("alice", "colin")
    }
    assert seen == {"alice": True, "colin": False}


def test_a_file_is_attached_to_an_entry_once_until_it_is_removed(universe: Universe) -> None:
    attachment = prove(universe.bob, universe.hours)
    with pytest.raises(AlreadyAttached):
        prove(universe.bob, universe.hours)
    again = {"evidence": attachment.evidence, "entry": universe.hours.entry, "attached_by": universe.bob}
    with pytest.raises(DatabaseError, match="attached to an entry once"), transaction.atomic():
        Attachment.objects.create(**again)
    remove(universe, attachment, universe.hours)
    actions.attach_evidence(
        by=Scope.of(universe.bob), standing=now(universe.hours), evidence=attachment.evidence, shows=[LOG]
    )
    assert now(universe.hours).assurance == Assurance.DOCUMENTED


def test_what_the_measure_asks_for_is_ticked_off_in_its_own_words(universe: Universe) -> None:
    attachment = prove(universe.bob, universe.hours, shows=(LOG,))
    standing = latest(Scope.of(universe.bob), universe.hours.entry)
    assert standing is not None
    assert {asked.text: asked.shown for asked in asked_for(standing, [attachment])}[LOG] == 1
    with pytest.raises(NotRight, match="does not ask for “A handshake”"):
        prove(universe.bob, universe.hours, files.pdf(), "a.pdf", shows=("A handshake",))


def test_a_closed_period_is_proved_by_what_it_closed_with(universe: Universe) -> None:
    attachment = prove(universe.bob, universe.hours)
    partnerships.close_period(by=Scope.of(universe.alice), period=universe.year)
    with pytest.raises(PeriodIsClosed, match="Correct the entry first"):
        prove(universe.bob, universe.hours, files.pdf(), "late.pdf")
    with pytest.raises(PeriodIsClosed):
        remove(universe, attachment, universe.hours)
    assert EvidenceFile.objects.count() == 1


def test_what_was_withdrawn_needs_no_proof(universe: Universe) -> None:
    ledger.withdraw(by=Scope.of(universe.bob), partnership=universe.north, standings=[universe.hours], reason="Wrong.")
    with pytest.raises(NotNow, match="withdrawn"):
        prove(universe.bob, universe.hours)


def test_a_certificate_that_ran_out_before_the_end_of_the_claim_proves_nothing(universe: Universe) -> None:
    with pytest.raises(NotRight, match="ran out before"):
        prove(universe.bob, universe.hours, expires_on=date(2025, 9, 29))
    assert not EvidenceFile.objects.exists()


def test_the_deliverer_and_the_owner_each_prove_for_themselves(universe: Universe) -> None:
    by_deliverer = prove(universe.dora, universe.apprentices)
    by_owner = prove(universe.cora, universe.apprentices, files.pdf(), "payroll.pdf")
    assert by_deliverer.evidence.organisation == universe.builders
    assert by_owner.evidence.organisation == universe.council
    with pytest.raises(NotAllowed, match="Only those who send entries of Bright Builders"):
        actions.remove_evidence(
            by=Scope.of(universe.bob), attachment=by_deliverer, standing=now(universe.apprentices), reason="No."
        )


def test_a_lead_and_a_verifier_do_not_prove_what_others_claim(universe: Universe) -> None:
    for name in ("alice", "victor"):
        with pytest.raises(NotAllowed):
            prove(getattr(universe, name), universe.hours)


def test_evidence_of_others_cannot_be_attached_in_their_name(universe: Universe) -> None:
    attachment = prove(universe.dora, universe.apprentices)
    with pytest.raises(NotAllowed, match="Only evidence of Northshire Council"):
        actions.attach_evidence(by=Scope.of(universe.bob), standing=universe.hours, evidence=attachment.evidence)


def test_a_photo_is_kept_without_its_hidden_details(universe: Universe) -> None:
    sent = files.photo_with_place()
    evidence = prove(universe.bob, universe.hours, sent).evidence
    with default_storage.open(place_of(evidence.sha256)) as file:
        kept = file.read()
    assert b"Acme" in sent and b"Acme" not in kept
    assert evidence.sha256 != evidence.sent_sha256
    assert evidence.size == len(kept)


def test_a_heic_photo_is_kept_as_a_jpeg_under_a_name_that_says_so(universe: Universe) -> None:
    evidence = prove(universe.bob, universe.hours, files.HEIC_PHOTO, "IMG_0042.HEIC").evidence
    assert (evidence.kind, evidence.name.file_name) == ("jpeg", "IMG_0042.jpg")


def test_a_file_is_kept_for_the_years_that_the_settings_say_and_never_less_than_it_holds(universe: Universe) -> None:
    today = timezone.localdate()
    usual = today.replace(year=today.year + 7, day=min(today.day, 28 if today.month == 2 else 31))
    assert prove(universe.bob, universe.hours).evidence.dates.keep_until == usual
    far = usual + timedelta(days=900)
    evidence = prove(universe.bob, universe.hours, files.pdf(), "a.pdf", expires_on=far).evidence
    assert evidence.dates.keep_until == far
