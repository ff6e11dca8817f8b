"""Services that answer in pages: how to ask for the next one, whether there is one, and how pages become one file.

Nomis gives at most 25,000 rows of CSV an answer to those without a key; ``recordoffset`` skips what came before, and
an answer with fewer rows is the last. ArcGIS feature services (the ONS Open Geography portal) say
``exceededTransferLimit`` while there is more, at the top of JSON or among the ``properties`` of GeoJSON;
``resultOffset`` skips what came before.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any, Protocol

NOMIS_ROWS = 25_000
"""Rows that Nomis gives at once."""


class WrongPage(Exception):
    """A page is not what the service should answer; the message goes on after the name of the service."""


class Paging(Protocol):
    """How one kind of service answers in pages."""

    offset: str
    """The parameter of the address that says how many rows to skip."""

    def count(self, page: bytes) -> tuple[int, bool]:
        """Rows on a page, and whether more follow. Raises ``WrongPage``."""

    def join(self, pages: Sequence[Path], whole: Path) -> None:
        """Write the pages as one file. Raises ``WrongPage`` where they do not go together."""


class Nomis:
    """Pages of CSV, each with the header."""

    offset = "recordoffset"

    def __init__(self, rows: int = NOMIS_ROWS) -> None:
        self._rows = rows

    def count(self, page: bytes) -> tuple[int, bool]:
        """A full page is followed by another, be it an empty one."""
        if page.lstrip()[:1] in (b"<", b"{"):
            raise WrongPage("answered with something else than a table")
        records = csv.reader(io.StringIO(page.decode("utf-8-sig", errors="replace"), newline=""))
        rows = max(0, sum(1 for record in records if record) - 1)
        return rows, rows >= self._rows

    def join(self, pages: Sequence[Path], whole: Path) -> None:
        """The first page, and the rows of the others."""
        header = _header(pages[0])
        with whole.open("wb") as out:
            for number, page in enumerate(pages):
                content = page.read_bytes()
                if not content:
                    continue
                if _header(page) != header:
                    raise WrongPage("changed its columns between two pages")
                if number:
                    content = content.partition(b"\n")[2]
                out.write(content if not content or content.endswith(b"\n") else content + b"\n")


class ArcGIS:
    """Pages of JSON or GeoJSON, each with a list of features."""

    offset = "resultOffset"

    def count(self, page: bytes) -> tuple[int, bool]:
        """The service says itself whether there is more."""
        content = _features(page)
        properties = content.get("properties") or {}
        more = bool(content.get("exceededTransferLimit") or properties.get("exceededTransferLimit"))
        if more and not content["features"]:
            raise WrongPage("says that there is more, and gives nothing")
        return len(content["features"]), more

    def join(self, pages: Sequence[Path], whole: Path) -> None:
        """The first page with the features of all."""
        contents = [_features(page.read_bytes()) for page in pages]
        joined = {
            key: value for key, value in contents[0].items() if key not in ("exceededTransferLimit", "properties")
        }
        joined["features"] = [feature for content in contents for feature in content["features"]]
        whole.write_text(json.dumps(joined, ensure_ascii=False), encoding="utf-8")


def paging(options: Mapping[str, Any]) -> Paging | None:
    """The paging that a source's ``options`` declare (``paging: nomis`` or ``arcgis``), if any.

    ``page_rows`` beside it says how many rows Nomis gives at once, where that is not 25,000.
    """
    kind = options.get("paging")
    return None if kind is None else PAGINGS[kind](options)


PAGINGS: Mapping[str, Callable[[Mapping[str, Any]], Paging]] = MappingProxyType(
    {
        "arcgis": lambda _: ArcGIS(),
        "nomis": lambda options: Nomis(int(options.get("page_rows", NOMIS_ROWS))),
    }
)
"""Every kind of paging, by the name that ``options`` give it."""


def _header(page: Path) -> bytes:
    with page.open("rb") as lines:
        return lines.readline().removeprefix(b"\xef\xbb\xbf").strip()


def _features(page: bytes) -> dict[str, Any]:
    try:
        content = json.loads(page)
    except ValueError:
        raise WrongPage("answered with something else than JSON") from None
    if isinstance(content, dict) and isinstance(content.get("error"), dict):
        raise WrongPage(f"answered with an error: {content['error'].get('message')}")
    if not isinstance(content, dict) or not isinstance(content.get("features"), list):
        raise WrongPage("answered without a list of features")
    return content
