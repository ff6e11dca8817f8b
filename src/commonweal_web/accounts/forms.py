"""What a newcomer is asked."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import LoginForm
from django.contrib.auth.password_validation import validate_password

from commonweal_web.accounts.models import User
from commonweal_web.design.fields import PasswordField, TextField
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
        self.fields["password"].help_text = ""
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)
