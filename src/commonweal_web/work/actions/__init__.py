"""Saving views and choosing when to be reminded."""

from commonweal_web.work.actions.reminding import choose_rhythm
from commonweal_web.work.actions.views import delete_view, rename_view, save_view

__all__ = ["choose_rhythm", "delete_view", "rename_view", "save_view"]
