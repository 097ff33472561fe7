"""How long until what, where several things can end the waiting: estimates over counts by whole days.

The cumulative incidence of each cause by Aalen and Johansen (1978): what else ends the waiting is a competing cause,
only those still waiting are censored. Its variance by the delta method (Dinse and Larson 1986); without censoring it
is that of a share. Intervals by Wilson, of as many as would give a plain share that variance (Dorey and Korn 1987): of
the same requests without censoring the same as the response rate prints. Who is observed until a day counts as at risk
on that day.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
import numpy.typing as npt

from tracker.reports.statistics import CONFIDENCE, ROUNDING, Days, Interval, at_least, wilson

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

Z = NormalDist().inv_cdf((1 + CONFIDENCE) / 2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """An estimated share with its interval."""

    value: float
    interval: Interval


def share_of(hits: int, of: int) -> Share:
    """A plain share, of which every part is known; nothing has none."""
    return Share(value=hits / of, interval=wilson(hits, of))


@dataclass(frozen=True, slots=True, kw_only=True)
class Median:
    """The day on which a curve reaches one half, from and to; None: not reached."""

    day: int | None
    low: int | None
    high: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """The share to which one cause has come by each of ``days``; ``waits`` is the share that still waits then."""

    days: Ints
    at_risk: Ints
    share: Floats
    variance: Floats
    waits: Floats

    def at(self, day: int) -> Share | None:
        """By the end of that day; None where nobody was observed for so long, and some still waited."""
        return self.through([day])[0]

    def through(self, days: Sequence[int]) -> list[Share | None]:
        """The same of each of several days at once."""
        if not self.days.size:
            return [None] * len(days)
        places = np.searchsorted(self.days, days, side="right") - 1
        later = np.searchsorted(self.days, days, side="left")
        number = np.append(self.at_risk, self.at_risk[-1])[later]
        low, high = self._limits(places, number)
        told = zip(days, places, self.share[places].tolist(), low.tolist(), high.tolist(), strict=True)
        return [self._told(*one) for one in told]

    def _told(self, day: int, place: int, share: float, low: float, high: float) -> Share | None:
        if not self.is_known(day):
            return None
        if place < 0:
            return Share(value=0.0, interval=wilson(0, int(self.at_risk[0])))
        return Share(value=share, interval=Interval(low=low, high=high))

    def is_known(self, day: int) -> bool:
        """Whether anybody was observed for so long, or nobody waits any more."""
        return bool(self.days.size) and bool(day <= self.days[-1] or self.waits[-1] <= ROUNDING)

    def number_at_risk(self, day: int) -> int:
        """How many still waited on the morning of that day."""
        place = int(np.searchsorted(self.days, day, side="left"))
        return int(self.at_risk[place]) if place < self.days.size else 0

    def still_waiting(self, day: int) -> float:
        """The share to which nothing had come by the end of that day."""
        place = int(np.searchsorted(self.days, day, side="right")) - 1
        return float(self.waits[place]) if place >= 0 else 1.0

    def median(self) -> Median:
        """Where the curve, and the limits of its interval, reach one half."""
        low, high = self._limits(slice(None), self.at_risk)
        return Median(day=self._reached(self.share), low=self._reached(high), high=self._reached(low))

    def _reached(self, line: Floats) -> int | None:
        there = np.flatnonzero(line >= 0.5 - ROUNDING)
        return int(self.days[there[0]]) if there.size else None

    def _limits(self, places: slice | Ints, number: Ints) -> tuple[Floats, Floats]:
        """From and to. At 0 and 1, where there is no variance, of as many as were at risk, and as before the last."""
        share, variance = self.share[places], self.variance[places]
        worth = share * (1 - share) / np.maximum(variance, ROUNDING**2)
        none, everybody = share <= ROUNDING, share >= 1 - ROUNDING
        worth = np.where(none, number, np.where(everybody, self._worth_before_all(), worth))
        return _wilson(np.clip(share, 0.0, 1.0), worth)

    def _worth_before_all(self) -> float:
        """Of how many a plain share would have had the variance before the curve came to 1; from 0, all then at risk.

        Who was censored before tells nothing of those that came last: where nobody was, it is the number of all.
        """
        there = int(np.searchsorted(self.share, 1 - ROUNDING))
        if there == self.days.size:
            return 1.0
        if there == 0 or self.share[there - 1] <= ROUNDING:
            return float(self.at_risk[there])
        share, variance = self.share[there - 1], self.variance[there - 1]
        return float(share * (1 - share) / max(variance, ROUNDING**2))


def _wilson(share: Floats, of: Floats) -> tuple[Floats, Floats]:
    """As `statistics.wilson`, of shares that need not be of whole numbers."""
    scale = 1 + Z * Z / of
    centre = (share + Z * Z / (2 * of)) / scale
    reach = Z / scale * np.sqrt(share * (1 - share) / of + Z * Z / (4 * of * of))
    return np.maximum(centre - reach, 0.0), np.minimum(centre + reach, 1.0)


def curves(happened: Sequence[Days], waiting: Days) -> tuple[Curve, ...]:
    """A curve for each of the causes, which compete; ``waiting`` counts those still open by the days observed.

    All curves have the same days: every one on which something happened or somebody was last observed.
    """
    every = sorted({*waiting}.union(*happened))
    days = np.array(every, dtype=np.int64)
    events = np.array([_on(every, one) for one in happened], dtype=np.int64).reshape(len(happened), days.size)
    gone = events.sum(axis=0)
    at_risk = at_least(days, days, gone + _on(every, waiting))
    waits = np.cumprod(1 - gone / at_risk)
    before = np.concatenate(([1.0], waits))[: days.size]
    return tuple(_curve(days, at_risk, waits, before, gone, one) for one in events)


def merged(happened: Sequence[Days]) -> Days:
    """Several causes as one."""
    return {day: sum(one.get(day, 0) for one in happened) for day in set().union(*happened)}


def after(age: int, counted: Days) -> Days:
    """The days that were left to those who had waited for more than ``age`` days."""
    return {day - age: number for day, number in counted.items() if day > age}


def _on(days: Sequence[int], counted: Days) -> list[int]:
    return [counted.get(day, 0) for day in days]


def _curve(days: Ints, at_risk: Ints, waits: Floats, before: Floats, gone: Ints, own: Ints) -> Curve:
    share = np.cumsum(before * own / at_risk)
    return Curve(
        days=days,
        at_risk=at_risk,
        share=share,
        variance=_variance(share, before, at_risk.astype(float), gone.astype(float), own.astype(float)),
        waits=waits,
    )


def _variance(share: Floats, before: Floats, at_risk: Floats, gone: Floats, own: Floats) -> Floats:
    """The delta method's sum for every day at once: its square multiplied out into running sums.

    Where all at risk go, what comes later adds nothing: its infinite term is multiplied by nothing.
    """
    rest = at_risk - gone
    both = np.divide(gone, at_risk * rest, out=np.zeros_like(gone), where=rest > 0)
    alone = before**2 * (at_risk - own) * own / at_risk**3
    mixed = before * own / at_risk**2
    total = (
        share**2 * np.cumsum(both)
        - 2 * share * np.cumsum(both * share + mixed)
        + np.cumsum(both * share**2 + alone + 2 * share * mixed)
    )
    return np.asarray(np.maximum(total, 0.0), dtype=np.float64)


def mean(counted: Days) -> float | None:
    """The mean of the days; None of nothing."""
    number = sum(counted.values())
    return sum(day * many for day, many in counted.items()) / number if number else None


def percentile(counted: Days, share: float) -> int | None:
    """The first day by which that share of them, between 0 and 1, had come; None of nothing. Nothing in between."""
    number, so_far = sum(counted.values()), 0
    for day in sorted(counted):
        so_far += counted[day]
        if so_far >= share * number - ROUNDING:
            return day
    return None
