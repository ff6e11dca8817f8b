"""The method of a period: everybody reads it, leads and stewards choose it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from shutil import copytree

import pytest
from django.conf import settings
from django.test import Client

from commonweal.method import find
from commonweal_web.accounts.models import User
from commonweal_web.methods.models import PeriodMethod
from tests.web.universe import HOURS, Universe

SignedIn = Callable[[User], Client]


def test_everybody_in_a_partnership_reads_its_measures_and_finds_one_by_words(
    universe: Universe,
    signed_in: SignedIn,
    django_assert_max_num_queries,  # type: ignore[no-untyped-def]
) -> None:
    page, dora = f"/periods/{universe.year.pk}/method/", signed_in(universe.dora)
    with django_assert_max_num_queries(20):
        whole = dora.get(page)
    assert "commonweal-open@2026.1" in whole.content.decode()
    assert len(dora.get(page, {"q": "volunteering hours"}).context["table"].rows) >= 1
    assert not dora.get(page, {"q": "no such words at all"}).context["table"].rows


def test_a_measure_shows_what_counts_and_how_one_unit_is_valued(universe: Universe, signed_in: SignedIn) -> None:
    page = signed_in(universe.wendy).get(f"/periods/{universe.year.pk}/method/{HOURS}/")
    assert page.status_code == 200
    keys = [row.key for row in page.context["facts"]]
    assert {"What counts", "Unit", "Evidence"} <= set(keys)
    assert page.context["steps"].rows and page.context["proxies"].rows


def test_every_measure_has_its_page(universe: Universe, signed_in: SignedIn) -> None:
    wendy, page = signed_in(universe.wendy), f"/periods/{universe.year.pk}/method/"
    measures = list(wendy.get(page).context["pack"].measures)
    assert measures
    assert {wendy.get(f"{page}{measure}/").status_code for measure in measures} == {200}
    assert wendy.get(f"{page}no.such-measure/").status_code == 404


def test_a_lead_chooses_a_pack_of_the_installations_own_folder(
    universe: Universe, signed_in: SignedIn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copytree(find("commonweal-open@2026.1"), tmp_path / "ours" / "1")
    monkeypatch.setattr(settings, "METHODS_FOLDER", tmp_path)
    page = f"/periods/{universe.year.pk}/method/choose/"
    assert signed_in(universe.bob).get(page).status_code == 403
    before = PeriodMethod.objects.filter(period=universe.year).count()
    alice = signed_in(universe.alice)
    assert alice.post(page, {"method": "elsewhere@1", "reason": ""}).status_code == 200
    assert alice.post(page, {"method": "ours@1, of this installation", "reason": "Ours."}).status_code == 302
    assert PeriodMethod.objects.filter(period=universe.year).count() == before + 1
