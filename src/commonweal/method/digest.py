"""The digest of a pack: SHA-256 over canonical JSON of what is written in it (DESIGN 3.1).

The keys are taken as written, before any default, sorted; forms are sorted by id; numbers are written without
needless zeros. So the same content has the same digest on any machine, in whatever order files and keys stand.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from commonweal.documents.canonical import canonical_digest
from commonweal.documents.form import Form
from commonweal.method.forms import PackForms


def digest(forms: PackForms, deflator: Mapping[int, Decimal], parent: str | None) -> str:
    """The hexadecimal digest of a pack's own content; ``parent`` is the digest of the pack that it extends.

    Text is told from numbers by the form, not by its look: edition 2026.10 is not 2026.1, quoted or not.
    """
    content = {
        "pack": forms.header and _written(forms.header),
        "themes": _by_id({**theme, "outcomes": _by_id(theme["outcomes"])} for theme in map(_written, forms.themes)),
        "sources": {name: _written(source) for name, source in forms.sources.items()},
        "schedules": _by_id(map(_written, forms.schedules)),
        "proxies": _by_id(map(_written, forms.proxies)),
        "measures": _by_id(map(_written, forms.measures)),
        "deflator": deflator,
        "parent": parent,
    }
    if forms.tailoring is not None:
        # Only where there is one, so that the digests of packs without it are what they were.
        content["tailoring"] = _tailoring(_written(forms.tailoring))
    return canonical_digest(_plain(content))


def _written(form: Form) -> dict[str, Any]:
    return form.model_dump(exclude_unset=True)


def _by_id(forms: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(forms, key=lambda form: str(form["id"]))


def _tailoring(written: dict[str, Any]) -> dict[str, Any]:
    """Measures and weights stand in no order of their own (a rank is a key); objectives do."""
    measures = sorted(written["measures"], key=lambda chosen: str(chosen["measure"]))
    weights = sorted(written.get("weights", []), key=lambda weight: str(weight["outcome"]))
    return {**written, "measures": measures, **({"weights": weights} if weights else {})}


def _plain(value: Any) -> Any:
    if isinstance(value, dict | Mapping):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_plain(inner) for inner in value]
    if isinstance(value, Decimal | int) and not isinstance(value, bool):
        return number_text(Decimal(value))
    return value.isoformat() if isinstance(value, date) else value


def number_text(number: Decimal) -> str:
    """A number without needless zeros or exponent, exactly: ``0.50`` is ``0.5``, ``1E+3`` is ``1000``."""
    text = f"{number:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return text if number else "0"
