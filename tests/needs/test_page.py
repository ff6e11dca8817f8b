"""The page of a needs analysis: complete in itself, sound as a document, and honest about what is missing."""

from __future__ import annotations

import re
from collections import Counter
from html.parser import HTMLParser
from itertools import pairwise
from typing import Any

import pytest

from commonweal.charts import note_of
from commonweal.needs.charts import indicators_chart, need_map, priorities_chart
from commonweal.needs.page import figure, page, percent, signed
from tests.needs.record_of_anyshire import SOURCE, indicator, priority, record
from tests.needs.test_charts import INCOME, areas

HOSTILE = "Income <script>alert('x')</script> & \"quotes\""
VOID = {"meta", "link", "br", "img", "input", "hr"}
EVIDENCE = {
    "title": "The board of Anyshire",
    "digest": "c" * 64,
    "entries": [
        {
            "kind": "indicator",
            "outcome": "safer-communities",
            "points": 80,
            "weight": 2,
            "title": "Residents' survey",
            "source": "Anyshire Council",
            "date": "2026-03-01",
            "reason": "Of 400 answers 320 were afraid at night.",
        },
        {
            "kind": "weight",
            "outcome": "good-work",
            "times": 1.5,
            "reason": "It comes first.",
            "who": "The board",
            "date": "2026-04-02",
        },
    ],
    "priorities": [
        {
            "outcome": "safer-communities",
            "name": "Safer communities",
            "theme": "community",
            "score": 56.3,
            "rank": 1,
            "official_score": 32.5,
            "official_rank": 2,
            "because": [],
            "times": 1.0,
            "reason": None,
        }
    ],
}


