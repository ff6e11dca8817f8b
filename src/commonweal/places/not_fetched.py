"""Why a download failed, in one sentence, and what to do in its place. No network here."""

from __future__ import annotations

from commonweal.places.adding import CatalogueError, refusal
from commonweal.places.codes import is_ons_code
from commonweal.places.registry import PlaceSource
from commonweal.problems import Problem

_SAID = {401: "refuses it", 403: "refuses it", 404: "does not have it", 410: "does not have it any more"}


class NotFetched(CatalogueError):
    """The network, the server or the download failed; what was held is as it was."""


def not_fetched(source: PlaceSource, rule: str, why: str, *, resumes: bool = False) -> NotFetched:
    """The error that says why; ``resumes`` where it may help to run the command once more."""
    later = "Run the command again later. Or: " if resumes else ""
    message = f"{source.id} was not fetched: {why if why.endswith(('.', '?')) else f'{why}.'}"
    return NotFetched([Problem(rule, "error", message, f"{later}{_by_hand(source)}")])


def refused(source: PlaceSource, host: str | None, code: int, retry_after: str | None) -> NotFetched:
    """The error for an answer that is not the file."""
    if code in (429, 503):
        seconds = " seconds" if (retry_after or "").isdecimal() else ""
        wait = f" and asks to wait: {retry_after}{seconds}" if retry_after else ""
        return not_fetched(source, "busy", f"{host} is busy (it answered {code}){wait}", resumes=True)
    said = _SAID.get(code, "has a fault" if code >= 500 else "does not give it")
    return not_fetched(source, "not-there", f"{host} {said} (it answered {code})")


def addresses(source: PlaceSource, areas: tuple[str, ...]) -> dict[str, str]:
    """Where to fetch ``source``, and the name of the file that comes from each address.

    Raises ``CatalogueError`` where there is no address, or where it needs areas and there are none.
    """
    if source.address is None:
        raise refusal("by-hand", f"{source.id} cannot be fetched.", _by_hand(source))
    if "{area}" not in source.address:
        name = source.address.partition("?")[0].rpartition("/")[2]
        return {source.address: name if name.endswith(f".{source.kind}") else f"{source.id}.{source.kind}"}
    if not areas:
        raise refusal("no-area", f"{source.id} is fetched for one area at a time.", "Name it: --area CODE.")
    wrong = [area for area in areas if not is_ons_code(area)]
    if wrong:
        raise refusal("wrong-area", f"{wrong[0]!r} is not an ONS code.", "Write it as in E06000047.")
    return {source.address.replace("{area}", area): f"{source.id}-{area}.{source.kind}" for area in areas}


def _by_hand(source: PlaceSource) -> str:
    return f"Download it by hand from {source.landing} and run: commonweal places add FILE"
