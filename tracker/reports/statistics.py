"""Intervals and medians over counts, so that a million requests cost as much as their distinct days."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist

import numpy as np
import numpy.typing as npt

Days = Mapping[int, int]
"""How many requests took (or have waited) so many whole days."""

CONFIDENCE = 0.95
# Products of many fractions miss one half by a rounding error; no sample tells figures this close apart.
ROUNDING = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """From and to, as shares between 0 and 1 or as their difference."""

    low: float
    high: float


def wilson(hits: int, of: int, *, confidence: float = CONFIDENCE) -> Interval:
    """The score interval of a share (Wilson 1927), without correction of continuity.

    Holds its level for small samples and for shares near 0 and 1. Nothing is known of an empty sample: 0 to 1.
    Raises ValueError where ``hits`` are not between 0 and ``of``.
    """
    if not 0 <= hits <= of:
        raise ValueError(f"{hits} of {of} is no share")
    if of == 0:
        return Interval(low=0.0, high=1.0)
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    share = hits / of
    scale = 1 + z * z / of
    centre = (share + z * z / (2 * of)) / scale
    reach = z / scale * sqrt(share * (1 - share) / of + z * z / (4 * of * of))
    # At the ends the formula gives 0 and 1 but for rounding.
    return Interval(low=0.0 if hits == 0 else centre - reach, high=1.0 if hits == of else centre + reach)


def difference(hits: int, of: int, other_hits: int, other_of: int) -> Interval:
    """From and to of the first share less the second, between -1 and 1 (Newcombe 1998, from two score intervals).

    Of an empty sample there is no share: neither may be.
    """
    first, second = wilson(hits, of), wilson(other_hits, other_of)
    share, other = hits / of, other_hits / other_of
    below = sqrt((share - first.low) ** 2 + (second.high - other) ** 2)
    above = sqrt((first.high - share) ** 2 + (other - second.low) ** 2)
    return Interval(low=share - other - below, high=share - other + above)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stratified:
    """One share less another within strata, and how many of each could be compared."""

    value: float
    between: Interval
    first: int
    second: int


def stratified_difference(strata: Sequence[tuple[tuple[int, int], tuple[int, int]]]) -> Stratified | None:
    """The first share less the second within strata, each hits of so many; None where no stratum has both.

    Weights by Mantel and Haenszel (1959), so that a stratum which only one of them has counts nothing. From and to by
    the square-and-add of score intervals (Newcombe 1998; of sums: Zou and Donner 2008): of one stratum `difference`.
    """
    both = [(first, second) for first, second in strata if first[1] and second[1]]
    total = sum(_weight(first, second) for first, second in both)
    if not both:
        return None
    value = below = above = 0.0
    for first, second in both:
        part = _weight(first, second) / total
        share = first[0] / first[1] - second[0] / second[1]
        limits = difference(*first, *second)
        value += part * share
        below += (part * (share - limits.low)) ** 2
        above += (part * (limits.high - share)) ** 2
    return Stratified(
        value=value,
        between=Interval(low=value - sqrt(below), high=value + sqrt(above)),
        first=sum(first[1] for first, _second in both),
        second=sum(second[1] for _first, second in both),
    )


def _weight(first: tuple[int, int], second: tuple[int, int]) -> float:
    return first[1] * second[1] / (first[1] + second[1])


def km_median(happened: Days, waiting: Days) -> int | None:
    """Days by which the curve of those without it (Kaplan and Meier 1958) has fallen to one half; None: not reached.

    ``happened`` counts by the day on which it happened, ``waiting`` by the days observed without it happening. Who is
    observed until a day counts as at risk on that day.
    """
    if not happened:
        return None
    days, events = sorted_counts(happened)
    at_risk = at_least(days, days, events) + at_least(days, *sorted_counts(waiting))
    survival = np.cumprod(1 - events / at_risk)
    reached = np.flatnonzero(survival <= 0.5 + ROUNDING)
    return int(days[reached[0]]) if reached.size else None


def median(happened: Days) -> float | None:
    """The middle of the days, or the mean of the middle two; None of nothing."""
    if not happened:
        return None
    days, counts = sorted_counts(happened)
    up_to = np.cumsum(counts)
    total = int(up_to[-1])
    middle = np.searchsorted(up_to, [(total - 1) // 2, total // 2], side="right")
    return float(days[middle].mean())


def sorted_counts(counted: Days) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """The days in their order, and how many there are of each: two arrays of one length."""
    days = sorted(counted)
    return np.array(days, dtype=np.int64), np.array([counted[day] for day in days], dtype=np.int64)


def at_least(
    marks: npt.NDArray[np.int64], days: npt.NDArray[np.int64], counts: npt.NDArray[np.int64]
) -> npt.NDArray[np.int64]:
    """For each of ``marks``, how many lie on that day or later; ``days`` are in their order, one of ``counts`` each."""
    below = np.concatenate(([0], np.cumsum(counts)))
    return np.asarray(below[-1] - below[np.searchsorted(days, marks, side="left")], dtype=np.int64)
