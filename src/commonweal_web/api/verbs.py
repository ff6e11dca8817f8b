"""What can happen to tokens."""

from __future__ import annotations

from commonweal_web.core.verbs import verb

TOKEN_MADE = verb("api.token-made", "{actor} made an API token {may}, which works until {last_day}.")
TOKEN_REVOKED = verb("api.token-revoked", "{actor} revoked an API token.")
