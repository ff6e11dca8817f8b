"""Entries by the API: read, sent, corrected and decided, by the same checks as at the other two doors."""

from __future__ import annotations

from commonweal_web.ledger.models import Entry, EntryVersion, Standing, State
from tests.web.api.programs import ATTESTED, NEW_HOURS, Program, pointers
from tests.web.universe import Universe

MORE = {**NEW_HOURS, "quantity": "200.5"}


def sending(universe: Universe) -> str:
    return f"/partnerships/{universe.north.pk}/entries"


def test_what_a_program_sends_stands_in_the_ledger_as_it_would_by_the_form(universe: Universe) -> None:
    row = {**NEW_HOURS, "entry": "case-881", "description": "Reading with children"}
    answer = Program(universe.bob).post(sending(universe), {**ATTESTED, "entries": [row]})
    assert answer.status_code == 201, answer.content
    (sent,) = answer.json()["entries"]
    assert sent["state"] == "sent" and sent["label"] == "2/2" and sent["version"] == 1
    version = EntryVersion.objects.get(entry=sent["id"])
    assert (version.quantity_e4, version.sending.door, version.entry.own_id) == (125_000, "api", "case-881")
    assert version.words.description == "Reading with children"


def test_a_fraction_is_taken_exactly_as_it_is_written(universe: Universe) -> None:
    body = b'{"only_for_this":true,"answers_or_adds":true,"entries":[{"activity":2,"measure":"%s","quantity":0.3,'
    body = body % NEW_HOURS["measure"].encode() + b'"stage":"delivered","period_end":"2025-10-31"}]}'  # type: ignore[attr-defined]
    sent = Program(universe.bob).post(sending(universe), body).json()["entries"][0]
    assert EntryVersion.objects.get(entry=sent["id"]).quantity_e4 == 3_000


def test_everything_that_is_wrong_is_told_at_once_by_its_pointer(universe: Universe) -> None:
    rows = [NEW_HOURS, {**NEW_HOURS, "quantity": "-1"}, {**NEW_HOURS, "activity": "99"}, {**NEW_HOURS, "stage": "soon"}]
    answer = Program(universe.bob).post(sending(universe), {**ATTESTED, "entries": rows})
    assert answer.status_code == 422
    assert answer["Content-Type"] == "application/problem+json"
    assert {"/entries/1/quantity", "/entries/2/activity", "/entries/3/stage"} <= set(pointers(answer))
    assert all(error["message"] and error["remedy"] and error["rule"] for error in answer.json()["errors"])
    assert Entry.objects.filter(activity=universe.volunteering).count() == 1


def test_a_check_tells_what_would_come_of_it_and_saves_nothing(universe: Universe) -> None:
    bob = Program(universe.bob)
    good = bob.post(sending(universe) + "?check=true", {**ATTESTED, "entries": [NEW_HOURS]})
    assert good.status_code == 200 and good.json()["would_be_saved"]
    bad = bob.post(sending(universe) + "?check=true", {**ATTESTED, "entries": [{**NEW_HOURS, "measure": "no"}]})
    assert [error["pointer"] for error in bad.json()["errors"]] == ["/entries/0/measure"]
    assert Entry.objects.filter(activity=universe.volunteering).count() == 1


def test_nothing_is_sent_without_both_attestations(universe: Universe) -> None:
    bob = Program(universe.bob)
    for attested in ({"only_for_this": True}, {"only_for_this": True, "answers_or_adds": False}):
        assert bob.post(sending(universe), {**attested, "entries": [NEW_HOURS]}).status_code == 422
    assert Entry.objects.filter(activity=universe.volunteering).count() == 1


def test_a_name_that_there_is_not_is_refused_and_not_passed_over(universe: Universe) -> None:
    for row in ({**NEW_HOURS, "state": "approved"}, {**NEW_HOURS, "assurance": "verified"}):
        answer = Program(universe.bob).post(sending(universe), {**ATTESTED, "entries": [row]})
        assert answer.status_code == 422 and pointers(answer) == ["/entries/0"]
    answer = Program(universe.bob).post(sending(universe), {**ATTESTED, "entries": [NEW_HOURS], "door": "form"})
    assert answer.status_code == 422 and pointers(answer) == ["/door"]


def test_what_is_longer_than_its_column_is_refused_before_the_database_would(universe: Universe) -> None:
    row = {**NEW_HOURS, "recipient": "x" * 201, "reference": "x" * 101, "place": "x" * 101}
    answer = Program(universe.bob).post(sending(universe), {**ATTESTED, "entries": [row]})
    assert answer.status_code == 422
    assert set(pointers(answer)) == {"/entries/0/recipient", "/entries/0/reference", "/entries/0/place"}


