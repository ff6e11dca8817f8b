"""What can happen to the method of a partnership."""

from __future__ import annotations

from commonweal_web.core.verbs import verb

METHOD_CHOSEN = verb("period.method-chosen", "{actor} had {period} valued by {edition} (digest {digest}).")
