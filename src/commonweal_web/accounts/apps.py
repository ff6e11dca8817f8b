"""The app's place in Django."""

from __future__ import annotations

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Accounts, people, roles and invitations."""

    name = "commonweal_web.accounts"
