"""Everything that is wrong with a pack is told in one run, each fault with its file, its line and a remedy."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commonweal.method import PackError, load_pack, read_pack
from commonweal.problems import Problem
from tests.conftest import WritePack
from tests.minimal_pack import HEADER, MEASURE, PROXY, SOURCE, THEMES

PROXY_LINES = """\
id: test-proxy
title: A proxy for tests
source: test-source
where: Table 1
status: seen-primary
grade: B
values:
  - {lane: economic, amount: 1000, price_year: 2024}
"""


def told(folder: Path) -> list[tuple[str, str | None, int | None, str]]:
    """Rule, file, line and message of every problem."""
    return [(problem.rule, problem.file, problem.row, problem.message) for problem in read_pack(folder)[1]]


def the_problem(folder: Path) -> Problem:
    pack, problems = read_pack(folder)
    assert len(problems) == 1, problems
    assert (pack is None) == problems[0].is_error
    return problems[0]


def test_a_pack_without_faults_has_none(write_pack: WritePack, tmp_path: Path) -> None:
    pack, problems = read_pack(write_pack(tmp_path))
    assert problems == []
    assert pack is not None
    assert list(pack.measures) == ["work.test"]


def test_five_faults_in_four_files_are_told_in_one_run(write_pack: WritePack, tmp_path: Path) -> None:
    misplaced_key = PROXY_LINES.replace("grade: B\n", "grade: B\namount: 1000\n")
    repeated_key = PROXY_LINES.replace("test-proxy", "second").replace("grade: B\n", "grade: B\ngrade: C\n")
    missing_source = PROXY_LINES.replace("test-proxy", "third").replace("test-source", "hearsay")
    no_price_year = "  - {lane: fiscal, amount: 566}\n"
    overlapping = """\
  - {lane: social, amount: 1, price_year: 2024, valid_to: 2025-03-31}
  - {lane: social, amount: 2, price_year: 2024, valid_from: 2025-03-31}
