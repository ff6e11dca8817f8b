"""The method: what counts, what it is worth, by which source. Packs hold data only."""

from commonweal.method.catalogue import MethodNotFound, find, shipped
from commonweal.method.model import BENEFIT_LANES, FACTORS, LANES, OTHER_LANES, Measure, Proxy, ProxyValue
from commonweal.method.pack import Pack, PackError, load_pack, read_pack
from commonweal.method.tailoring import ChosenMeasure, Objective, Tailoring, Target

__all__ = [
    "BENEFIT_LANES",
    "FACTORS",
    "LANES",
    "OTHER_LANES",
    "ChosenMeasure",
    "Measure",
    "MethodNotFound",
    "Objective",
    "Pack",
    "PackError",
    "Proxy",
    "ProxyValue",
    "Tailoring",
    "Target",
    "find",
    "load_method",
    "load_pack",
    "read_pack",
    "shipped",
]


def load_method(reference: str) -> Pack:
    """Load a pack named as people name it: a folder, ``id`` or ``id@edition``.

    Raises ``MethodNotFound`` or ``PackError``.
    """
    return load_pack(find(reference))
