"""A page that asks: a title, perhaps some words, a few questions, one button. And what comes of the answer.

What an action refuses is said on the page, among the other errors, and loses nothing typed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render

from commonweal_web.core.errors import NotAllowed, Refused


@dataclass(frozen=True, slots=True)
class Asked:
    """What the page says around its questions; ``back`` is where it came from, and where Cancel leads."""

    title: str
    back: str
    button: str = "Save"
    caption: str = ""
    says: Sequence[str] = ()
    points: Sequence[str] = ()
    warns: str = ""
    kind: str = ""


def typed(request: HttpRequest) -> QueryDict | None:
    """What was sent, for the form to judge; nothing when the page was only opened."""
    return request.POST if request.method == "POST" else None


def accepted(form: BaseForm, act: Callable[[], object]) -> bool:
    """Whether the form was right and the action did it; what it refused stands among the form's errors.

    ``NotAllowed`` is raised further: no other answer would help.
    """
    if not form.is_valid():
        return False
    try:
        act()
    except NotAllowed:
        raise
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


def ask(request: HttpRequest, form: BaseForm, asked: Asked) -> HttpResponse:
    """The page. A question that a choice opens is drawn where the choice is."""
    opened = {name for field in form.fields.values() for name in getattr(field, "opens", {}).values()}
    questions = [form[name] for name in form.fields if name not in opened]
    return render(request, "core/ask.html", {"form": form, "asked": asked, "questions": questions})
