"""Questions about views and reminders."""

from __future__ import annotations

from typing import TypedDict

from commonweal_web.core.scope import Scope
from commonweal_web.design.fields import ChoiceField, TextField
from commonweal_web.design.forms import Form
from commonweal_web.partnerships.models import Organisation
from commonweal_web.work.models import Rhythm, SavedView

ME = "me"


class Answers(TypedDict):
    """What a view is called, and with whom it is shared, if with anybody."""

    name: str
    organisation: Organisation | None


class ViewForm(Form):
    """The name of a view, and who sees it."""

    name = TextField(
        label="What do you call it?", hint="For example, Promises of this year.", called="a name", max_length=60
    )

    def __init__(self, scope: Scope, *args: object, view: SavedView | None = None, **options: object) -> None:
        if view is not None:
            shared = str(view.organisation_id) if view.organisation_id else ME
            options["initial"] = {"name": view.name, "sees": shared}
        else:
            options["initial"] = {"sees": ME}
        super().__init__(*args, **options)
        self._organisations = {str(each.pk): each for each in scope.may_speak_for}
        if view is not None and view.organisation is not None:
            self._organisations.setdefault(str(view.organisation.pk), view.organisation)
        if self._organisations:
            everyone = [(key, f"Everyone of {each}") for key, each in self._organisations.items()]
            self.fields["sees"] = ChoiceField(label="Who sees it?", choices=[(ME, "Only me"), *everyone])

    @property
    def answers(self) -> Answers:
        """As the actions take them."""
        shared = self._organisations.get(self.cleaned_data.get("sees", ME))
        return {"name": self.cleaned_data["name"], "organisation": shared}


class RhythmForm(Form):
    """How often to be reminded."""

    rhythm = ChoiceField(
        label="How often may we write to you?",
        choices=Rhythm.choices,
        hints={
            Rhythm.DAILY: "One email in the morning, only when there is something new.",
            Rhythm.WEEKLY: "One email a week, only when there is something new.",
            Rhythm.NEVER: "Look under My work yourself.",
        },
    )
