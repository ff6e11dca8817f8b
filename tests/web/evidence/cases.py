"""A row in each table of facts of evidence, for tests of the guards."""

from __future__ import annotations

from commonweal_web.core.scope import Scope
from commonweal_web.evidence import actions
from commonweal_web.evidence.checking import Checked, scratch, written
from commonweal_web.evidence.kinds import Kind
from tests.web.universe import Universe


def one_of_each(universe: Universe) -> None:
    """A file that proves an entry, a copy that others see, and both taken back."""
    bob = Scope.of(universe.bob)
    with scratch() as path:
        log = Checked("log.csv", Kind.CSV, written([b"day,hours\r\n2025-04-08,6\r\n"], path))
        attachment = actions.add_evidence(by=bob, standing=universe.hours, checked=log)
    with scratch() as path:
        redacted = Checked("redacted.csv", Kind.CSV, written([b"day,hours\r\n-,6\r\n"], path))
        actions.share_copy(by=bob, evidence=attachment.evidence, checked=redacted)
    actions.remove_evidence(by=bob, attachment=attachment, standing=universe.hours, reason="The wrong log.")
    actions.erase_evidence(by=bob, evidence=attachment.evidence, reason="It named people.")
