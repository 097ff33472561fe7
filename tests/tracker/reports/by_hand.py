"""Statistics by plain loops: no arrays, nothing of the program's own."""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt

Z = 1.959963984540054


def wilson(hits: int, of: int) -> tuple[float, float]:
    """Where the score test of a share just rejects: the roots of its quadratic."""
    share = hits / of
    square, line, rest = 1 + Z * Z / of, -(2 * share + Z * Z / of), share * share
    root = sqrt(max(line * line - 4 * square * rest, 0))
    return (-line - root) / (2 * square), (-line + root) / (2 * square)


def newcombe(first: tuple[int, int], second: tuple[int, int]) -> tuple[float, float, float]:
    (low, high), (other_low, other_high) = wilson(*first), wilson(*second)
    share, other = first[0] / first[1], second[0] / second[1]
    down, up = (
        sqrt((share - low) ** 2 + (other_high - other) ** 2),
        sqrt((high - share) ** 2 + (other - other_low) ** 2),
    )
    return share - other, share - other - down, share - other + up


def kaplan_meier(lives: Sequence[tuple[int, bool]]) -> int | None:
    """The day on which half have it, of days with whether it came then."""
    left = 1.0
    for day in sorted({day for day, came in lives if came}):
        at_risk = sum(one >= day for one, _came in lives)
        left *= 1 - sum(one == day and came for one, came in lives) / at_risk
        if left <= 0.5 + 1e-9:
            return day
    return None


def aalen_johansen(lives: Sequence[tuple[int, str]]) -> int | None:
    """The day by which half have reached it, where ``instead`` and ``ended`` compete and ``open`` is censored."""
    left, reached = 1.0, 0.0
    for day in sorted({day for day, _how in lives}):
        at_risk = sum(one >= day for one, _how in lives)
        there = [how for one, how in lives if one == day]
        reached += left * there.count("reached") / at_risk
        left *= 1 - (len(there) - there.count("open")) / at_risk
        if reached >= 0.5 - 1e-9:
            return day
    return None
