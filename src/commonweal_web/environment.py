"""Settings from the environment: each is read once, checked, and refused in a sentence when it makes no sense."""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

YES = frozenset({"1", "true", "yes", "on"})
NO = frozenset({"0", "false", "no", "off"})
SHORTEST_SECRET_KEY = 50


class SettingRefused(ImproperlyConfigured):
    """A setting is missing or cannot be what it says."""


def envtext(name: str, default: str = "", *, among: tuple[str, ...] = ()) -> str:
    """The text of a setting, without blanks at its ends; ``among`` lists all that it may be."""
    text = os.environ.get(name, "").strip() or default
    if among and text not in among:
        raise SettingRefused(f"{name} is {text!r}, but it must be one of: {', '.join(among)}.")
    return text


def envbool(name: str, default: bool) -> bool:
    """A yes or a no: 1, true, yes, on; 0, false, no, off."""
    text = envtext(name).lower()
    if not text:
        return default
    if text not in YES | NO:
        raise SettingRefused(f"{name} is {text!r}, but it must be yes or no.")
    return text in YES


def envint(name: str, default: int, *, least: int = 0, most: int | None = None) -> int:
    """A whole number between ``least`` and ``most``."""
    text = envtext(name)
    try:
        number = int(text) if text else default
    except ValueError:
        raise SettingRefused(f"{name} is {text!r}, but it must be a whole number.") from None
    if number < least or (most is not None and number > most):
        upper = "" if most is None else f" and at most {most}"
        raise SettingRefused(f"{name} is {number}, but it must be at least {least}{upper}.")
    return number


def envlist(name: str) -> list[str]:
    """Words between commas; none when the setting is empty."""
    return [word for part in envtext(name).split(",") if (word := part.strip())]


def envsecret(name: str) -> str:
    """A secret, as itself or as the path of the file that holds it, in ``<name>_FILE``. Never both."""
    secret, path = os.environ.get(name, ""), envtext(f"{name}_FILE")
    if secret and path:
        raise SettingRefused(f"{name} and {name}_FILE are both set: keep one.")
    if not path:
        return secret
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except OSError as fault:
        raise SettingRefused(f"{name}_FILE names {path}, which cannot be read: {fault.strerror}.") from fault


def kept_secret_key(folder: Path) -> str:
    """The key of an installation that nobody gave one: made once, then kept in ``folder`` for its owner alone."""
    file = folder / "secret-key"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    # Written whole beside its place and then linked there, so that of two processes that start together one wins
    # and both read the same whole key.
    if not file.exists():
        draft = folder / f"secret-key.{secrets.token_hex(8)}"
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(64), encoding="utf-8")
        with suppress(FileExistsError):
            file.hardlink_to(draft)
        draft.unlink()
    return checked_secret_key(file.read_text(encoding="utf-8").strip(), str(file))


def checked_secret_key(key: str, where: str) -> str:
    """``key``, when it is long enough to sign with."""
    if len(key) < SHORTEST_SECRET_KEY:
        raise SettingRefused(
            f"{where} holds {len(key)} characters, but a secret key needs at least {SHORTEST_SECRET_KEY}. "
            f"Make one with: python -c 'import secrets; print(secrets.token_urlsafe(64))'"
        )
    return key