class Outline(HTMLParser):
    """Headings, tables, ids, links and text of a page; fails where tags do not match."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.headings: list[str] = []
        self.tags: Counter[str] = Counter()
        self.attributes: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(html)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] += 1
        self.attributes.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] += 1

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if not {"style", "svg"} & set(self.open):
            self.text += f"{data} "

    def of(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.attributes if name == tag]


def whole_record() -> dict[str, Any]:
    hostile = indicator("income", name=HOSTILE, sentence=f"{HOSTILE} is worse than in 247 places.")
    silent = indicator("silent", value=None, benchmark=None, gap_sd=None, rank=None, of=None, worst_tenth=None)
    return record(indicators=[hostile, indicator("crime", gap_sd=-0.4, rank=200), silent], local_evidence=EVIDENCE)


@pytest.fixture(scope="module")
def html() -> str:
    whole = whole_record()
    maps = {INCOME: need_map(whole, areas(), INCOME)}
    return page(whole, {"priorities": priorities_chart(whole), "indicators": indicators_chart(whole), **maps})


def test_the_page_is_sound_and_in_british_english(html: str) -> None:
    outline = Outline(html)
    assert html.startswith("<!doctype html>")
    assert outline.of("html") == [{"lang": "en-GB"}]
    assert (outline.tags["main"], outline.tags["h1"], outline.tags["title"]) == (1, 1, 1 + 3)


def test_headings_never_skip_a_level(html: str) -> None:
    levels = [int(heading[1]) for heading in Outline(html).headings]
    assert levels[0] == 1
    assert all(later <= earlier + 1 for earlier, later in pairwise(levels))


def test_every_table_has_a_caption_and_every_heading_cell_a_scope(html: str) -> None:
    outline = Outline(html)
    assert outline.tags["table"] == outline.tags["caption"] == 7
    assert html.count("Scroll the table sideways") == 4
    assert all(cell.get("scope") in ("col", "row") for cell in outline.of("th"))
    regions = [region for region in outline.of("div") if region.get("role") == "region"]
    assert len(regions) == 7
    assert all(region.get("aria-label") and region.get("tabindex") == "0" for region in regions)


def test_links_inside_the_page_lead_somewhere_and_ids_are_unique(html: str) -> None:
    outline = Outline(html)
    ids = [attributes["id"] for _, attributes in outline.attributes if "id" in attributes]
    assert len(ids) == len(set(ids))
    inside = {str(link["href"])[1:] for link in outline.of("a") if str(link["href"]).startswith("#")}
    assert "main" in inside
    assert inside <= set(ids)


def test_the_page_asks_for_nothing_from_elsewhere_and_runs_nothing(html: str) -> None:
    outline = Outline(html)
    assert not {"script", "link", "img", "iframe", "object"} & set(outline.tags)
    assert not re.search(r"@import|url\(", html)
    assert not re.search(r"\son[a-z]+=", html)


def test_what_people_wrote_is_shown_and_never_run(html: str) -> None:
    assert "<script" not in html
    assert HOSTILE in Outline(html).text


def test_the_finding_comes_first_and_every_figure_has_its_source(html: str) -> None:
    text = " ".join(Outline(html).text.split())
    assert text.index("worse than in 247 places") < text.index("What stands out")
    assert text.count("Source: Indices of Make-Believe (2025).") == 3 + 2  # three indicators, two charts
    assert "Licence: Open Government Licence v3.0" in text
    assert "Contains made-up information of the Ministry of Examples." in text
    assert "Read from made-up.csv on 2 January 2026, SHA-256 0000000000000000…" in text


def test_what_is_missing_is_told_and_never_nought(html: str) -> None:
    text = " ".join(Outline(html).text.split())
    assert "Silent deprivation: no value for Anyshire." in text
    assert "Nature: Silent." in text
    assert (figure(None), percent(None), signed(None)) == ("not known", "not known", "not known")


def test_local_evidence_stands_apart_from_official_figures(html: str) -> None:
    official, local = html.split('<h2 id="local">')
    assert "Residents&#39; survey" not in official
    assert "Residents&#39; survey, 80 points, weight 2" in local
    assert "is counted 1.5 times: It comes first. (The board, 2 April 2026)" in local
    assert "56.3" not in official
    without = page(record(), {})
    assert "Local evidence" not in without


def test_the_figures_of_a_map_stand_beneath_it(html: str) -> None:
    assert "<summary>The figures of the map as a table</summary>" in html
    assert "tenth 7; 3 score; rank 7,000" in html


def test_the_source_of_a_benchmark_is_among_the_sources() -> None:
    spread = {**SOURCE, "id": "made-up-spread-2025", "title": "How Make-Believe Spreads"}
    told = record(indicators=[indicator("income", benchmark_source=spread)])
    assert "How Make-Believe Spreads (2025)" in Outline(page(told, {})).text
    assert "How Make-Believe Spreads (2025)" in " ".join(note_of(indicators_chart(told)))


def test_a_record_with_little_in_it_still_makes_a_sound_page() -> None:
    bare = record(
        indicators=[], priorities=[], robustness=None, method=None, links=None, similar=[], notes=[], attribution=[]
    )
    text = " ".join(Outline(page(bare, {})).text.split())
    assert "No indicator has a rank here." in text
    assert "Nothing is missing." in text


def test_the_weights_and_the_reasons_of_an_outcome_are_shown() -> None:
    missing = [{"indicator": "other.jobs", "name": "Jobs", "weight": 1, "reason": "no figure is held"}]
    text = " ".join(Outline(page(record(priorities=[priority("good-work", missing=missing)]), {})).text.split())
    assert "Income deprivation . Work is the surest way out of low income. 49 of 296 83.7 2" in text
    assert "Jobs: no figure is held" in text


def test_gaps_over_neighbourhoods_have_a_table_of_their_own() -> None:
    beside = indicator("air", gap_sd=2.5, gap_over="neighbourhoods", rank=None, of=None)
    html = page(record(indicators=[indicator("income"), beside]), {})
    among_areas, apart = html.split('<h2 id="indicators">')[1].split("<h3>In words")[0].split("<h3>Beside England")
    assert "+0.90" in among_areas
    assert "+2.50" not in among_areas
    assert "+2.50" in apart


def test_the_sources_of_the_place_are_among_the_sources() -> None:
    sources = page(record(), {}).split('<h2 id="sources">')[1]
    for title in ("People of Make-Believe", "Where Make-Believe Lies", "Lines of Make-Believe"):
        assert title in sources
    assert "Contains map data © the Ministry of Lines." in sources


def test_outcomes_without_points_in_either_view_take_one_line() -> None:
    silent = {**EVIDENCE["priorities"][0], "score": None, "official_score": None, "rank": None, "official_rank": None}
    rows = [*EVIDENCE["priorities"], *({**silent, "name": name} for name in ("Trust", "Nature"))]
    html = page(record(local_evidence={**EVIDENCE, "priorities": rows}), {})
    assert "Without points in either view: Trust; Nature." in html
    assert '<th scope="row">Trust</th>' not in html


@pytest.mark.parametrize(
    ("number", "text"), [(28.808, "28.808"), (33_755.0, "33,755"), (-0.5, "−0.5"), (0.0, "0"), (0.16969, "0.1697")]
)
def test_figures_are_written_as_people_read_them(number: float, text: str) -> None:
    assert figure(number) == text
