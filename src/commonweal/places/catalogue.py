"""Fetching a source from its publisher. This is the only module of the library that knows the network.

It asks politely: it says who it is, leaves a pause between two requests to one host, and waits when it is told to.
What has come of a download that breaks off is kept, and the next time it goes on from there, if the file is still
the same. Nothing that is held changes before the new file is whole, is what it should be, and has been read.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from itertools import count
from pathlib import Path
from socket import gaierror
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter
from urllib3.exceptions import MaxRetryError
from urllib3.util import Retry

from commonweal import __version__
from commonweal.places.adding import Stored, named, take_in
from commonweal.places.downloads import Half, Landing, landing
from commonweal.places.not_fetched import addresses, not_fetched, refused
from commonweal.places.paging import Paging, WrongPage, paging
from commonweal.places.registry import PlaceSource, registry
from commonweal.places.soundness import unsound
from commonweal.places.store import Store

if TYPE_CHECKING:
    from types import TracebackType

    from urllib3 import BaseHTTPResponse
    from urllib3.connectionpool import ConnectionPool

PAUSE = 1.0
"""Seconds between two requests to one host."""

LONGEST_WAIT = 120
"""Seconds that a server may ask us to wait; where it asks for more, the person is told instead."""

TIME_LIMITS = (10.0, 60.0)
"""Seconds to reach a server, and seconds that it may be silent."""

BLOCK = 1 << 14
"""Bytes taken at a time; of a block that breaks off nothing is kept."""

Progress = Callable[[str, int, int | None], None]
"""Is told the source, the bytes that have come, and the bytes in all where they are known."""

_RANGE = re.compile(r"bytes (\d+)-\d+/(\d+)")


def polite_session(pause: float = PAUSE) -> requests.Session:
    """A session that waits ``pause`` seconds between requests to one host, and tries again where that may help."""
    made = requests.Session()
    made.headers.update(
        {"User-Agent": f"Commonweal/{__version__} (local needs analysis)", "Accept-Encoding": "identity"}
    )
    polite = _PoliteAdapter(pause)
    made.mount("https://", polite)
    made.mount("http://", polite)
    return made


def fetch(
    source: str | PlaceSource,
    store: Store,
    areas: Sequence[str] = (),
    *,
    again: bool = False,
    session: requests.Session | None = None,
    on_progress: Progress | None = None,
) -> tuple[Stored | None, ...]:
    """Download a source and store it; with ``areas``, once for each ONS code that its address asks for.

    One result an address: what was stored, or None where it was fetched before and ``again`` is not set. Raises
    ``NotFetched`` when the download fails, else ``CatalogueError``: the source is not known, cannot be fetched or
    needs an area, or its file is not in the layout that is known. Then nothing that is held has changed.
    """
    wanted = named(source, registry()) if isinstance(source, str) else source
    asked = addresses(wanted, tuple(areas))
    if session is None:
        with polite_session() as own:
            return fetch(wanted, store, areas, again=again, session=own, on_progress=on_progress)
    return tuple(_fetched(wanted, *one, store, again, session, on_progress) for one in asked.items())


def _fetched(
    source: PlaceSource,
    address: str,
    name: str,
    store: Store,
    again: bool,
    session: requests.Session,
    on_progress: Progress | None,
) -> Stored | None:
    held = None if store.damage(source.id) else store.held_of(source.id)
    if not again and held is not None and any(origin.url == address for origin in held.origins):
        return None
    here = landing(store, source.id, name)
    store.prepare()
    if again or not here.file.is_file():
        tell = on_progress or (lambda _source, _bytes, _total: None)
        pages = paging(source.options)
        if pages is None:
            whole = _download(source, address, here, session, tell)
        else:
            whole = _download_pages(source, address, here, pages, session, tell)
        fault = unsound(whole, source.kind, smallest_bytes=source.smallest_bytes, name=name)
        if fault is not None:
            here.discard()
            raise not_fetched(source, fault.rule, f"what came is no good: {fault.message}")
        here.complete(whole)
    came = date.fromtimestamp(here.file.stat().st_mtime)
    return take_in(here.file, source, store, url=address, retrieved=came)


def _download(source: PlaceSource, address: str, here: Landing, session: requests.Session, tell: Progress) -> Path:
    """What has come and the rest of it, in the part file."""
    if here.part.is_dir():
        here.discard()
    half = here.half(address)
    have = here.size if half is not None and half.validator is not None else 0
    if half is not None and have and have == half.total:
        return here.part
    asked = {"Range": f"bytes={have}-", "If-Range": half.validator or ""} if half is not None and have else {}
    with _answer(source, session, address, headers=asked, stream=True) as answer:
        part = _RANGE.fullmatch(answer.headers.get("Content-Range", ""))
        carries_on = answer.status_code == 206 and part is not None and int(part[1]) == have
        if asked and not carries_on and answer.status_code in (206, 416):
            here.discard()
            return _download(source, address, here, session, tell)
        _accept(source, answer, part=carries_on)
        have = have if carries_on else 0
        total = int(part[2]) if carries_on and part is not None else _length(answer)
        here.remember(Half(url=address, validator=_validator(answer), total=total, started=date.today()))
        broken = False
        with here.part.open("ab" if carries_on else "wb") as out:
            tell(source.id, have, total)
            try:
                for block in answer.iter_content(BLOCK):
                    out.write(block)
                    have += len(block)
                    tell(source.id, have, total)
            except requests.RequestException:
                broken = True
    if broken or (total is not None and have != total):
        of = f" of {total:,}" if total is not None else ""
        raise not_fetched(source, "cut-off", f"the download was cut off after {have:,}{of} bytes", resumes=True)
    return here.part


def _download_pages(
    source: PlaceSource, address: str, here: Landing, pages: Paging, session: requests.Session, tell: Progress
) -> Path:
    """All pages as one file; those that came earlier today need not come again."""
    half = here.half(address)
    if half is None or half.started != date.today() or not here.part.is_dir():
        here.discard()
    here.part.mkdir(parents=True, exist_ok=True)
    here.remember(Half(url=address, validator=None, total=None, started=date.today()))
    came: list[Path] = []
    offset = 0
    try:
        for number in count():
            page = here.part / f"{number:06}"
            if not page.is_file():
                with _answer(source, session, address, params={pages.offset: offset} if offset else {}) as answer:
                    _accept(source, answer)
                    pages.count(answer.content)
                    page.with_suffix(".new").write_bytes(answer.content)
                    page.with_suffix(".new").replace(page)
            rows, more = pages.count(page.read_bytes())
            came.append(page)
            offset += rows
            tell(source.id, here.size, None)
            if not more:
                break
        whole = here.part / "joined"
        pages.join(came, whole)
    except WrongPage as error:
        here.discard()
        raise not_fetched(source, "refused", f"{urlsplit(address).hostname} {error}") from None
    return whole


@contextmanager
def _answer(source: PlaceSource, session: requests.Session, address: str, **asked: Any) -> Iterator[requests.Response]:
    """The answer to a request, or ``NotFetched`` that says why there is none."""
    host = urlsplit(address).hostname
    try:
        answer = session.get(address, timeout=TIME_LIMITS, **asked)
    except requests.exceptions.SSLError:
        raise not_fetched(source, "not-safe", f"the certificate of {host} cannot be checked") from None
    except requests.exceptions.ProxyError:
        raise not_fetched(source, "no-network", f"the proxy of this network does not lead to {host}") from None
    except requests.Timeout:
        raise not_fetched(source, "no-network", f"{host} did not answer in time", resumes=True) from None
    except requests.exceptions.ChunkedEncodingError:
        raise not_fetched(source, "cut-off", f"{host} broke off in the middle", resumes=True) from None
    except requests.RequestException as error:
        why = f"the address of {host} cannot be found" if _is_unknown_host(error) else f"{host} cannot be reached"
        raise not_fetched(source, "no-network", f"{why}. Is there a network here?", resumes=True) from None
    with answer:
        yield answer


def _is_unknown_host(error: BaseException | None) -> bool:
    return error is not None and (isinstance(error, gaierror) or _is_unknown_host(error.__cause__ or error.__context__))


def _accept(source: PlaceSource, answer: requests.Response, *, part: bool = False) -> None:
    if answer.status_code != (206 if part else 200):
        host, wait = urlsplit(answer.url).hostname, answer.headers.get("Retry-After")
        raise refused(source, host, answer.status_code, wait)


def _length(answer: requests.Response) -> int | None:
    told = answer.headers.get("Content-Length", "")
    # Where the server packs it in spite of what was asked, the length is that of the packed file.
    return int(told) if told.isdecimal() and "Content-Encoding" not in answer.headers else None


def _validator(answer: requests.Response) -> str | None:
    """What proves that the file is the same next time; a weak ETag does not (RFC 9110, 13.1.5)."""
    tag = answer.headers.get("ETag", "")
    if "Content-Encoding" in answer.headers or answer.headers.get("Accept-Ranges") == "none":
        return None
    return tag if tag.startswith('"') else answer.headers.get("Last-Modified")


class _PoliteAdapter(HTTPAdapter):
    """Leaves a pause between two requests to one host; waits and tries again when a server is busy."""

    def __init__(self, pause: float) -> None:
        super().__init__(
            max_retries=_Patience(
                connect=1,
                read=1,
                status=4,
                status_forcelist=(429, 502, 503, 504),
                backoff_factor=0.5,
                raise_on_status=False,
            )
        )
        self._pause = pause
        self._last: dict[str | None, float] = {}

    def send(self, request: requests.PreparedRequest, *args: Any, **kwargs: Any) -> requests.Response:
        """Wait for the pause to pass, then ask."""
        host = urlsplit(str(request.url)).hostname
        time.sleep(max(0.0, self._last.get(host, 0.0) + self._pause - time.monotonic()))
        try:
            return super().send(request, *args, **kwargs)
        finally:
            self._last[host] = time.monotonic()


class _Patience(Retry):
    """Gives up at once where a server asks for a longer wait than a person would sit through."""

    def increment(
        self,
        method: str | None = None,
        url: str | None = None,
        response: BaseHTTPResponse | None = None,
        error: Exception | None = None,
        _pool: ConnectionPool | None = None,
        _stacktrace: TracebackType | None = None,
    ) -> Self:
        """The tries that are left. Raises ``MaxRetryError``, upon which the answer is given as it is."""
        after = None if response is None else self.get_retry_after(response)
        if _pool is not None and url is not None and (after or 0) > LONGEST_WAIT:
            raise MaxRetryError(_pool, url)
        return super().increment(method, url, response, error, _pool, _stacktrace)
