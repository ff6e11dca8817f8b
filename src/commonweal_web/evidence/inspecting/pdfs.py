"""PDFs: opened with qpdf, and refused when they do more than show pages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pikepdf

from commonweal_web.evidence.inspecting.unfit import Unfit

ACTS = {
    "/JavaScript": "a script",
    "/Launch": "an order to start a program",
    "/SubmitForm": "an order to send what is typed elsewhere",
    "/ImportData": "an order to fetch data",
    "/GoToE": "another file inside it",
    "/Rendition": "a film or a sound",
    "/RichMediaExecute": "a film or a game",
}
KEYS = {
    "/JS": "a script",
    "/JavaScript": "a script",
    "/EmbeddedFiles": "another file inside it",
    "/EF": "another file inside it",
    "/XFA": "a form that runs scripts",
    "/RichMediaContent": "a film or a game",
}
SAVE_ANEW = "Print it to a new PDF, and send that."
DEEPEST = 60


def inspect(path: Path) -> None:
    """Open every object of the document. Raises ``Unfit`` when one of them would do something."""
    try:
        with pikepdf.open(path, attempt_recovery=False, suppress_warnings=True) as document:
            if not document.pages:
                raise Unfit("The PDF has no pages. Save it anew, and send that.")
            for thing in document.objects:
                for does in _does(thing, DEEPEST):
                    raise Unfit(f"The PDF holds {does}, which evidence may not. {SAVE_ANEW}")
    except pikepdf.PasswordError:
        raise Unfit("The PDF is protected by a password. Take the protection away, and send it again.") from None
    except Unfit:
        raise
    except Exception as fault:  # qpdf raises whatever it stumbles over
        raise Unfit(f"It is named as a PDF but cannot be opened as one. {SAVE_ANEW}") from fault


def _does(thing: pikepdf.Object, deeper: int) -> Iterator[str]:
    """What a thing would do. Other things that it names are objects of the document, and looked at in their turn."""
    if deeper == 0:
        raise ValueError("objects within objects without end")
    if isinstance(thing, pikepdf.Array):
        for part in thing:
            if _is_within(part):
                yield from _does(part, deeper - 1)
    elif isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
        for name, part in thing.items():
            if name in KEYS:
                yield KEYS[name]
            if name == "/S" and isinstance(part, pikepdf.Name) and str(part) in ACTS:
                yield ACTS[str(part)]
            if _is_within(part):
                yield from _does(part, deeper - 1)


def _is_within(part: object) -> bool:
    return isinstance(part, pikepdf.Object) and not part.is_indirect
