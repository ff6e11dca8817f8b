"""What is asked about an activity: a page for each question, and one page with all of them for a correction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from commonweal.places import normalise_place
from commonweal_web.design.fields import (
    ChoiceField,
    DateField,
    LongTextField,
    MoneyField,
    NumberField,
    SelectField,
    TextField,
)
from commonweal_web.design.forms import Form
from commonweal_web.ledger.models import ActivityKind
from commonweal_web.partnerships.models import Channel, Organisation

CHANNEL_OF = {
    ActivityKind.CONTRACT: Channel.PROCUREMENT,
    ActivityKind.GRANT: Channel.GRANT,
    ActivityKind.PROGRAMME: Channel.OPERATIONS,
    ActivityKind.PLANNING: Channel.PLANNING,
    ActivityKind.OTHER: Channel.OTHER,
}
"""The channel that is proposed for each kind."""

KIND_HINTS: dict[str, str] = {
    ActivityKind.CONTRACT: "Somebody is paid to supply goods, services or works.",
    ActivityKind.GRANT: "Money is given for a purpose.",
    ActivityKind.PROGRAMME: "Volunteering, apprenticeships, open days: done by your own people.",
    ActivityKind.PLANNING: "A section 106 agreement, or what an applicant promised with a plan.",
}
DAY_HINT = "For example, 1 4 2026."


def kind_field(**more: Any) -> ChoiceField:
    """What kind of thing it is."""
    return ChoiceField(
        label="What kind of activity is it?",
        called="what kind of activity it is",
        choices=ActivityKind.choices,
        hints=KIND_HINTS,
        **more,
    )


def title_field(**more: Any) -> TextField:
    """What people call it."""
    return TextField(
        label="What is it called?",
        called="what it is called",
        hint="As your colleagues would look for it: “Leisure centre rebuild”, “Winter warmth grants”.",
        max_length=200,
        **more,
    )


def channel_field(channels: Iterable[str], **more: Any) -> ChoiceField:
    """How the social value comes about."""
    used = [(value, label) for value, label in Channel.choices if value in set(channels)]
    return ChoiceField(
        label="On which channel does it count?",
        called="the channel",
        hint="The partnership shows its figures by channel.",
        choices=used or Channel.choices,
        **more,
    )


def owner_field(owners: Iterable[Organisation], **more: Any) -> ChoiceField:
    """In whose figure it counts."""
    return ChoiceField(
        label="Whose activity is it?",
        called="whose activity it is",
        hint="Its social value counts in the figure of this partner.",
        choices=[(str(owner.pk), owner.name) for owner in owners],
        **more,
    )


def deliverer_field(deliverers: Iterable[Organisation], owners: Iterable[Organisation], **more: Any) -> SelectField:
    """Who does it."""
    own = {owner.pk for owner in owners}
    ordered = sorted(deliverers, key=lambda each: (each.pk not in own, each.name.casefold()))
    return SelectField(
        label="Who delivers it?",
        called="who delivers it",
        hint="The supplier or grant holder, or the partner itself. Not in the list? Ask the partnership's lead to "
        "admit them first.",
        choices=[("", "Choose an organisation"), *((str(each.pk), each.name) for each in ordered)],
        **more,
    )


class MoneyForm(Form):
    """What it costs, and what was spent so far."""

    value_pence = MoneyField(
        label="What is it worth in all?",
        called="what it is worth",
        hint="The contract's, grant's or programme's value, without VAT. Leave it empty where there is none.",
        required=False,
    )
    spend_pence = MoneyField(
        label="How much was spent so far?",
        called="what was spent",
        hint="Social value for each pound spent is worked out from this.",
        required=False,
    )
    spend_until = DateField(
        label="Up to which day?", called="the day up to which it was spent", hint=DAY_HINT, required=False
    )

    def clean(self) -> dict[str, Any]:
        """A sum spent is only a figure with its day."""
        answers = super().clean()
        if answers.get("spend_pence") and "spend_until" in answers and not answers["spend_until"]:
            self.add_error("spend_until", "Say up to which day the money was spent.")
        return answers


class DatesForm(Form):
    """From when to when."""

    first_day = DateField(label="When does it start?", called="the first day", hint=DAY_HINT)
    last_day = DateField(
        label="When does it end?",
        called="the last day",
        hint="Leave it empty when no end is set.",
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        """It ends after it starts."""
        answers = super().clean()
        first, last = answers.get("first_day"), answers.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", "The last day must not be before the first.")
        return answers


class WhereForm(Form):
    """Where it is, and what others call it."""

    place = TextField(
        label="Where is it?",
        called="the place",
        hint="A postcode or the ONS code of an area, such as E06000047. Empty is somewhere in the partnership's area.",
        width=10,
        required=False,
    )
    reference = TextField(
        label="Its reference",
        called="the reference",
        hint="The number of the contract, grant or planning application.",
        max_length=100,
        width=20,
        required=False,
    )
    workforce = NumberField(
        label="About how many people work on it?",
        called="how many people work on it",
        hint="Only used to ask again where a figure looks too large.",
        places=0,
        most=10_000_000,
        width=5,
        required=False,
    )

    def clean_place(self) -> str:
        """A postcode or a code, as it is stored."""
        return cleaned_place(self)


def cleaned_place(form: Form) -> str:
    """The place that was typed, as it is stored; an error says what would do."""
    written = str(form.cleaned_data.get("place") or "")
    place = normalise_place(written) if written else ""
    if place is None:
        form.add_error("place", "Enter a full postcode, such as DH1 5UL, or an ONS code, such as E06000047.")
        return ""
    return place


class DescriptionForm(Form):
    """What it is, in their own words."""

    description = LongTextField(
        label="What is it about?",
        called="the description",
        hint="In your own words, for somebody who does not know it. No names of people.",
        max_length=4_000,
        rows=8,
        required=False,
    )


class CorrectActivityForm(MoneyForm, DatesForm, WhereForm, DescriptionForm):
    """All of it on one page, for an officer who corrects something."""

    kind = kind_field()
    title = title_field()
    channel = channel_field(Channel.values)
    reason = TextField(label="Why?", called="why", hint="It stands in the history.", max_length=500, required=False)
    field_order = (
        "title",
        "kind",
        "channel",
        "owner",
        "deliverer",
        "value_pence",
        "spend_pence",
        "spend_until",
        "first_day",
        "last_day",
        "place",
        "reference",
        "workforce",
        "description",
        "reason",
    )

    def __init__(
        self,
        data: Mapping[str, str] | None = None,
        *,
        owners: Iterable[Organisation],
        deliverers: Iterable[Organisation],
        **options: Any,
    ) -> None:
        super().__init__(data, **options)
        self.fields["owner"] = owner_field(owners)
        self.fields["deliverer"] = deliverer_field(deliverers, owners)
        self.order_fields(self.field_order)
