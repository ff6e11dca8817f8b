"""Opening an account, naming the person behind it, and forgetting them."""

from __future__ import annotations

from allauth.account.models import EmailAddress

from commonweal_web.accounts import verbs
from commonweal_web.accounts.errors import AccountExists
from commonweal_web.accounts.links import account_of
from commonweal_web.accounts.models import Invitation, Person, User
from commonweal_web.core.acting import atomic_action
from commonweal_web.core.errors import NotAllowed
from commonweal_web.core.events import record_event
from commonweal_web.core.scope import Scope


@atomic_action
def open_account(*, email: str, name: str, password: str | None = None, is_operator: bool = False) -> User:
    """Open an account whose address is known to be the person's own. They are its first actor.

    Without a password it can only be signed in to by single sign-on, or after a password was set by mail.
    """
    user = make_account(email=email, name=name, password=password, is_operator=is_operator)
    record_event(verbs.ACCOUNT_OPENED, user, by=Scope.of(user))
    return user


@atomic_action
def open_account_by_single_sign_on(*, user: User, name: str) -> None:
    """Complete the account that single sign-on made, as the adapter of django-allauth calls it."""
    Person.objects.create(user=user, name=name.strip() or str(user.email))
    record_event(verbs.ACCOUNT_OPENED, user, by=Scope.of(user))


def make_account(*, email: str, name: str, password: str | None, is_operator: bool = False) -> User:
    """The rows of a new account; for an action that records the event of it."""
    email = email.strip().lower()
    if account_of(email):
        raise AccountExists(f"{email} has an account already. Sign in with it.")
    user = User(email=email, is_operator=is_operator)
    user.set_password(password)
    user.save(force_insert=True)
    Person.objects.create(user=user, name=name.strip())
    EmailAddress.objects.create(user=user, email=email, primary=True, verified=True)
    return user


@atomic_action
def rename_person(*, by: Scope, name: str) -> None:
    """Change one's own name."""
    Person.objects.update_or_create(user=by.user, defaults={"name": name.strip()})
    record_event(verbs.PERSON_RENAMED, by.user, by=by)


@atomic_action
def forget_person(*, by: Scope, user: User, reason: str) -> None:
    """Erase who is behind an account, and close it. What they did stays, by an account that names nobody."""
    if by.user != user and not by.user.is_operator:
        raise NotAllowed("Personal details are erased by the person themselves or by who runs this installation.")
    record_event(verbs.PERSON_FORGOTTEN, user, by=by, reason=reason)
    Invitation.objects.filter(email=user.email).delete()
    Person.objects.filter(user=user).delete()
    user.emailaddress_set.all().delete()
    user.authenticator_set.all().delete()
    user.socialaccount_set.all().delete()
    user.email, user.is_active, user.last_login = None, False, None
    # Without a password that fits, every session of the account ends too.
    user.set_unusable_password()
    user.save(update_fields=["email", "is_active", "last_login", "password"])
