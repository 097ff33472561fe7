"""Whether curves of cumulative incidence differ by more than chance.

The test of Gray (1988) asks exactly that. Here the day on which each request would be censored is known, the as-of
day, also of those that something else ended: such data need none of its weights (Fine and Gray 1999, "censoring
complete"). The test is then the log-rank test with a larger risk set: who ended by another cause stays in it until
the as-of day. A log-rank test on the hazards of one cause would ask how fast those still waiting are answered, and
miss that one channel ends more of them without an answer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import erfc, exp, gamma, sqrt

import numpy as np

from tracker.reports.incidence import Floats
from tracker.reports.statistics import ROUNDING, Days, at_least, sorted_counts


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """``happened`` by the days that it took, ``without`` by the days until the as-of day of all others."""

    happened: Days
    without: Days


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """The statistic, its degrees of freedom, and the chance of one as large where nothing differs."""

    statistic: float
    freedom: int
    chance: float


def compare(groups: Sequence[Group]) -> Compared | None:
    """The log-rank test over the groups' risk sets.

    None where there is nothing to compare: one group, nothing that happened, or nobody whom another could differ from.
    """
    every = sorted(set().union(*(group.happened for group in groups)))
    if len(groups) < 2 or not every:
        return None
    days = np.array(every, dtype=np.int64)
    events = np.array([[group.happened.get(day, 0) for day in every] for group in groups], dtype=np.float64)
    at_risk = np.array(
        [
            at_least(days, *sorted_counts(group.happened)) + at_least(days, *sorted_counts(group.without))
            for group in groups
        ],
        dtype=np.float64,
    )
    return _logrank(events, at_risk)


def _logrank(events: Floats, at_risk: Floats) -> Compared | None:
    """In floating point throughout: products of a million by a million exceed whole numbers of 64 bits."""
    everybody, happened = at_risk.sum(axis=0), events.sum(axis=0)
    parts = at_risk / everybody
    rest = np.divide(everybody - happened, everybody - 1, out=np.zeros_like(everybody), where=everybody > 1)
    weight = happened * rest
    surplus = (events - parts * happened).sum(axis=1)
    spread = np.diag((parts * weight).sum(axis=1)) - (parts * weight) @ parts.T
    freedom = int(np.linalg.matrix_rank(spread, tol=ROUNDING * max(1.0, float(np.abs(spread).max()))))
    if freedom == 0:
        return None
    statistic = float(surplus @ np.linalg.pinv(spread, rcond=ROUNDING, hermitian=True) @ surplus)
    return Compared(statistic=statistic, freedom=freedom, chance=chi_squared_above(statistic, freedom))


def chi_squared_above(statistic: float, freedom: int) -> float:
    """The chance that a chi-squared variable of that many degrees of freedom, one or more, exceeds ``statistic``.

    By its finite sums (Abramowitz and Stegun 1964, 26.4.4 and 26.4.5).
    """
    half = statistic / 2
    if freedom % 2 == 0:
        term = total = exp(-half)
        for number in range(1, freedom // 2):
            term *= half / number
            total += term
        return min(total, 1.0)
    total = erfc(sqrt(half))
    term = exp(-half) * sqrt(half) / gamma(1.5)
    for number in range(1, (freedom + 1) // 2):
        total += term
        term *= half / (number + 0.5)
    return min(total, 1.0)
