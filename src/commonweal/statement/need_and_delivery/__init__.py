"""Need against delivery: where need is great, and what was delivered there.

``placing`` says where each entry lands, ``offices`` which lie at an organisation's own office, ``adding`` sums them up
by the statement's own rule. The answer is in ``reached``; ``record`` gives it as JSON and as a table, ``drawing`` as a
map.
"""

from commonweal.statement.need_and_delivery.adding import BYS, THEME, NoTenths, need_and_delivery, need_of
from commonweal.statement.need_and_delivery.reached import Line, Need, NeedAndDelivery, NeedOf, Reached

__all__ = [
    "BYS",
    "THEME",
    "Line",
    "Need",
    "NeedAndDelivery",
    "NeedOf",
    "NoTenths",
    "Reached",
    "need_and_delivery",
    "need_of",
]
