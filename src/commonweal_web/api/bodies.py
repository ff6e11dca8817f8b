"""Reading what a program sends: JSON in UTF-8, exact numbers, no key twice, nothing that no database can keep."""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest
from django.http.request import UnreadablePostError

from commonweal_web.api.errors import NotAsked, NotJson, TooLarge, Unreadable

MOST_BYTES = 2 << 20
DEEPEST = 20


def read_body(request: HttpRequest) -> object:
    """The body as plain objects. Numbers with a fraction come as ``Decimal``, as they were written."""
    if request.content_type != "application/json":
        raise NotJson
    raw = raw_body(request)
    try:
        found = json.loads(
            raw.decode("utf-8-sig"),
            parse_float=Decimal,
            parse_constant=_no_number,
            object_pairs_hook=_no_key_twice,
        )
    except RecursionError as fault:
        raise Unreadable("The body is nested too deep.") from fault
    except UnicodeDecodeError as fault:
        raise Unreadable(f"The body is not UTF-8: byte {fault.start + 1} is wrong.") from fault
    except json.JSONDecodeError as fault:
        raise Unreadable(f"The body is not JSON: {fault.msg}, line {fault.lineno}, column {fault.colno}.") from fault
    except ValueError as fault:
        raise Unreadable(f"The body cannot be read: {fault}.") from fault
    if faults := [_unkeepable(pointer) for pointer in _unkeepable_texts(found, "", 0)]:
        raise NotAsked(errors=faults)
    return found


def raw_body(request: HttpRequest) -> bytes:
    """The bytes of the body, unless there are too many."""
    told = request.headers.get("Content-Length") or "0"
    too_large = TooLarge(f"The body is larger than {MOST_BYTES >> 20} MB. Send it in parts.")
    if told.isdecimal() and int(told) > MOST_BYTES:
        raise too_large
    try:
        return request.body
    except RequestDataTooBig as fault:
        raise too_large from fault
    except UnreadablePostError as fault:
        raise Unreadable("The body did not arrive whole.") from fault


def is_keepable(text: str) -> bool:
    """Whether a database can keep it: no null character, no half of a character."""
    return "\x00" not in text and not any("\ud800" <= letter <= "\udfff" for letter in text)


def pointer_to(*steps: str | int) -> str:
    """A JSON pointer (RFC 6901)."""
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in steps)


def _unkeepable(pointer: str) -> dict[str, object]:
    return {
        "pointer": pointer,
        "rule": "characters",
        "severity": "error",
        "message": "There is a null character, or half of a character, in it.",
        "remedy": "Take it out.",
    }


def _unkeepable_texts(found: object, pointer: str, depth: int) -> Iterator[str]:
    if depth > DEEPEST:
        raise Unreadable("The body is nested too deep.")
    if isinstance(found, str) and not is_keepable(found):
        yield pointer
    elif isinstance(found, list):
        for index, each in enumerate(found):
            yield from _unkeepable_texts(each, pointer + pointer_to(index), depth + 1)
    elif isinstance(found, dict):
        for key, each in found.items():
            if not is_keepable(key):
                yield pointer
            yield from _unkeepable_texts(each, pointer + pointer_to(key.encode("utf-8", "replace").decode()), depth + 1)


def _no_number(word: str) -> Any:
    raise ValueError(f"{word} is not a number")


def _no_key_twice(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise ValueError(f"the key {key[:100]!r} is there twice")
        found[key] = value
    return found
