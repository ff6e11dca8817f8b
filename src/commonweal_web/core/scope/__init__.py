"""The scope: who asks, as what, and so what there is for them. The only way to read the ledger.

Everything outside a scope does not exist for its holder: pages look things up in ``scope.partnerships`` and its
like, and what is not there is a 404. Models know nothing of scopes; a new app
adds its property to the module here that it belongs to.

    asks                                     finds partnerships        finds organisations
    ───────────────────────────────────────  ────────────────────────  ──────────────────────────────────────
    lead or verifier of a partnership        that one                  all that ever belonged to it
    any other role in a partnership          that one                  its partners of today
    any role in an organisation              where it belongs today    itself, and those partnerships' partners
    nobody's role                            none                      none

    asks                                     finds activities and entries
    ───────────────────────────────────────  ──────────────────────────────────────────────────────────────────
    lead or verifier of a partnership        all of it
    any other role in a partnership          none: the totals are shared, and the dashboard shows them
    any role in an organisation              activities that it owns or delivers; entries on those it owns, and its own

    Whoever takes part in a partnership may name any of its members as a deliverer (``possible_deliverers``), and is
    told how large entries of a measure usually are (``usual_quantities``), but not whose they are.
"""

from __future__ import annotations

from commonweal_web.core.scope.asking import NO_ORGANISATION, OVERSEERS
from commonweal_web.core.scope.own import Own

__all__ = ["NO_ORGANISATION", "OVERSEERS", "Scope"]


class Scope(Own):
    """What one person may read on one day. Made for each request; passed in, never looked up.

    Each module here adds to the one before it: who asks (``asking``), partnerships and people (``members``),
    the ledger (``records``), what proves it (``proof``), and what is somebody's own (``own``).
    """
