"""What is asked of somebody who makes a token."""

from __future__ import annotations

from commonweal_web.design.fields import ChoiceField, DateField, TextField
from commonweal_web.design.forms import Form


class TokenForm(Form):
    """What it is for, what it may do, and until when."""

    name = TextField(
        label="What is the token for?",
        called="what the token is for",
        hint="A name that you will know it by, such as “nightly export of our case system”.",
        max_length=100,
    )
    may = ChoiceField(
        label="What may it do?",
        called="what it may do",
        choices=[("read", "Only read"), ("write", "Read and write")],
        hints={"read": "It sees what you see.", "write": "It can also do in the ledger what you can do there."},
    )
    last_day = DateField(
        label="Until which day does it work?", called="the last day", hint="A year from today at most."
    )
