"""The order of the gallery: each example is a template whose lines are shown as its code."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parents[1] / "templates" / "design" / "gallery" / "examples"


@dataclass(frozen=True, slots=True)
class Example:
    """One part: the name of its template, its title, and what it is for."""

    name: str
    title: str
    about: str

    @property
    def template(self) -> str:
        """Where Django finds it."""
        return f"design/gallery/examples/{self.name}.html"

    @property
    def code(self) -> str:
        """Its lines, as a page would write them."""
        return (FOLDER / f"{self.name}.html").read_text(encoding="utf-8").removeprefix("{% load components %}").strip()


EXAMPLES = (
    Example(
        "type", "Type and figures", "Atkinson Hyperlegible Next. Figures that stand under one another have one width."
    ),
    Example("button", "Button", "One main button a page. A button says what it does."),
    Example("tag", "Tag", "A state in a word. Stage and assurance have shapes too, so nothing rests on colour."),
    Example("words", "Questions in words", "A page writes only the field; label, hint, error and ids come with it."),
    Example("words-wrong", "The same, with errors", "What was typed stays. The summary leads to each box."),
    Example(
        "figures", "Questions in figures", "Exact: pounds become whole pence, dates are read as people write them."
    ),
    Example("figures-wrong", "The same, with errors", "An error marks the box that is wrong, and says what to do."),
    Example("choices", "Questions by choosing", "A choice may explain itself, and may open one more question."),
    Example("choices-wrong", "The same, with errors", "The group carries the error."),
    Example("figure-card", "Figure", "A figure in pounds, to the penny, with its range and the way to its workings."),
    Example("chart", "Chart", "The finding is the title. The table and the file are beside it."),
    Example("table", "Table", "A caption that says what it is; a total closed by a double rule."),
    Example("summary-list", "Summary list", "What is known about one thing."),
    Example("task-list", "Task list", "What there is to do, and how far each is."),
    Example("tabs", "Tabs", "Views of one thing, each at its own address, so they need no script."),
    Example("filters", "What a list is narrowed by", "Each can be taken away by itself."),
    Example("pagination", "Pages of a list", "Keeps every filter of the address."),
    Example("timeline", "Timeline", "History in sentences, newest first, with the reasons that were given."),
    Example("files", "Files", "Each with where it stands: sent, sending, or refused and why."),
    Example("details", "Details", "More, for those who want it."),
    Example("inset", "Inset and warning", "What stands apart, and what must not be missed."),
    Example("notice", "Notice", "What happened just now, or what to know before reading on."),
    Example("confirmation", "Confirmation", "That it is done, and the reference to keep."),
    Example(
        "ways-back", "Breadcrumbs and back link", "Breadcrumbs in the ledger, a back link in a journey; never both."
    ),
)
