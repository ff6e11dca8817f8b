"""Who sees which file: its own organisation, leads and verifiers the whole; others what is fit to be shared."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from commonweal_web.accounts.models import User
from commonweal_web.core.errors import NotAllowed
from commonweal_web.core.scope import Scope
from commonweal_web.evidence.errors import NotRight, Withheld
from commonweal_web.evidence.models import EvidenceFile
from commonweal_web.evidence.queries import served
from commonweal_web.evidence.receiving import Incoming, receive_copy
from tests.web.evidence import files
from tests.web.evidence.conftest import prove
from tests.web.universe import Universe

SignedIn = Callable[[User], Client]


def seen_by(universe: Universe, evidence: EvidenceFile) -> dict[str, bool]:
    """Who finds it, and whether they get the file itself."""
    found = {}
    for name in ("bob", "ann", "cora", "alice", "victor", "dora", "colin", "wendy", "oscar", "charlie"):
        scope = Scope.of(getattr(universe, name))
        if scope.evidence.filter(pk=evidence.pk).exists():
            found[name] = served(scope, evidence) == evidence
    return found


def again(evidence: EvidenceFile) -> EvidenceFile:
    return EvidenceFile.objects.get(pk=evidence.pk)


def content(browser: Client, evidence: EvidenceFile, query: str = "") -> Any:
    return browser.get(reverse("evidence_content", args=[evidence.pk]) + query)


def bytes_of(answer: Any) -> bytes:
    return b"".join(answer.streaming_content)


def test_a_file_is_found_by_those_who_see_its_entry(universe: Universe) -> None:
    ours = prove(universe.bob, universe.hours).evidence
    suppliers = prove(universe.dora, universe.apprentices, files.pdf(), "a.pdf").evidence
    all_of_the_council = {"bob": True, "ann": True, "cora": True}
    overseers = {"alice": True, "victor": True}
    assert seen_by(universe, ours) == all_of_the_council | overseers
    assert seen_by(universe, suppliers) == all_of_the_council | overseers | {"dora": True}


def test_what_shows_people_is_withheld_from_others_until_a_copy_is_shared(
    universe: Universe, signed_in: SignedIn
) -> None:
    register = files.pdf(lambda document: document.docinfo.__setitem__("/Title", "Register"))
    evidence = prove(
        universe.dora, universe.apprentices, register, "register.pdf", has_personal_details=True, note="of Ben"
    ).evidence
    with pytest.raises(Withheld):
        served(Scope.of(universe.cora), evidence)
    answer = content(signed_in(universe.cora), evidence)
    assert answer.status_code == 403
    assert "only those who sent it, the lead and verifiers may open it" in answer.text
    page = signed_in(universe.cora).get(reverse("evidence_file", args=[evidence.pk])).text
    assert "register.pdf" not in page and "of Ben" not in page
    receive_copy(Scope.of(universe.dora), evidence, Incoming("register blacked out.pdf", [files.pdf()]))
    assert bytes_of(content(signed_in(universe.cora), evidence)) == files.pdf()
    for name in ("dora", "alice", "victor"):
        assert bytes_of(content(signed_in(getattr(universe, name)), evidence)) == register
    assert bytes_of(content(signed_in(universe.dora), evidence, "?as=others")) == files.pdf()


def test_the_latest_copy_holds(universe: Universe) -> None:
    evidence = prove(universe.dora, universe.apprentices, has_personal_details=True).evidence
    for colour in ("red", "black"):
        shared = receive_copy(Scope.of(universe.dora), evidence, Incoming("a.jpg", [files.photo(colour=colour)]))
    assert served(Scope.of(universe.cora), again(evidence)) == shared.copy
    assert shared.number == 2


def test_the_file_itself_is_no_copy_without_details(universe: Universe) -> None:
    evidence = prove(universe.dora, universe.apprentices, has_personal_details=True).evidence
    with pytest.raises(NotRight, match="the file itself"):
        receive_copy(Scope.of(universe.dora), evidence, Incoming("b.jpg", [files.photo()]))


def test_a_copy_is_not_found_by_an_address_of_its_own(universe: Universe, signed_in: SignedIn) -> None:
    evidence = prove(universe.dora, universe.apprentices, has_personal_details=True).evidence
    shared = receive_copy(Scope.of(universe.dora), evidence, Incoming("a.pdf", [files.pdf()]))
    assert content(signed_in(universe.dora), shared.copy).status_code == 404


def test_only_those_who_sent_a_file_share_a_copy_of_it(universe: Universe) -> None:
    evidence = prove(universe.dora, universe.apprentices, has_personal_details=True).evidence
    for name in ("cora", "alice", "victor"):
        with pytest.raises(NotAllowed):
            receive_copy(Scope.of(getattr(universe, name)), evidence, Incoming("a.pdf", [files.pdf()]))


def test_where_the_place_is_part_of_the_proof_others_get_a_photo_without_it(
    universe: Universe, signed_in: SignedIn
) -> None:
    sent = files.photo_with_place()
    evidence = prove(universe.dora, universe.apprentices, sent, keeps_details=True).evidence
    assert bytes_of(content(signed_in(universe.victor), evidence)) == sent
    shared = bytes_of(content(signed_in(universe.cora), evidence))
    assert b"Acme" not in shared and shared[:3] == sent[:3]


def test_a_file_is_given_to_be_saved_and_never_shown_as_a_page_of_ours(universe: Universe, signed_in: SignedIn) -> None:
    evidence = prove(universe.bob, universe.hours, files.TABLE, "Tag der offenen Tür.csv").evidence
    answer = content(signed_in(universe.bob), evidence)
    assert answer["Content-Type"] == "text/csv"
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''Tag%20der%20offenen")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer["Cache-Control"] == "private, no-store"
    assert bytes_of(answer) == files.TABLE


def test_others_do_not_learn_what_its_sender_called_a_file(universe: Universe, signed_in: SignedIn) -> None:
    evidence = prove(universe.dora, universe.apprentices, name="Ben Carter starts work.jpg").evidence
    answer = content(signed_in(universe.cora), evidence)
    assert answer["Content-Disposition"] == f'attachment; filename="evidence-{evidence.sha256[:12]}.jpg"'
    bytes_of(answer)


def test_evidence_that_was_removed_is_no_longer_found_by_others(universe: Universe) -> None:
    from commonweal_web.evidence import actions
    from commonweal_web.ledger.models import Standing

    attachment = prove(universe.dora, universe.apprentices)
    actions.remove_evidence(
        by=Scope.of(universe.dora),
        attachment=attachment,
        standing=Standing.objects.get(pk=universe.apprentices.pk),
        reason="Wrong person.",
    )
    assert seen_by(universe, attachment.evidence) == {"dora": True, "alice": True, "victor": True}
