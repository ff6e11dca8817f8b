"""A file that comes in parts goes on where a broken line stopped it, and is evidence only once it is whole."""

from __future__ import annotations

import base64
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from commonweal_web.accounts.models import User
from commonweal_web.evidence.models import EvidenceFile, Upload
from tests.web.evidence import files
from tests.web.evidence.conftest import ANSWERS, stored
from tests.web.universe import Universe


@pytest.fixture
def bob(universe: Universe, signed_in: Callable[[User], Client]) -> Client:
    return signed_in(universe.bob)


def begin(browser: Client, universe: Universe, name: str, size: int) -> Any:
    named = base64.b64encode(name.encode()).decode()
    return browser.post(
        reverse("evidence_uploads", args=[universe.hours.entry_id]),
        headers={"Upload-Length": str(size), "Upload-Metadata": f"filename {named}", "Tus-Resumable": "1.0.0"},
    )


def part(browser: Client, address: str, offset: int, content: bytes) -> Any:
    kind = "application/offset+octet-stream"
    return browser.patch(address, content, content_type=kind, headers={"Upload-Offset": str(offset)})


def test_a_file_in_three_parts_proves_the_entry(universe: Universe, bob: Client, storage: Any) -> None:
    content = files.pdf()
    begun = begin(bob, universe, "Bericht März.pdf", len(content))
    assert (begun.status_code, begun["Tus-Resumable"]) == (201, "1.0.0")
    address, third = begun["Location"], len(content) // 3
    for start in (0, third):
        answer = part(bob, address, start, content[start : start + third])
        assert (answer.status_code, answer["Upload-Offset"]) == (204, str(start + third))
    assert not EvidenceFile.objects.exists()
    asked = bob.head(address)
    assert (asked["Upload-Offset"], asked["Upload-Length"]) == (str(2 * third), str(len(content)))
    assert part(bob, address, 2 * third, content[2 * third :]).status_code == 204
    new = reverse("evidence_new", args=[universe.hours.entry_id])
    assert bob.post(new, {**ANSWERS, "upload": str(Upload.objects.get().pk)}).status_code == 302
    evidence = EvidenceFile.objects.get()
    assert evidence.name.file_name == "Bericht März.pdf"
    assert stored(storage) == [f"{evidence.sha256[:2]}/{evidence.sha256}"]
    assert not Upload.objects.exists()
    assert bob.head(address).status_code == 404


def test_a_file_that_has_not_come_whole_is_no_evidence(universe: Universe, bob: Client, storage: Any) -> None:
    address = begin(bob, universe, "a.pdf", 500)["Location"]
    part(bob, address, 0, b"%PDF-1.7")
    new = reverse("evidence_new", args=[universe.hours.entry_id])
    answer = bob.post(new, {**ANSWERS, "upload": str(Upload.objects.get().pk)})
    assert "has not come whole yet" in answer.text
    assert not EvidenceFile.objects.exists()
    assert Upload.objects.exists()


def test_what_came_in_parts_is_checked_like_any_other_file(universe: Universe, bob: Client, storage: Any) -> None:
    content = b"<script>alert(1)</script>"
    address = begin(bob, universe, "a.pdf", len(content))["Location"]
    part(bob, address, 0, content)
    new = reverse("evidence_new", args=[universe.hours.entry_id])
    answer = bob.post(new, {**ANSWERS, "upload": str(Upload.objects.get().pk)})
    assert "none of the kinds" in answer.text
    assert (stored(storage), Upload.objects.count()) == ([], 0)


def test_what_is_on_its_way_is_listed_and_can_be_given_up(universe: Universe, bob: Client) -> None:
    address = begin(bob, universe, "a.pdf", 500)["Location"]
    part(bob, address, 0, b"%PDF-1.7")
    listed = bob.get(reverse("evidence_uploads", args=[universe.hours.entry_id])).json()
    assert listed == {"uploads": [{"name": "a.pdf", "size": 500, "offset": 8, "address": address}]}
    assert bob.delete(address).status_code == 204
    assert bob.get(address).status_code == 404
