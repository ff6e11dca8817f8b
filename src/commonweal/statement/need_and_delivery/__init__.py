"""Need against delivery: where need is great, and what was delivered there."""

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