"""
    folder = write_pack(
        tmp_path,
        measures={"work.test": {"proxies": ["test-proxy", "second", "third", "fourth"]}},
        files={
            "proxies/test-proxy.yaml": misplaced_key,
            "proxies/second.yaml": repeated_key,
            "proxies/third.yaml": missing_source,
            "proxies/fourth.yaml": PROXY_LINES.replace("test-proxy", "fourth") + no_price_year + overlapping,
        },
    )
    assert told(folder) == [
        ("price-year-missing", "proxies/fourth.yaml", 9, "An amount stands without a price year."),
        (
            "overlapping-validity",
            "proxies/fourth.yaml",
            11,
            "This value holds on the same days as the one on line 10 (lane social).",
        ),
        (
            "repeated-key",
            "proxies/second.yaml",
            7,
            "The key 'grade' is repeated; it was first written on line 6.",
        ),
        ("unknown-key", "proxies/test-proxy.yaml", 7, "The key 'amount' is not known here."),
        ("missing-source", "proxies/third.yaml", 3, "There is no source 'hearsay'."),
    ]
    with pytest.raises(PackError) as refused:
        load_pack(folder)
    assert len(refused.value.problems) == 5
    assert "cannot be used; it has 5 error(s): proxies/fourth.yaml, line 9" in str(refused.value)
    assert all(problem.remedy.endswith((".", "?")) for problem in refused.value.problems)


def proxy(*values: dict[str, Any], **own: Any) -> dict[str, Any]:
    """Arguments of a pack with one proxy that has these values."""
    return {"proxies": {"test-proxy": {**({"values": list(values)} if values else {}), **own}}}


def measure(**own: Any) -> dict[str, Any]:
    return {"measures": {"work.test": own}}


def value(**own: Any) -> dict[str, Any]:
    return {"lane": "social", "amount": 1000, "price_year": 2024, **own}


def series(**own: Any) -> dict[str, Any]:
    return {"lane": "social", "series": {"price_year": 2022, "values": {2025: 10, 2026: 20}, **own}}


@pytest.mark.parametrize(
    ("change", "rule", "column", "part"),
    [
        (proxy(source="x"), "missing-source", "source", "There is no source 'x'"),
        (proxy(schedule="x"), "missing-schedule", "schedule", "There is no schedule 'x'"),
        (proxy(draw_with="x"), "missing-draw_with", "draw_with", "There is no draw_with 'x'"),
        (measure(outcome="x"), "missing-outcome", "outcome", "There is no outcome 'x'"),
        (measure(proxies=["test-proxy", "x"]), "missing-proxy", "proxies.1", "There is no proxy 'x'"),
        (measure(proxies=[]), "idle-proxy", "id", "No measure uses the proxy 'test-proxy'"),
        (measure(proxies=["test-proxy"] * 2), "repeated-id", "proxies.1", "'test-proxy' is repeated (proxies)"),
        (measure(aggregation="latest"), "aggregation", "aggregation", "its aggregation is 'latest'"),
        (measure(rules=["fte-year"]), "unknown-rule", "rules.0", "There is no counting rule 'fte-year'"),
        (
            measure(rules=["cumulative", "fte-years"]),
            "unknown-rule",
            "rules.1",
            "needs the inputs it checks: fte, years",
        ),
        (
            measure(rules=[{"not-beside": ["work.test", ["x"]]}]),
            "unknown-rule",
            "rules.0",
            "no measure of this pack: ['x']",
        ),
        (
            measure(inputs=[{"id": "a", "label": "A", "unit": "a"}] * 2),
            "repeated-id",
            "inputs.1.id",
            "'a' is repeated (id)",
        ),
        ({"header": {"price_base": 2030}}, "price-base", "price_base", "2030 is not in the index, which runs to 2024"),
        (
            {"header": {"discounting": {"schedule": "x", "first_year": "discounted"}}},
            "missing-schedule",
            "discounting.schedule",
            "There is no schedule 'x'",
        ),
        ({"header": {"deflator_source": "x"}}, "missing-deflator_source", "deflator_source", "no deflator_source 'x'"),
        (proxy(value(price_year=None)), "price-year-missing", "values.0", "without a price year"),
        (proxy(value(price_year="2012/14")), "price-year", "values.0.price_year", "two years that follow each other"),
        (proxy(value(price_year="last year")), "price-year", "values.0.price_year", "is not a financial year"),
        (proxy(value(price_year=Decimal("2012.5"))), "price-year", "values.0.price_year", "2012.5 is not a price year"),
        (proxy(value(price_year=True)), "price-year", "values.0.price_year", "True is not a price year"),
        (proxy(value(price_year=2011)), "price-year", "values.0.price_year", "The index has no value for 2011"),
        (proxy(value(price_year="2010/11")), "price-year", "values.0.price_year", "The index has no value for 2011"),
        (proxy(value(price_year="2016/17")), "price-year", "values.0.price_year", "no value for 2016 and 2017"),
        (
            proxy(value(price_year="nominal")),
            "price-year",
            "values.0.price_year",
            "A benefit (lane social) cannot be nominal",
        ),
        (proxy(series(price_year="nominal")), "price-year", "values.0.series.price_year", "cannot be nominal"),
        (proxy(series(price_year=2030)), "price-year", "values.0.series.price_year", "The index has no value for 2030"),
        (proxy(value(low=1001)), "low-high", "values.0.amount", "not in order: 1001, 1000"),
        (proxy(value(high=999)), "low-high", "values.0.amount", "not in order: 1000, 999"),
        (proxy(value(amount=-5, low=-4)), "low-high", "values.0.amount", "not in order: -4, -5"),
        (proxy(series(low={2025: 11, 2026: 1})), "low-high", "values.0.series.values.2025", "not in order: 11, 10"),
        (proxy(series(high={2026: 19})), "low-high", "values.0.series.values.2026", "not in order: 20, 19"),
        (proxy(series(low={2024: 1})), "low-high", "values.0.series.low.2024", "has a low for 2024 but no value"),
        (proxy(series(high={2027: 99})), "low-high", "values.0.series.high.2027", "has a high for 2027 but no value"),
        ({"proxies": {"test-proxy": {"values": [1000]}}}, "wrong-value", "values.0", "it must be keys and values"),
        (proxy(value(valid_from="1 April")), "wrong-value", "values.0.valid_from", "it must be a date"),
        (
            proxy({"lane": "social", "series": {"price_year": 2024, "values": 5}}),
            "wrong-value",
            "values.0.series.values",
            "keys and values",
        ),
        (
            proxy(value(valid_from="2025-04-01", valid_to="2025-03-31")),
            "validity",
            "values.0.valid_to",
            "valid_to (2025-03-31) is before valid_from (2025-04-01)",
        ),
        (proxy(value(), value()), "overlapping-validity", "values.1", "the one on line 8 (lane social)"),
        (
            proxy(value(valid_to="2025-03-31"), value(valid_from="2025-03-31")),
            "overlapping-validity",
            "values.1",
            "holds on the same days",
        ),
        (
            proxy(value(valid_from="2025-04-01"), value(valid_to="2025-04-01")),
            "overlapping-validity",
            "values.1",
            "holds on the same days",
        ),
        (
            proxy(value(place="E06000047"), value(), value(place="E06000047", valid_from="2030-01-01")),
            "overlapping-validity",
            "values.2",
            "holds on the same days",
        ),
        (
            {"files": {"proxies/copy.yaml": PROXY_LINES}},
            "repeated-id",
            "id",
            "it stands first in proxies/copy.yaml, line 1",
        ),
        ({"files": {"proxies/extra.yml": "x"}}, "stray-file", None, "not a part of a pack"),
        ({"files": {"notes/Prices.CSV": "x"}}, "stray-file", None, "not a part of a pack"),
        ({"files": {"proxies/upper.YAML": "x"}}, "stray-file", None, "not a part of a pack"),
        ({"files": {"proxy.yaml": "x"}}, "stray-file", None, "not a part of a pack"),
        ({"files": {"indices/cpi.csv": "x"}}, "stray-file", None, "not a part of a pack"),
    ],
)
def test_one_fault_is_told_once_and_on_its_place(
    write_pack: WritePack, tmp_path: Path, change: dict[str, Any], rule: str, column: str | None, part: str
) -> None:
    problem = the_problem(write_pack(tmp_path, **change))
    assert (problem.rule, problem.column, problem.severity) == (rule, column, "error")
    assert part in problem.message
    assert problem.remedy.endswith(".")
    assert problem.file is not None


@pytest.mark.parametrize(
    "change",
    [
        proxy(value(valid_to="2025-03-31"), value(valid_from="2025-04-01")),
        proxy(value(), value(place="E06000047")),
        proxy(value(), value(lane="fiscal")),
        proxy(value(low=1000, high=1000)),
        proxy(value(valid_from="2025-04-01", valid_to="2025-04-01")),
        proxy(value(lane="local", price_year="nominal"), value(lane="input", price_year="nominal")),
        proxy(value(price_year="2019/20")),
        proxy(series(low={2025: 1}, high={2026: 99})),
        proxy(draw_with="test-proxy"),
        measure(aggregation="sum", rules=[{"exclusive": "employment"}, {"not-beside": ["work.test"]}]),
        {"files": {"README.md": "notes", "proxies/notes.txt": "notes", "LICENCE": "words"}},
    ],
)
def test_what_a_pack_may_say(write_pack: WritePack, tmp_path: Path, change: dict[str, Any]) -> None:
    assert told(write_pack(tmp_path, **change)) == []


def test_a_priced_measure_that_is_silent_about_additionality_is_warned(write_pack: WritePack, tmp_path: Path) -> None:
    text = "id: work.quiet\nname: Quiet\noutcome: good-work\ndefinition: x\nunit: each\naggregation: sum\n"
    folder = write_pack(tmp_path, files={"measures/quiet.yaml": text + "proxies: [test-proxy]\n"})
    problem = the_problem(folder)
    assert (problem.rule, problem.severity, problem.file) == ("additionality", "warning", "measures/quiet.yaml")
    local = {"values": [{"lane": "local", "amount": 1, "price_year": "nominal"}]}
    shown_only = write_pack(
        tmp_path, proxies={"test-proxy": local}, files={"measures/quiet.yaml": text + "proxies: [test-proxy]\n"}
    )
    assert told(shown_only) == [], "nothing is taken off what is not a benefit"


def test_a_source_that_nothing_cites_is_warned(write_pack: WritePack, tmp_path: Path) -> None:
    sources = {"unread": {}, "of-the-index": {}}
    problem = the_problem(write_pack(tmp_path, sources=sources, header={"deflator_source": "of-the-index"}))
    assert (problem.rule, problem.severity, problem.column) == ("idle-source", "warning", "unread")
    assert problem.row == 8


def test_names_stand_once_in_any_case_of_letters(write_pack: WritePack, tmp_path: Path) -> None:
    measures = {"work.a": {"code": "W01"}, "work.b": {"code": "w01"}, "work.c": {"code": 7}, "work.d": {"code": "7"}}
    found = told(write_pack(tmp_path, measures=measures))
    assert [(rule, file) for rule, file, _, _ in found] == [
        ("repeated-id", "measures/work/b.yaml"),
        ("repeated-id", "measures/work/d.yaml"),
    ]
    assert "'w01' is repeated (code); it stands first in measures/work/a.yaml, line 16." in found[0][3]


def test_themes_and_outcomes_stand_once(write_pack: WritePack, tmp_path: Path) -> None:
    themes = """\
