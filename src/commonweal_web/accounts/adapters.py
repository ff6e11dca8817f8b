"""How django-allauth is told our rules: nobody signs up by themselves, and names lie apart from accounts."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from django.http import HttpRequest

from commonweal_web.accounts import links
from commonweal_web.accounts.actions import open_account_by_single_sign_on
from commonweal_web.accounts.models import User


class InvitedOnly(DefaultAccountAdapter):
    """Accounts come from invitations."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never: see ``views.invitation``."""
        return False


class InvitedOnlySingleSignOn(DefaultSocialAccountAdapter):
    """A person whom the provider knows gets an account when they are invited; they still accept the invitation."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """For an address that the provider has verified and that we have invited."""
        return any(address.verified and links.is_invited(address.email) for address in sociallogin.email_addresses)

    def populate_user(self, request: HttpRequest, sociallogin: SocialLogin, data: dict[str, Any]) -> User:
        """The address is all that an account holds."""
        user = User(email=(data.get("email") or "").lower() or None)
        sociallogin.user = user
        return user

    def save_user(self, request: HttpRequest, sociallogin: SocialLogin, form: Any = None) -> User:
        """Save the account, and the name that the provider gave beside it."""
        user: User = super().save_user(request, sociallogin, form)
        told = sociallogin.account.get_provider_account().get_user_data() or {}  # type: ignore[no-untyped-call]
        open_account_by_single_sign_on(user=user, name=str(told.get("name", "")))
        return user
