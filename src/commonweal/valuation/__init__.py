"""Valuation: the economics, the rate card, the engine, workings and ranges."""

from commonweal.valuation.card import RateCard, rate_card
from commonweal.valuation.engine import EntriesRefused, value
from commonweal.valuation.explain import explain
from commonweal.valuation.ranges import Simulation
from commonweal.valuation.rates import NoRate, Rate, rate

__all__ = ["EntriesRefused", "NoRate", "Rate", "RateCard", "Simulation", "explain", "rate", "rate_card", "value"]
