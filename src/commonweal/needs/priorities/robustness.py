"""Robustness: how often an outcome keeps its place when the weights are drawn anew.

The weights are judgement, so each is shaken on its own: half the time it is multiplied by a number drawn evenly
between 1 and 2, half the time divided by one. Ranks are taken from the scores as they are printed, to one decimal.
Only additions, multiplications and divisions are used, in a fixed order, so that a seed gives the same on any machine.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import numpy as np

DRAWS = 1000
SEED = 1

HOW = (
    "Each weight is, half the time, multiplied by a number drawn evenly between 1 and 2, and half the time divided by "
    "one; all weights are drawn independently in each draw."
)

_HAIR = 1e-9
"""Far less than a tenth of a point: what floats may lack of a score that is just at a half."""


def steadiness(
    outcomes: Sequence[Sequence[tuple[int, Fraction]]], draws: int = DRAWS, seed: int = SEED
) -> list[tuple[float, float]]:
    """For each outcome, given as the weights and points of its indicators: the share of draws in which it keeps its
    rank, and in which its rank moves by one at most; both 0 to 1, to three places."""
    if not outcomes:
        return []
    random = np.random.Generator(np.random.PCG64(seed))
    drawn = np.empty((draws, len(outcomes)))
    own = np.empty((1, len(outcomes)))
    for number, indicators in enumerate(outcomes):
        total, weights, plain, count = np.zeros(draws), np.zeros(draws), 0.0, 0
        for weight, points in indicators:
            by = 1 + random.random(draws)
            shaken = np.where(random.random(draws) < 0.5, weight * by, weight / by)
            total += shaken * float(points)
            weights += shaken
            plain, count = plain + weight * float(points), count + weight
        drawn[:, number] = total / weights
        own[0, number] = plain / count
    moved = np.abs(_ranks(drawn) - _ranks(own))
    return [
        (round(float(np.mean(moved[:, number] == 0)), 3), round(float(np.mean(moved[:, number] <= 1)), 3))
        for number in range(len(outcomes))
    ]


def _ranks(
    scores: np.ndarray[tuple[int, int], np.dtype[np.float64]],
) -> np.ndarray[tuple[int, int], np.dtype[np.int64]]:
    """1 is the highest score; equal scores, to one decimal, share a rank."""
    printed = np.floor(scores * 10 + 0.5 + _HAIR)
    higher: np.ndarray[tuple[int, int], np.dtype[np.int64]] = (printed[:, None, :] > printed[:, :, None]).sum(axis=2)
    return higher + 1
