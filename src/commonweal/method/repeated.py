"""Names that stand twice where each may stand once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from commonweal.documents.as_written import member
from commonweal.documents.document import Document, Path_
from commonweal.problems import Problem


def repeats(places: Iterable[tuple[Document, Path_]], taken: Mapping[str, str] | None = None) -> Iterator[Problem]:
    """Names that stand twice, in any case of letters; ``taken`` says where names stand already."""
    first = dict(taken or {})
    for document, path in places:
        value: Any = document.content
        for step in path:
            value = value[step] if isinstance(value, list) and isinstance(step, int) else member(value, step)
        if isinstance(value, bool) or not isinstance(value, str | int | Decimal):
            continue
        name = str(value).casefold()
        if name in first:
            what = path[-1] if isinstance(path[-1], str) else path[0]
            message = f"'{value}' is repeated ({what}); it stands first in {first[name]}."
            yield document.problem("repeated-id", path, message, "Give it a name of its own.")
        first.setdefault(name, f"{document.file}, line {document.line(path)}")
