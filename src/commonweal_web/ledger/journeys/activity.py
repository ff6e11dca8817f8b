"""Recording an activity, one question a page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cached_property

from commonweal_web.core.scope import Scope
from commonweal_web.design.forms import Form
from commonweal_web.ledger import permissions
from commonweal_web.ledger.details import ActivityDetails
from commonweal_web.ledger.forms import activity as forms
from commonweal_web.ledger.forms.entry import asking
from commonweal_web.ledger.journeys.journey import Journey
from commonweal_web.ledger.journeys.questions import Made, Question
from commonweal_web.ledger.models import Activity, ActivityKind
from commonweal_web.partnerships.models import Capacity, Channel, Organisation, Partnership

LARGE = {"size": "l", "heading": True}


def owners(scope: Scope, partnership: Partnership) -> list[Organisation]:
    """The partners for which this person may record activities."""
    partners = scope.memberships.filter(partnership=partnership, capacity=Capacity.PARTNER)
    belonging = set(partners.values_list("organisation", flat=True))
    mine = [organisation for organisation in scope.may_speak_for if organisation.pk in belonging]
    return [organisation for organisation in mine if permissions.may_record_for(scope, organisation)]


class ActivityJourney(Journey):
    """The questions about an activity."""

    @cached_property
    def owners(self) -> list[Organisation]:
        """Whose activity it can be."""
        return owners(self.scope, self.draft.partnership)

    @cached_property
    def deliverers(self) -> list[Organisation]:
        """Who can deliver it."""
        return list(self.scope.possible_deliverers(self.draft.partnership))

    @cached_property
    def questions(self) -> Sequence[Question]:
        """In the order in which somebody would tell it."""
        who: list[Question] = []
        if len(self.owners) != 1:
            who = [self._one("owner", "Whose it is", self._owner)]
        return [
            self._one("kind", "Kind", lambda typed: asking("kind", forms.kind_field(**LARGE), typed)),
            self._one("title", "Title", lambda typed: asking("title", forms.title_field(**LARGE), typed)),
            self._one("channel", "Channel", self._channel),
            *who,
            self._one("deliverer", "Delivered by", self._deliverer),
            Question("money", "Money", ("value_pence", "spend_pence", "spend_until"), forms.MoneyForm),
            Question("dates", "Dates", ("first_day", "last_day"), forms.DatesForm),
            Question("where", "Place and reference", ("place", "reference", "workforce"), forms.WhereForm),
            Question("description", "Description", ("description",), forms.DescriptionForm),
        ]

    def _one(self, name: str, called: str, form: Made) -> Question:
        return Question(name, called, (name,), form)

    def _channel(self, typed: Mapping[str, str] | None) -> Form:
        used = self.scope.used_channels.filter(partnership=self.draft.partnership).values_list("channel", flat=True)
        kind = self.answers.get("kind", "")
        proposed = forms.CHANNEL_OF.get(ActivityKind(kind)) if kind else None
        return asking("channel", forms.channel_field(used, initial=proposed, **LARGE), typed)

    def _owner(self, typed: Mapping[str, str] | None) -> Form:
        return asking("owner", forms.owner_field(self.owners, **LARGE), typed)

    def _deliverer(self, typed: Mapping[str, str] | None) -> Form:
        only = self.owners[0].pk if len(self.owners) == 1 else None
        own = self.answers.get("kind") == ActivityKind.PROGRAMME
        field = forms.deliverer_field(self.deliverers, self.owners, initial=only if own else None, **LARGE)
        return asking("deliverer", field, typed)

    @property
    def details(self) -> ActivityDetails:
        """What the answers come to."""
        return details_of(self.answers, [*self.owners, *self.deliverers], self.owners[0] if self.owners else None)

    def said(self, name: str) -> str:
        """An answer in words."""
        text = self.answers.get(name, "")
        if name == "kind":
            return str(ActivityKind(text).label)
        if name == "channel":
            return str(Channel(text).label)
        if name in ("owner", "deliverer"):
            return next((each.name for each in self.deliverers if str(each.pk) == text), "")
        return text


def details_of(
    answers: Mapping[str, str], organisations: Sequence[Organisation], only_owner: Organisation | None
) -> ActivityDetails:
    """Answers as an activity's details. Raises ``KeyError`` for an organisation that is not among those given."""
    known = {str(organisation.pk): organisation for organisation in organisations}
    owner = known[answers["owner"]] if answers.get("owner") else only_owner
    assert owner is not None
    return ActivityDetails(
        kind=answers["kind"],
        title=answers["title"],
        channel=answers["channel"],
        owner=owner,
        deliverer=known[answers["deliverer"]],
        first_day=date.fromisoformat(answers["first_day"]),
        last_day=_day(answers, "last_day"),
        value_pence=_whole(answers, "value_pence"),
        spend_pence=_whole(answers, "spend_pence"),
        spend_until=_day(answers, "spend_until"),
        place=answers.get("place", ""),
        reference=answers.get("reference", ""),
        workforce=_whole(answers, "workforce"),
        description=answers.get("description", ""),
    )


def _day(answers: Mapping[str, str], name: str) -> date | None:
    return date.fromisoformat(answers[name]) if answers.get(name) else None


def _whole(answers: Mapping[str, str], name: str) -> int | None:
    return int(answers[name]) if answers.get(name) else None


def answers_of(activity: Activity) -> dict[str, str]:
    """What an activity says of itself, as answers."""
    named = (
        "kind",
        "title",
        "channel",
        "value_pence",
        "spend_pence",
        "spend_until",
        "first_day",
        "last_day",
        "place",
        "reference",
        "workforce",
        "description",
    )
    told = {name: getattr(activity, name) for name in named}
    texts = {name: "" if value is None else str(value) for name, value in told.items()}
    return {**texts, "owner": str(activity.owner_id), "deliverer": str(activity.deliverer_id)}
