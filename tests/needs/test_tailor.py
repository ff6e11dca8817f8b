"""From needs and choices to a method: the same choices make the same files, and no pound changes by it."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commonweal.documents import read_document
from commonweal.entries import read_entries
from commonweal.method import Pack, load_pack, read_pack
from commonweal.method.licence import restricted_parts
from commonweal.needs.record import read_analysis
from commonweal.needs.tailoring.choices import choices_of
from commonweal.needs.tailoring.files import FolderTaken, pack_files, prepare, write_pack
from commonweal.needs.tailoring.tailor import ChoicesError, Tailored, record_bytes, tailor
from commonweal.statement import Question, check, state
from tests.needs.anyshire_choices import CHOICES, OPEN, choices, needs, write_choices

EXAMPLE = Path(__file__).parents[2] / "examples" / "county-durham"
LOCAL = {
    "sources": {
        "ours": {
            "title": "Local pay",
            "publisher": "Anyshire",
            "url": "https://example.org/",
            "accessed": "2026-01-31",
            "licence": "OGL-3.0",
            "redistributable": True,
        }
    },
    "proxies": [
        {
            "id": "jobseeker-into-work",
            "title": "A local value",
            "source": "ours",
            "where": "Table 1",
            "status": "seen-primary",
            "grade": "B",
            "values": [
                {"lane": "economic", "amount": Decimal("9000.50"), "price_year": 2024, "place": "E06000047"},
                {"lane": "economic", "amount": 14044, "price_year": "2012/13"},
            ],
        }
    ],
    "measures": [{"measure": "work.unemployed-into-work", "why": "The board asked for it."}],
}


def contents(folder: Path) -> dict[str, bytes]:
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def made(tmp_path: Path, **changed: Any) -> Tailored:
    file = write_choices(tmp_path / "choices", **changed)
    prepared, problems = prepare(file, tmp_path)
    assert prepared is not None, problems
    return tailor(prepared.choices, prepared.parent, prepared.record)


class TestWhatIsChosen:
    def test_measures_stand_by_relevance_each_with_its_reason(self) -> None:
        tailored = tailor(choices(), OPEN, needs())
        assert [(chosen.rank, chosen.measure, chosen.objectives) for chosen in tailored.tailoring.measures] == [
            (1, "community.ae-attendance-avoided", ["health"]),
            (2, "work.disabled-or-long-term-sick-into-work", ["work"]),
            (3, "community.alcohol-dependency-ended", ["health"]),
            (4, "work.lone-parent-into-work", ["work"]),
            (5, "work.level-2-apprenticeship-completed", ["work"]),
            (6, "planet.electricity-saved", ["planet"]),
        ]
        first, *_, last = tailored.tailoring.measures
        assert first.why == (
            "Healthier lives ranks 1 of 4 among the needs of Anyshire. "
            "Income deprivation is worse than in 247 of 296 local authorities."
        )
        assert [reason.indicator for reason in first.because] == ["made-up-2025.income"]
        assert last.why == (
            "No open indicator speaks for Net zero yet. It is here for the objective “A cleaner place”."
        )
        assert last.because == []

    def test_a_persons_own_reason_stands_and_the_indicators_beside_it(self) -> None:
        wish = {"measure": "work.unemployed-into-work", "why": "The board asked for it.", "name": "Somebody hired"}
        tailored = tailor(choices(measures=[wish]), OPEN, needs())
        chosen = tailored.tailoring.chosen("work.unemployed-into-work")
        assert chosen is not None
        assert (chosen.why, chosen.name) == ("The board asked for it.", "Somebody hired")
        assert [reason.indicator for reason in chosen.because] == ["made-up-2025.income"]

    def test_one_that_is_asked_for_without_a_score_says_so(self) -> None:
        wish = {"measure": "economy.vcse-spend", "objectives": ["work"]}
        tailored = tailor(choices(measures=[wish]), OPEN, needs())
        chosen = tailored.tailoring.chosen("economy.vcse-spend")
        assert chosen is not None
        assert chosen.why == (
            "No open indicator speaks for Resilient local supply chains yet. "
            "It was asked for, and serves the objective “More and better work”."
        )

    def test_the_parent_decides_prices_discounting_and_ranges(self) -> None:
        header = tailor(choices(), OPEN, needs()).header
        for name in ("price_base", "discounting", "ranges", "deflator_source"):
            assert getattr(header, name) == getattr(OPEN.header, name)

    def test_a_weight_from_the_needs_is_score_by_fifty(self) -> None:
        weights = tailor(choices(weights="needs"), OPEN, needs()).tailoring.weights
        assert [(weight.outcome, weight.weight) for weight in weights] == [
            ("good-work", Decimal("1.68")),
            ("healthier-lives", Decimal("1.80")),
            ("skills", Decimal("0.80")),
        ]

    def test_the_basis_names_the_needs_by_their_digest(self) -> None:
        record = needs()
        basis = tailor(choices(), OPEN, record).tailoring.needs
        assert basis is not None
        assert (basis.area, basis.name) == ("E06999999", "Anyshire")
        assert basis.digest == hashlib.sha256(record_bytes(record)).hexdigest()
        assert basis.links == "b" * 64


class TestSmallSuppliers:
    def short(self, **changed: Any) -> list[str]:
        tailoring = tailor(choices(**changed), OPEN, needs()).tailoring
        return [chosen.measure for chosen in tailoring.by_rank if chosen.small_suppliers]

    def test_it_serves_as_many_objectives_as_it_can_with_the_least_to_prove(self) -> None:
        tailoring = tailor(choices(small_supplier_set=3), OPEN, needs()).tailoring
        chosen = [chosen for chosen in tailoring.by_rank if chosen.small_suppliers]
        assert {objective for one in chosen for objective in one.objectives} == {"work", "health", "planet"}
        light = OPEN.measures["work.level-2-apprenticeship-completed"]
        heavy = OPEN.measures["work.disabled-or-long-term-sick-into-work"]
        assert len(light.evidence) + len(light.inputs) < len(heavy.evidence) + len(heavy.inputs)
        assert light.id in {one.measure for one in chosen}
        assert heavy.id not in {one.measure for one in chosen}

    def test_it_is_as_large_as_it_is_said_to_be(self) -> None:
        assert [len(self.short(small_supplier_set=size)) for size in (0, 1, 4, 6, 20)] == [0, 1, 4, 6, 6]

    def test_what_is_wished_for_is_in_and_what_is_not_is_out(self) -> None:
        wishes = [
            {"measure": "work.lone-parent-into-work", "small_suppliers": True},
            {"measure": "work.level-2-apprenticeship-completed", "small_suppliers": False},
        ]
        short = self.short(measures=wishes, small_supplier_set=5)
        assert "work.lone-parent-into-work" in short
        assert "work.level-2-apprenticeship-completed" not in short
        assert len(short) == 5


class TestFiles:
    def test_what_is_written_passes_the_check_and_can_be_passed_on(self, tmp_path: Path) -> None:
        pack = write_pack(made(tmp_path), tmp_path / "pack")
        again, problems = read_pack(tmp_path / "pack")
        assert problems == []
        assert again == pack
        assert restricted_parts(tmp_path / "pack") == []
        assert set(contents(tmp_path / "pack")) == {"pack.yaml", "tailoring.yaml", "needs.json", "README.md"}

    def test_twice_the_same_files_and_the_same_digest(self, tmp_path: Path) -> None:
        one = write_pack(made(tmp_path, **LOCAL_TEXT), tmp_path / "one")
        two = write_pack(made(tmp_path, **LOCAL_TEXT), tmp_path / "two")
        assert contents(tmp_path / "one") == contents(tmp_path / "two")
        assert one.digest == two.digest
        assert write_pack(made(tmp_path, **LOCAL_TEXT), tmp_path / "one").digest == one.digest

    def test_local_values_are_written_digit_by_digit(self, tmp_path: Path) -> None:
        pack = write_pack(tailor(choices(**LOCAL), OPEN, needs()), tmp_path / "pack")
        assert pack.proxies["jobseeker-into-work"].values[0].amount == Decimal("9000.50")
        assert pack.proxies["jobseeker-into-work"].values[0].place == "E06000047"
        assert pack.sources["ours"].title == "Local pay"
        assert {"sources.yaml", "proxies/jobseeker-into-work.yaml"} < contents(tmp_path / "pack").keys()

    def test_a_folder_that_holds_something_else_is_left_alone(self, tmp_path: Path) -> None:
        folder = tmp_path / "mine"
        folder.mkdir()
        (folder / "diary.txt").write_text("Dear diary", encoding="utf-8")
        for force in (False, True):
            with pytest.raises(FolderTaken):
                write_pack(made(tmp_path), folder, force=force)
        assert contents(folder) == {"diary.txt": b"Dear diary"}
        assert not [file for file in tmp_path.iterdir() if file.name.startswith(".")]

    def test_an_older_pack_is_replaced_only_when_forced(self, tmp_path: Path) -> None:
        folder = tmp_path / "pack"
        old = write_pack(made(tmp_path, **LOCAL_TEXT), folder)
        (folder / "minutes.md").write_text("Agreed.", encoding="utf-8")
        with pytest.raises(FolderTaken, match="--force"):
            write_pack(made(tmp_path), folder)
        assert load_pack(folder).digest == old.digest
        new = write_pack(made(tmp_path), folder, force=True)
        assert load_pack(folder).digest == new.digest != old.digest
        assert "proxies/jobseeker-into-work.yaml" not in contents(folder)
        assert contents(folder)["minutes.md"] == b"Agreed."

    def test_a_file_is_not_a_folder(self, tmp_path: Path) -> None:
        (tmp_path / "pack").write_text("", encoding="utf-8")
        with pytest.raises(FolderTaken, match="is a file"):
            write_pack(made(tmp_path), tmp_path / "pack")

    def test_the_page_beside_it_shows_words_letter_by_letter(self, tmp_path: Path) -> None:
        wish = {
            "measure": "work.unemployed-into-work",
            "name": "<script>alert(1)</script> _hired_",
            "why": "Agreed.\n\n# By `all` of us",
        }
        objective = {**CHOICES["objectives"][0], "name": "- [More](http://x) & *better* snake_case work"}
        write_pack(made(tmp_path, measures=[wish], objectives=[objective]), tmp_path / "pack")
        page = (tmp_path / "pack" / "README.md").read_text(encoding="utf-8")
        assert r"## \- \[More\](http://x) & \*better\* snake_case work" in page
        assert r"- **\<script\>alert(1)\</script\> \_hired\_ (" in page
        assert r". Agreed. # By \`all\` of us" in page

    def test_the_page_beside_it_tells_reasons_and_attributions(self, tmp_path: Path) -> None:
        wish = {"measure": "work.unemployed-into-work", "name": "Somebody hired", "small_suppliers": True}
        target = {"quantity": 20, "by": "2027-03-31"}
        page = pack_files(made(tmp_path, measures=[{**wish, "target": target}]))["README.md"].decode()
        assert "## More and better work" in page
        assert "**Somebody hired (Unemployed resident into sustained work)**" in page
        assert "Target: 20 by 2027-03-31. Asked of small suppliers too." in page
        assert "Contains made-up information of the Ministry of Examples." in page
        assert str(OPEN.attribution) in page


LOCAL_TEXT: dict[str, Any] = {
    **LOCAL,
    "proxies": [
        {**LOCAL["proxies"][0], "values": [{"lane": "economic", "amount": 9000, "price_year": "2012/13"}]}  # type: ignore[index]
    ],
}


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(chance=st.randoms(use_true_random=False))
def test_the_order_of_keys_does_not_matter(tmp_path_factory: pytest.TempPathFactory, chance: random.Random) -> None:
    def shuffled(value: Any) -> Any:
        if isinstance(value, Mapping):
            keys = list(value)
            chance.shuffle(keys)
            return {key: shuffled(value[key]) for key in keys}
        return [shuffled(inner) for inner in value] if isinstance(value, list) else value

    folder = tmp_path_factory.mktemp("choices")
    wishes = [{"measure": "economy.vcse-spend", "objectives": ["work"], "name": "Bought from charities"}]
    chance.shuffle(wishes)
    written = {**CHOICES, "measures": wishes, "weights": "needs"}
    files = []
    for name, content in (("one", written), ("two", shuffled(written))):
        (folder / name).write_text(yaml.safe_dump(content, sort_keys=False), encoding="utf-8")
        found, problems = choices_of(read_document(folder / name, name))
        assert found is not None, problems
        files.append(pack_files(tailor(found, OPEN, needs())))
    assert files[0] == files[1]


def test_the_order_of_wishes_does_not_matter() -> None:
    wishes = [{"measure": "economy.vcse-spend", "objectives": ["work"]}, {"measure": "work.person-into-job"}]
    one, two = (pack_files(tailor(choices(measures=listed), OPEN, needs())) for listed in (wishes, wishes[::-1]))
    assert one == two


@settings(max_examples=25)
@given(
    scores=st.dictionaries(st.sampled_from(sorted(OPEN.outcomes)), st.integers(0, 100).map(float), max_size=20),
    cap=st.integers(1, 12),
)
def test_a_tailored_method_serves_every_objective_below_its_cap_or_is_refused(
    scores: dict[str, float | None], cap: int
) -> None:
    if cap < len(CHOICES["objectives"]):
        with pytest.raises(ChoicesError, match="one measure for each objective are 3"):
            tailor(choices(cap=cap), OPEN, needs(scores))
        return
    tailoring = tailor(choices(cap=cap), OPEN, needs(scores)).tailoring
    assert len(tailoring.measures) <= cap
    assert all(tailoring.serving(objective.id) for objective in tailoring.objectives)
    assert sorted(chosen.rank for chosen in tailoring.measures) == list(range(1, len(tailoring.measures) + 1))


class TestPounds:
    LEDGERS = tuple(sorted(EXAMPLE.parent.glob("*.csv")))
    KEPT = ("C01", "E10", "W01", "W02", "W04", "W09", "W17", "W22")

    def tailored(self, folder: Path, **changed: Any) -> Pack:
        """The measures that the examples use and a price can be put on, some of them under local names."""
        wishes = [
            {"measure": OPEN.measure(code).id, "objectives": ["work"], "name": f"Local name of {code}"}  # type: ignore[union-attr]
            for code in self.KEPT
        ]
        tailored = tailor(choices(cap=12, measures=wishes, **changed), OPEN, needs())
        return write_pack(tailored, folder)

    def lines(self, pack: Pack) -> dict[str, dict[str, int]]:
        """The pence of each lane of each entry that the method values."""
        valued = state(check(self.LEDGERS, pack), Question(accept_valid=True)).valued
        assert valued is not None
        frame = valued.collect()
        lanes = [name for name in frame.columns if name.endswith("_pence")]
        return {row["entry"]: {lane: row[lane] for lane in lanes if row[lane]} for row in frame.iter_rows(named=True)}

    def test_the_pence_are_the_parents(self, tmp_path: Path) -> None:
        """Kept measures under other names: every lane of every entry as in the parent, to the penny."""
        here, there = self.lines(self.tailored(tmp_path / "pack")), self.lines(OPEN)
        assert len(self.LEDGERS) == 3
        assert 5 < len(here) < len(there)
        assert sum(bool(lanes) for lanes in here.values()) > 5
        assert here == {entry: there[entry] for entry in here}

    def test_weights_change_no_penny(self, tmp_path: Path) -> None:
        weights = [{"outcome": "good-work", "weight": 3, "why": "Thrice."}]
        plain = self.tailored(tmp_path / "plain")
        weighted = self.tailored(tmp_path / "weighted", weights=weights)
        assert weighted.tailoring is not None
        assert weighted.tailoring.weights
        assert self.lines(weighted) == self.lines(plain)

    def test_an_entry_on_a_measure_that_is_left_out_is_told_where_it_is(self, tmp_path: Path) -> None:
        problems = check(self.LEDGERS, self.tailored(tmp_path / "pack")).problems
        told = {problem.message for problem in problems if problem.rule == "unknown-measure"}
        assert "The method anyshire@1 leaves out the measure 'C43', which commonweal-open@2026.1 has." in told
        remedies = {problem.remedy for problem in problems if problem.rule == "unknown-measure"}
        assert remedies == {"Use a measure that this edition keeps, or value the entry by commonweal-open@2026.1."}

    @pytest.mark.parametrize(
        "written", ["Local name of W01", "Unemployed resident into sustained work", "W01 · Local name of W01", "w01"]
    )
    def test_a_measure_is_read_by_its_local_name_and_by_the_parents(self, tmp_path: Path, written: str) -> None:
        ledger = tmp_path / "ledger.csv"
        row = f"e1,Anyshire,{written},2,2025-12-31,delivered"
        ledger.write_text(f"entry,organisation,measure,quantity,period_end,stage\n{row}\n", encoding="utf-8")
        entries, problems = read_entries([ledger], self.tailored(tmp_path / "pack"))
        assert problems == []
        assert entries.collect()["measure"].to_list() == ["work.unemployed-into-work"]


class TestTheExample:
    def test_it_is_made_again_byte_for_byte(self, tmp_path: Path) -> None:
        prepared, problems = prepare(EXAMPLE / "choices.yaml", EXAMPLE)
        assert prepared is not None, problems
        write_pack(tailor(prepared.choices, prepared.parent, prepared.record), tmp_path / "pack")
        assert contents(tmp_path / "pack") == contents(EXAMPLE / "pack")

    def test_it_has_twenty_measures_for_the_six_objectives(self) -> None:
        pack = load_pack(EXAMPLE / "pack")
        assert pack.tailoring is not None
        assert len(pack.measures) == 20
        assert [objective.name for objective in pack.tailoring.objectives] == [
            "Create more jobs for local people",
            "Prioritise better health and wellbeing",
            "Focus on equality, diversity and inclusion",
            "Reduce impact on the environment",
            "Support with meaningful training and upskilling",
            "Help communities, groups and charities",
        ]
        assert all(objective.source for objective in pack.tailoring.objectives)
        assert all(chosen.why for chosen in pack.tailoring.measures)

    def test_every_figure_in_it_has_a_source_an_edition_and_a_licence(self) -> None:
        record = read_analysis(EXAMPLE / "pack" / "needs.json")
        assert record.area.code == "E06000047"
        assert record.area.small_areas == 330
        assert record.indicators
        for indicator in record.indicators:
            source = indicator.source
            assert source.title and source.edition and source.licence and source.url and source.attribution

    def test_it_holds_no_rows_of_the_sources(self) -> None:
        """Of single neighbourhoods it names the worst for an indicator, and nothing else."""
        record = read_analysis(EXAMPLE / "needs.json").as_record()
        for indicator in record["indicators"]:
            indicator["spread"] = None
        assert "E0102" not in str(record)

    def test_it_says_that_it_is_ours(self) -> None:
        assert "not the County Durham Pound's own" in load_pack(EXAMPLE / "pack").header.title
