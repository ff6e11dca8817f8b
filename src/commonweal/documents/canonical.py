"""A digest of what a document says, whatever the order of its keys."""

from __future__ import annotations

import hashlib
import json
from typing import Any


def canonical_digest(content: Any) -> str:
    """SHA-256, hexadecimal, over the canonical JSON of plain values: keys sorted, no spaces, UTF-8."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
