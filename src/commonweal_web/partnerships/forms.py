"""What a lead is asked about a partnership: members, organisations, aims, channels and periods."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from commonweal_web.design.fields import (
    ChoiceField,
    DateField,
    LongTextField,
    MultipleChoiceField,
    PostcodeField,
    SelectField,
    TextField,
    YesNoField,
)
from commonweal_web.design.forms import Form
from commonweal_web.partnerships.models import Capacity, Channel, Organisation, Size

DAY_HINT = "For example, 1 4 2026."


def _reason(hint: str = "It stands in the history, for everybody who can see this page.") -> LongTextField:
    return LongTextField(label="Why?", called="why", missing="Say why.", hint=hint, max_length=500)


class AdmitForm(Form):
    """Which organisation joins, as what, from when, by which source."""

    which = ChoiceField(
        label="Which organisation joins?",
        called="which organisation joins",
        choices=[("recorded", "One that is recorded here already"), ("new", "Another one")],
        opens={"recorded": "organisation", "new": "name"},
    )
    organisation = SelectField(label="Organisation", called="the organisation")
    name = TextField(
        label="Its name",
        called="its name",
        hint="As it stands on its letters. You are asked for its numbers and postcode afterwards.",
        max_length=200,
    )
    capacity = ChoiceField(
        label="As what?",
        called="as what it joins",
        hints={
            Capacity.PARTNER: "Shares the aims and reports what it does.",
            Capacity.SUPPLIER: "Delivers contracts of partners, and sees only those.",
            Capacity.GRANT_HOLDER: "Delivers with grants of partners, and sees only those.",
        },
    )
    first_day = DateField(label="First day", called="the first day", hint=DAY_HINT)
    source = TextField(
        label="Source",
        called="the source",
        hint="Where it can be read: a web address, or the minutes of a meeting.",
        max_length=500,
        required=False,
    )

    def __init__(
        self, *args: Any, organisations: Iterable[Organisation], capacities: Iterable[Capacity], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self._organisations = {str(organisation.pk): organisation for organisation in organisations}
        known = [("", "Choose an organisation"), *((key, o.name) for key, o in self._organisations.items())]
        self.fields["organisation"].choices = known  # type: ignore[attr-defined]
        self.fields["capacity"].choices = [(one.value, one.label) for one in capacities]  # type: ignore[attr-defined]

    def clean_organisation(self) -> Organisation | None:
        """The organisation itself."""
        return self._organisations.get(self.cleaned_data["organisation"])


class EndMembershipForm(Form):
    """The last day of a membership."""

    last_day = DateField(label="Last day as a member", called="the last day", hint=DAY_HINT)
    reason = _reason()
    source = TextField(
        label="Source", called="the source", hint="Where it can be read.", max_length=500, required=False
    )


class ReasonForm(Form):
    """Only why."""

    reason = _reason()


class OrganisationForm(Form):
    """What is recorded of an organisation, and why it is put right."""

    name = TextField(label="Name", called="the name", max_length=200)
    company_number = TextField(
        label="Company number",
        hint="Eight characters, such as 01234567 or SC123456.",
        max_length=8,
        width=10,
        required=False,
    )
    charity_number = TextField(label="Charity number", max_length=12, width=10, required=False)
    org_id = TextField(
        label="Organisation identifier",
        hint="By the scheme of org-id.guide, such as GB-COH-01234567.",
        max_length=100,
        required=False,
    )
    size = SelectField(label="Size", choices=[("", "Not recorded"), *Size.choices], required=False)
    sector = TextField(label="Sector", max_length=100, required=False)
    is_vcse = YesNoField(label="Is it a voluntary, community or social enterprise?")
    postcode = PostcodeField(label="Postcode", called="the postcode", hint="Of its main office.", required=False)
    reason = _reason("For example, that the number was wrong. It stands in the history.")


class ObjectiveForm(Form):
    """An aim in the partnership's own words."""

    name = TextField(label="Objective", called="the objective", hint="In the words that were agreed.", max_length=200)


class RewordForm(ObjectiveForm):
    """An aim in other words, and why."""

    reason = _reason()


class ChannelsForm(Form):
    """How social value comes about in this partnership."""

    channels = MultipleChoiceField(
        label="Where does the social value come from?",
        called="at least one channel",
        choices=Channel.choices,
        hints={
            Channel.PROCUREMENT: "What suppliers do on partners' contracts.",
            Channel.OPERATIONS: "What partners do themselves, as employers, buyers and neighbours.",
            Channel.GRANT: "What is done with partners' grants.",
            Channel.PLANNING: "What is agreed with planning permissions.",
        },
    )


class PeriodDaysForm(Form):
    """From when to when."""

    first_day = DateField(label="First day", called="the first day", hint="For example, 1 4 2026.")
    last_day = DateField(label="Last day", called="the last day", hint="It belongs to the period, too.")

    def clean(self) -> dict[str, Any]:
        """A period ends after it begins."""
        answers = super().clean()
        first, last = answers.get("first_day"), answers.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", "The last day must be the first day or later.")
        return answers


class PeriodForm(PeriodDaysForm):
    """A new period."""

    name = TextField(label="Name", called="the name", hint="For example, 2026/27.", max_length=100, width=20)
    field_order = ("name", "first_day", "last_day")


class RedateForm(PeriodDaysForm):
    """Other ends of a period, and why."""

    reason = _reason()