- id: work
  name: Work
  outcomes: [{id: good-work, name: A}]
- id: work
  name: Work again
  outcomes:
    - {id: other, name: B}
    - {id: good-work, name: C}
"""
    found = told(write_pack(tmp_path, files={"themes.yaml": themes}))
    assert [(rule, row) for rule, _, row, _ in found] == [("repeated-id", 4), ("repeated-id", 8)]


def test_a_form_that_cannot_be_read_hides_nothing_else(write_pack: WritePack, tmp_path: Path) -> None:
    files = {"proxies/test-proxy.yaml": "id: [broken\n", "sources.yaml": "- not by name\n"}
    found = {(rule, file) for rule, file, _, _ in told(write_pack(tmp_path, files=files))}
    assert found == {
        ("yaml-syntax", "proxies/test-proxy.yaml"),
        ("missing-proxy", "measures/work/test.yaml"),
        ("shape", "sources.yaml"),
        ("missing-source", "schedules/green-book.yaml"),
    }


@pytest.mark.parametrize(
    "junk", ["", "- a\n", "word\n", "5\n", "{}\n", "a: {b: [c]}\n", "[[[]]]\n", "\t\n", "id: [1]\n", "null\n"]
)
@pytest.mark.parametrize(
    "file", ["pack.yaml", "themes.yaml", "sources.yaml", "schedules/s.yaml", "proxies/p.yaml", "measures/m.yaml"]
)
def test_any_file_may_hold_rubbish(write_pack: WritePack, tmp_path: Path, file: str, junk: str) -> None:
    pack, problems = read_pack(write_pack(tmp_path, files={file: junk}))
    assert pack is None
    assert any(problem.is_error for problem in problems)
    assert all(problem.file for problem in problems)


RUBBISH = st.recursive(
    st.none() | st.booleans() | st.integers(-9999, 9999) | st.sampled_from(["", "x", "sum", "nominal", "2012/13"]),
    lambda inner: (
        st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(["id", "lane", "x"]), inner, max_size=2)
    ),
    max_leaves=5,
)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_value_may_be_rubbish(
    write_pack: WritePack, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    """Wherever one value is replaced by any other, reading answers with problems or a pack, never a traceback."""
    form = data.draw(st.sampled_from(["header", "proxies", "measures", "sources"]))
    usual = {"header": HEADER, "proxies": PROXY, "measures": MEASURE, "sources": SOURCE}[form]
    extra = {"proxies": ["schedule", "draw_with"], "measures": ["inputs", "rules", "benefit", "proxies", "code"]}
    key = data.draw(st.sampled_from([*usual, *extra.get(form, []), "unheard-of"]))
    own = {key: data.draw(RUBBISH)}
    if form == "proxies" and data.draw(st.booleans()):
        keys = ["lane", "amount", "series", "price_year", "low", "high", "place", "valid_from", "valid_to"]
        own = {"values": [{**PROXY["values"][0], data.draw(st.sampled_from(keys)): data.draw(RUBBISH)}] * 2}
    name = {"proxies": "test-proxy", "measures": "work.test", "sources": "test-source"}.get(form)
    folder = write_pack(tmp_path_factory.mktemp("pack"), **{form: {name: own} if name else own})
    pack, problems = read_pack(folder)
    assert (pack is None) == any(problem.is_error for problem in problems)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(themes=RUBBISH)
def test_any_themes_may_be_rubbish(
    write_pack: WritePack, tmp_path_factory: pytest.TempPathFactory, themes: Any
) -> None:
    written = [{**THEMES[0], "outcomes": themes}] if isinstance(themes, list) else themes
    folder = write_pack(tmp_path_factory.mktemp("pack"), files={"themes.yaml": json.dumps(written)})
    pack, problems = read_pack(folder)
    assert (pack is None) == any(problem.is_error for problem in problems)
