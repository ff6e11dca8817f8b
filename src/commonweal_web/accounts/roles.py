"""The roles that people hold, where each is held, and who may give it."""

from __future__ import annotations

from django.db import models


class Role(models.TextChoices):
    """What a person does in a partnership or for an organisation. One person may hold several."""

    LEAD = "lead", "Partnership lead"
    STEWARD = "steward", "Method steward"
    VERIFIER = "verifier", "Verifier"
    CONTRIBUTOR = "contributor", "Partner contributor"
    APPROVER = "approver", "Partner approver"
    CONTRACT_MANAGER = "contract-manager", "Contract or grant manager"
    DELIVERER = "deliverer", "Supplier or grant-holder contributor"
    VIEWER = "viewer", "Viewer"


FOR_PARTNERSHIPS = frozenset({Role.LEAD, Role.STEWARD, Role.VERIFIER, Role.VIEWER})
"""Held in a partnership: over all of it."""

FOR_PARTNERS = frozenset({Role.CONTRIBUTOR, Role.APPROVER, Role.CONTRACT_MANAGER, Role.VIEWER})
"""Held in an organisation that is a partner: over what is that organisation's."""

FOR_DELIVERERS = frozenset({Role.DELIVERER, Role.VIEWER})
"""Held in an organisation that supplies to partners or holds their grants."""

GIVEN_BY_APPROVERS = FOR_PARTNERS
"""What a partner's approver may give within the same organisation; the partnership's lead may give every role."""

WHAT_EACH_DOES: dict[str, str] = {
    Role.LEAD: "Admits members, gives roles, opens and closes periods, and sees everything.",
    Role.STEWARD: "Keeps the method: which measures there are and what each is worth.",
    Role.VERIFIER: "Checks what others claim, independently. Sees everything.",
    Role.CONTRIBUTOR: "Records activities, entries and evidence for the organisation.",
    Role.APPROVER: "Approves what the organisation sends, keeps its details right and gives its roles.",
    Role.CONTRACT_MANAGER: "Looks after contracts or grants, and approves what is delivered on them.",
    Role.DELIVERER: "Records what their own organisation delivers on its contracts or grants.",
    Role.VIEWER: "Reads, and changes nothing.",
}
"""Each role in one sentence, for whoever gives it."""
