"""Tokens for beneficiaries: the same person gives the same token, and only the holder of the key can make it.

A token stands in ``beneficiary`` so that rules and overlap see one person twice without anyone pooling names.
**A token is still personal data**: whoever holds the key and a list of names can find out whose it is, and
entries that share a token describe one person. Keep the key secret, and tokens out of what is published.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import re
import secrets
import unicodedata
from collections.abc import Sequence
from datetime import datetime

KEY_BYTES = 32
TOKEN_LENGTH = 26
"""Letters of base32, 5 bits each: 130 bits."""

_PURPOSE = b"commonweal beneficiary token, form 1"
_MARKS = str.maketrans(dict.fromkeys("‘’ʼ`´", "'") | dict.fromkeys("‐‑‒–—−", "-"))
_DATE = re.compile(r"\d{1,4}[-/. ](\d{1,2}|[a-z]{3,9})[-/. ]\d{1,4}")
_DATE_FORMS = ("%Y %m %d", "%d %m %Y", "%d %b %Y", "%d %B %Y")
_MIDNIGHT = re.compile(r"[t ]00:00(:00(\.0+)?)?z?$")


def new_key() -> str:
    """A new secret key for a partnership: 256 random bits as 52 lower-case letters and digits (base32)."""
    return base64.b32encode(secrets.token_bytes(KEY_BYTES)).decode().rstrip("=").lower()


def token(key: str, *parts: str) -> str:
    """The token of the person identified by ``parts`` (names, date of birth, a reference number …).

    26 lower-case letters and digits: HMAC-SHA256 under ``key``, the first 130 bits in base32. Each part is
    normalised first: Unicode NFKC, case folded, blanks collapsed, one form of apostrophe and hyphen, and dates
    (day first) as ISO 8601. Parts stay apart: ``("ann", "b")`` and ``("an", "nb")`` differ, and so do their orders.

    Raises ``ValueError`` when every part is empty, or when ``key`` is not one that ``new_key`` makes.
    """
    made = _token(_key_bytes(key), parts)
    if not made:
        raise ValueError("there is nobody to make a token for: every part of the identity is empty")
    return made


def token_column(values: Sequence[Sequence[str]], key: str) -> list[str]:
    """The token of each row of identifying ``values``; a row that names nobody has the empty token ``""``.

    Raises ``ValueError`` when ``key`` is not one that ``new_key`` makes.
    """
    secret = _key_bytes(key)
    return [_token(secret, parts) for parts in values]


def _token(secret: bytes, parts: Sequence[str]) -> str:
    normal = [_normal(part) for part in parts]
    if not any(normal):
        return ""
    digest = hmac.new(secret, _PURPOSE, hashlib.sha256)
    for part in normal:
        # The length before each part keeps the parts apart whatever they hold.
        encoded = part.encode()
        digest.update(len(encoded).to_bytes(8, "big") + encoded)
    return base64.b32encode(digest.digest()).decode().lower()[:TOKEN_LENGTH]


def _key_bytes(key: str) -> bytes:
    compact = re.sub(r"\s+", "", key).upper()
    try:
        secret = base64.b32decode(compact + "=" * (-len(compact) % 8))
    except (binascii.Error, ValueError):
        secret = b""
    if len(secret) != KEY_BYTES:
        # The key itself is never part of a message.
        raise ValueError("the key is not a token key: it has 52 letters and digits, as 'commonweal token' makes them")
    return secret


def _normal(part: str) -> str:
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", part).casefold()).translate(_MARKS)
    text = " ".join(folded.split())
    dated = _MIDNIGHT.sub("", text)
    if not _DATE.fullmatch(dated):
        return text
    dated = re.sub(r"[-/.]", " ", dated)
    for form in _DATE_FORMS:
        try:
            return datetime.strptime(dated, form).date().isoformat()
        except ValueError:
            continue
    return text