def test_an_entry_tells_its_versions_its_steps_and_its_workings(universe: Universe) -> None:
    told = Program(universe.ann).get(f"/entries/{universe.hours.entry_id}").json()
    assert [version["quantity"] for version in told["versions"]] == ["120.5"]
    assert [step["kind"] for step in told["steps"]] == ["sent", "approved"]
    assert told["state"] == "approved" and told["assurance"] == "claimed"


def test_a_correction_needs_the_etag_of_what_it_corrects(universe: Universe) -> None:
    bob, path = Program(universe.bob), f"/entries/{universe.hours.entry_id}"
    body = {**ATTESTED, "entry": {**MORE, "activity": None}, "reason": "A page was missed."}
    body["entry"].pop("activity")  # type: ignore[attr-defined]
    read = bob.get(path)["ETag"]
    assert bob.post(f"{path}/versions", body).status_code == 428
    assert bob.post(f"{path}/versions", body, **{"If-Match": "*"}).status_code == 428
    corrected = bob.post(f"{path}/versions", body, **{"If-Match": read})
    assert corrected.status_code == 201, corrected.content
    assert [version["quantity"] for version in corrected.json()["versions"]] == ["200.5", "120.5"]
    assert bob.get(path)["ETag"] == corrected["ETag"] != read
    stale = bob.post(f"{path}/versions", body, **{"If-Match": read})
    assert stale.status_code == 412
    assert EntryVersion.objects.filter(entry=universe.hours.entry).count() == 2


def test_a_correction_that_is_wrong_points_into_its_own_body(universe: Universe) -> None:
    entry = {name: cell for name, cell in MORE.items() if name != "activity"} | {"quantity": "many"}
    answer = Program(universe.bob).change(
        f"/entries/{universe.hours.entry_id}", "versions", {**ATTESTED, "entry": entry, "reason": "Wrong."}
    )
    assert answer.status_code == 422 and pointers(answer) == ["/entry/quantity"]


def test_an_approver_approves_and_a_contributor_may_not(universe: Universe) -> None:
    path = f"/entries/{universe.promise.entry_id}"
    assert Program(universe.bob).change(path, "approval").status_code == 403
    approved = Program(universe.ann).change(path, "approval")
    assert approved.status_code == 200 and approved.json()["state"] == "approved"
    assert Program(universe.ann).change(path, "approval").status_code == 409


def test_an_entry_is_sent_back_and_withdrawn_with_a_reason(universe: Universe) -> None:
    path = f"/entries/{universe.apprentices.entry_id}"
    assert Program(universe.ann).change(path, "return", {"reason": " "}).status_code == 422
    assert Program(universe.ann).change(path, "return", {"reason": "Which weeks?"}).json()["state"] == "returned"
    assert Program(universe.dora).change(path, "withdrawal", {"reason": "Sent twice."}).json()["state"] == "withdrawn"
    assert Standing.objects.get(entry=universe.apprentices.entry).state == State.WITHDRAWN


def test_a_supplier_finds_only_its_own_entries(universe: Universe) -> None:
    found = Program(universe.dora).get(sending(universe)).json()["results"]
    assert [entry["label"] for entry in found] == ["1/1"]
    overseen = Program(universe.alice).get(sending(universe)).json()["results"]
    assert sorted(entry["label"] for entry in overseen) == ["1/1", "1/2", "2/1", "3/1"]


def test_entries_are_narrowed_as_on_their_page_and_an_unknown_filter_is_refused(universe: Universe) -> None:
    alice = Program(universe.alice)
    found = alice.get(sending(universe) + "?stage=delivered&state=approved").json()["results"]
    assert sorted(entry["label"] for entry in found) == ["2/1", "3/1"]
    for wrong in ("?stages=delivered", "?stage=done", "?page=2"):
        answer = alice.get(sending(universe) + wrong)
        assert answer.status_code == 422, wrong
        assert answer.json()["errors"][0]["parameter"]


def test_pages_miss_nothing_and_tell_nothing_twice_while_others_write(universe: Universe) -> None:
    alice, bob = Program(universe.alice), Program(universe.bob)
    first = alice.get(sending(universe) + "?limit=2").json()
    bob.post(sending(universe), {**ATTESTED, "entries": [NEW_HOURS] * 2})
    labels, following = [entry["label"] for entry in first["results"]], first["next"]
    while following:
        page = alice.client.get(following, headers={"Authorization": f"Bearer {alice.token.secret}"}).json()
        labels, following = labels + [entry["label"] for entry in page["results"]], page["next"]
    there = {"1/1", "1/2", "2/1", "3/1"}
    assert there <= set(labels) <= there | {"2/2", "2/3"}
    assert len(labels) == len(set(labels))
    assert alice.get(sending(universe) + "?cursor=made-up").status_code == 422


def test_a_list_takes_few_queries(universe: Universe, django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    alice = Program(universe.alice)
    alice.get(sending(universe))
    with django_assert_max_num_queries(30):
        alice.get(sending(universe))
