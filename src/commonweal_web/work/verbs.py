"""What people do about their own work."""

from __future__ import annotations

from commonweal_web.core.verbs import verb

VIEW_SAVED = verb("view.saved", "{actor} saved a view of the {kind}, {shared}.")
VIEW_CHANGED = verb("view.changed", "{actor} renamed a view of the {kind}, {shared}.")
VIEW_DELETED = verb("view.deleted", "{actor} deleted a view of the {kind}.")
RHYTHM_CHOSEN = verb("reminders.chosen", "{actor} chose to be reminded {rhythm}.")
