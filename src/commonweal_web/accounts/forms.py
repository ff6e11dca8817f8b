"""What a newcomer is asked, and whoever gives roles."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from allauth.account.forms import LoginForm, ReauthenticateForm
from django.contrib.auth.password_validation import validate_password
from django.forms import BaseForm

from commonweal_web.accounts.models import User
from commonweal_web.accounts.roles import WHAT_EACH_DOES, Role
from commonweal_web.design.fields import (
    ChoiceField,
    DateField,
    EmailField,
    LongTextField,
    PasswordField,
    SelectField,
    TextField,
)
from commonweal_web.design.forms import Form


class NewcomerForm(Form):
    """A name, and a password for next time."""

    name = TextField(
        label="Your name", hint="As the people you work with know you.", autocomplete="name", max_length=200
    )
    password = PasswordField(
        label="Choose a password", hint="At least 12 characters; three words do well.", autocomplete="new-password"
    )

    def __init__(self, *args: Any, email: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.email = email

    def clean_password(self) -> str:
        """A password that is not easily guessed, least of all from the address."""
        password: str = self.cleaned_data["password"]
        validate_password(password, user=User(email=self.email))
        return password


class SignInForm(LoginForm):
    """django-allauth's, without words inside the boxes; the page itself leads to a forgotten password."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        _say_only_what_is_asked(self)


class ConfirmPasswordForm(ReauthenticateForm):
    """django-allauth's, likewise."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        _say_only_what_is_asked(self)


def _say_only_what_is_asked(form: BaseForm) -> None:
    form.fields["password"].help_text = ""
    for field in form.fields.values():
        field.widget.attrs.pop("placeholder", None)


class WhereForm(Form):
    """For which place a role is given."""

    place = SelectField(
        label="What is the role for?",
        called="what the role is for",
        hint="The partnership itself, or one of its members.",
    )

    def __init__(self, *args: Any, places: Iterable[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["place"].choices = [("", "Choose one"), *places]  # type: ignore[attr-defined]


class AddPersonForm(Form):
    """Who gets which role: somebody with an account, or somebody who is invited."""

    who = ChoiceField(
        label="Who is it?",
        called="who it is",
        choices=[
            ("new", "Somebody to invite by email"),
            ("known", "Somebody who has a role here already"),
        ],
        opens={"new": "email", "known": "person"},
    )
    email = EmailField(label="Their email address", called="their email address")
    person = SelectField(label="Person", called="the person")
    role = ChoiceField(label="Which role?", called="the role", hints=WHAT_EACH_DOES)

    def __init__(self, *args: Any, people: Iterable[tuple[str, str]], roles: Iterable[Role], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["person"].choices = [("", "Choose a person"), *people]  # type: ignore[attr-defined]
        self.fields["role"].choices = [(role.value, role.label) for role in roles]  # type: ignore[attr-defined]

    def clean_role(self) -> Role:
        """The role itself."""
        return Role(self.cleaned_data["role"])


class EndRoleForm(Form):
    """From when on somebody does not hold a role any more, and why."""

    ends = DateField(label="First day without the role", called="the first day without the role")
    reason = LongTextField(
        label="Why?", called="why", missing="Say why.", hint="It stands in the history.", max_length=500
    )


class NameForm(Form):
    """One's own name."""

    name = TextField(
        label="Your name", hint="As the people you work with know you.", autocomplete="name", max_length=200
    )


class ErasureForm(Form):
    """Why personal details are erased."""

    reason = TextField(
        label="Why?",
        called="why",
        hint="It stays in the history, so name nobody in it.",
        max_length=200,
        required=False,
    )


class ActAsForm(Form):
    """For whom somebody acts who holds roles in several places."""

    chosen = ChoiceField(label="Who are you acting for?", called="who you are acting for", size="l", heading=True)

    def __init__(self, *args: Any, choices: Iterable[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["chosen"].choices = list(choices)  # type: ignore[attr-defined]
