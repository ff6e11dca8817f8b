"""The reason that is given when the same is done to many entries."""

from __future__ import annotations

from commonweal_web.design.fields import LongTextField
from commonweal_web.design.forms import Form
from commonweal_web.ledger.together import Deed

REASONS = {
    Deed.SEND_BACK: ("What must be put right?", "The senders read it beside each entry."),
    Deed.WITHDRAW: ("Why are they withdrawn?", "It stays in the history of each entry."),
}


class TogetherForm(Form):
    """The reason, where one is needed."""

    def __init__(self, deed: Deed, *args: object) -> None:
        super().__init__(*args)
        if deed in REASONS:
            label, hint = REASONS[deed]
            self.fields["reason"] = LongTextField(label=label, hint=hint, called="the reason", max_length=500)
