"""What a request asks about now: each entry as it stands, or why there is nothing to say of it any more."""

from __future__ import annotations

from dataclasses import dataclass

from commonweal.method import Measure
from commonweal_web.assurance.models import Confirmation, ConfirmationRequest, RequestedEntry, Verdict
from commonweal_web.ledger.landing import is_closed
from commonweal_web.ledger.models import EntryVersion, Stage, Standing, State
from commonweal_web.ledger.words import amount_said, unit_of
from commonweal_web.methods.packs import pack_of


@dataclass(frozen=True, slots=True)
class AskedLine:
    """One entry of a request, as the recipient is asked about it today."""

    asked: RequestedEntry
    standing: Standing | None
    nothing_to_say: str = ""
    """Why it cannot be answered any more."""

    @property
    def version(self) -> EntryVersion:
        """What the entry says now; what it said then where it is gone."""
        return self.standing.version if self.standing else self.asked.version

    @property
    def measure(self) -> Measure:
        """What was done, in the words of the method."""
        return pack_of(self.version.edition).measures[self.version.measure]

    @property
    def quantity(self) -> str:
        """How much, with its unit; nothing where there is only a note."""
        return quantity_of(self.version)

    @property
    def earlier(self) -> str:
        """What it said when it was first asked about, where it says something else now."""
        return quantity_of(self.asked.version) if self.asked.version_id != self.version.pk else ""


def asked_lines(request: ConfirmationRequest) -> list[AskedLine]:
    """Every entry of a request: the current version is asked about, whatever it said when the link was sent."""
    lines = request.lines.select_related("entry__activity", "version__edition", "version__period").order_by(
        "entry__activity__serial", "entry__serial"
    )
    standings = {
        standing.entry_id: standing
        for standing in Standing.objects.filter(
            entry__in=[line.entry_id for line in lines], is_latest=True
        ).select_related("version__edition", "version__words", "version__organisation", "activity", "period__closing")
    }
    return [AskedLine(line, *_stands(standings.get(line.entry_id))) for line in lines]


def _stands(standing: Standing | None) -> tuple[Standing | None, str]:
    return standing, why_not_asked(standing) if standing else "It is no longer in the ledger."


def why_not_asked(standing: Standing) -> str:
    """Why a recipient is not asked about an entry that stands so; nothing where they can be."""
    if standing.stage != Stage.DELIVERED:
        return "Only what was delivered can be confirmed."
    if standing.state == State.WITHDRAWN:
        return "It was withdrawn, so there is nothing to confirm."
    if standing.state == State.RETURNED:
        return "It was sent back to be corrected. The question can be asked when it is."
    if is_closed(standing.period):
        return f"{standing.period} is closed, and what it says is final."
    return ""


def quantity_of(version: EntryVersion, quantity_e4: int | None = None) -> str:
    """How much a version says, or another number of the same: "120.5 hours"; nothing where there is only a note."""
    number = version.quantity_e4 if quantity_e4 is None else quantity_e4
    return "" if number is None else amount_said(number, unit_of(version))


def agrees(confirmation: Confirmation, standing: Standing) -> bool:
    """Whether the entry now says what the recipient said, of the same thing, the same days and the same claimant."""
    now, then = standing.version, confirmation.version
    same = ("entry_id", "measure", "period_start", "period_end", "organisation_id")
    return (
        confirmation.verdict == Verdict.DIFFERENT
        and standing.is_latest
        and not standing.is_confirmed
        and standing.stage == Stage.DELIVERED
        and now.number > then.number
        and now.quantity_e4 == confirmation.quantity_e4
        and all(getattr(now, name) == getattr(then, name) for name in same)
    )
