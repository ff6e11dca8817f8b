"""The gallery: every part in every state, and three whole pages made of them."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from commonweal_web.design.components import Link
from commonweal_web.design.gallery import contents
from commonweal_web.design.gallery.examples import EXAMPLES
from commonweal_web.design.gallery.forms import NarrowForm, OneQuestionForm
from commonweal_web.design.gallery.palette import palette

ERRORS = (400, 403, 404, 500)


@login_not_required
def gallery(request: HttpRequest) -> HttpResponse:
    """Every part in every state, with its code."""
    shown = contents.everything()
    examples = [(example, render_to_string(example.template, shown, request)) for example in EXAMPLES]
    return render(request, "design/gallery/gallery.html", _framed(request, examples=examples, colours=palette()[0]))


@login_not_required
def question(request: HttpRequest) -> HttpResponse:
    """A page that asks one thing."""
    form = OneQuestionForm(request.POST or None)
    return render(request, "design/gallery/question.html", _framed(request, form=form))


@login_not_required
def officer(request: HttpRequest) -> HttpResponse:
    """A dense table that an officer works in all day."""
    shown = contents.everything() | {"narrow": NarrowForm(request.GET or None), "entries": contents.officer_table()}
    return render(request, "design/gallery/officer.html", _framed(request, **shown))


@login_not_required
def dashboard(request: HttpRequest) -> HttpResponse:
    """Figures, a chart, tasks and history on one page."""
    return render(request, "design/gallery/dashboard.html", _framed(request, **contents.everything()))


@login_not_required
def error(request: HttpRequest, status: int) -> HttpResponse:
    """The page of an error, as it is shown when that error happens."""
    if status not in ERRORS:
        raise Http404
    return render(request, f"{status}.html", _framed(request), status=status)


def _framed(request: HttpRequest, **shown: object) -> dict[str, object]:
    return {
        "partnership": "County Durham",
        "demonstration": True,
        "navigation": contents.navigation(request.path),
        "account_links": [Link("Alice Example", "/design/"), Link("Sign out", "/design/")],
        **shown,
    }
