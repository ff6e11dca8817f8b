"""Charts as files: each kind, complete in itself, and heard as well as seen."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree
from pathlib import Path
from typing import Any

import pytest

from commonweal.charts import Bar, CannotWriteChart, can_write, note_of, ranked_bars, svg_of, write_chart
from commonweal.charts.frame import source_note

HOSTILE = 'Tom & "Jerry" <script>alert(1)</script>'


@pytest.fixture(scope="module")
def chart() -> Any:
    return ranked_bars(
        [Bar(HOSTILE, 2.0, "2 points")],
        title=f"The finding of {HOSTILE}",
        subtitle="What is shown",
        note="Source: nobody.",
        axis="Points",
        heading="Name",
    )


def test_an_svg_is_one_picture_with_a_title_and_a_description(chart: Any, tmp_path: Path) -> None:
    write_chart(chart, tmp_path / "chart.svg")
    root = ElementTree.parse(tmp_path / "chart.svg").getroot()
    space = "{http://www.w3.org/2000/svg}"
    assert root.get("role") == "img"
    assert root[0].tag == f"{space}title"
    assert root[0].text == f"The finding of {HOSTILE}"
    assert root[1].tag == f"{space}desc"
    assert (root[1].text or "").startswith("Bar chart of 1 values: Points.")
    assert not [element for element in root.iter() if element is not root and element.get("role")]


def test_a_png_is_drawn_at_three_times_its_size(chart: Any, tmp_path: Path) -> None:
    write_chart(chart, tmp_path / "chart.PNG")
    content = (tmp_path / "chart.PNG").read_bytes()
    assert content.startswith(b"\x89PNG")
    width = re.search(r'width="(\d+)"', svg_of(chart))
    assert width is not None
    assert int.from_bytes(content[16:20], "big") == 3 * int(width[1])


def test_a_page_needs_no_network_and_has_its_table(chart: Any, tmp_path: Path) -> None:
    write_chart(chart, tmp_path / "chart.html")
    page = (tmp_path / "chart.html").read_text(encoding="utf-8")
    assert page.startswith('<!doctype html>\n<html lang="en-GB">')
    assert not re.search(r"""<(script|link|img)[^>]+(src|href)=["'](https?:)?//""", page)
    assert '<th scope="col">Name</th>' in page
    assert (
        '<th scope="row">Tom &amp; &quot;Jerry&quot; &lt;script&gt;alert(1)&lt;/script&gt;</th><td>2 points</td>'
        in page
    )


def test_what_people_wrote_never_becomes_a_script(chart: Any, tmp_path: Path) -> None:
    write_chart(chart, tmp_path / "chart.html")
    assert "<script>alert(1)" not in (tmp_path / "chart.html").read_text(encoding="utf-8")


def test_another_ending_is_refused_in_one_sentence(chart: Any, tmp_path: Path) -> None:
    with pytest.raises(CannotWriteChart, match=r"^A chart is written as \.svg, \.png, \.html: give chart\.pdf one"):
        write_chart(chart, tmp_path / "chart.pdf")
    assert not list(tmp_path.iterdir())
    can_write(tmp_path / "chart.svg")


def test_on_a_page_the_sources_stand_beneath_the_picture_as_words(chart: Any, tmp_path: Path) -> None:
    write_chart(chart, tmp_path / "chart.html")
    page = (tmp_path / "chart.html").read_text(encoding="utf-8")
    assert note_of(chart) == ["Source: nobody."]
    assert "Source: nobody." in svg_of(chart)
    assert "Source: nobody." not in svg_of(chart, with_note=False)
    assert "<figcaption>Source: nobody.</figcaption>" in page
    assert page.index("scroll it sideways") < page.index('role="region"')


def test_the_same_chart_is_the_same_file(chart: Any) -> None:
    assert svg_of(chart) == svg_of(chart)


def test_a_note_says_each_sentence_once() -> None:
    note = source_note(["A (2025)", "B (2024)", "A (2025)"], ["Licensed so. The office.", "Licensed so. Another."])
    assert note == "Source: A (2025); B (2024).\nLicensed so. The office. Another."
