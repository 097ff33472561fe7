"""Numbers by an index, and what is known among them: what adds up, and what is part of what."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import isclose
from typing import Final

Value = int | float
Move = Mapping[int, Value]
"""By how much each figure would be another."""
Sum = Mapping[int, int]
"""Factors by figure, 1 for each part and -1 for the total: with the true figures they add up to nothing."""

NEAR: Final = 1e-6
"""Sums of days and shares are right to this."""


@dataclass(frozen=True, kw_only=True)
class Figures:
    """Figures above nothing, and what each costs to hide. Zeros are printed, so left out.

    ``within``: pairs of which the first is part of the second, so never more.
    """

    values: Sequence[Value]
    sums: Sequence[Sum]
    costs: Sequence[int]
    within: Collection[tuple[int, int]] = ()

    def allow(self, move: Move) -> bool:
        """None under one, everything adds up, no part above its whole. Counts in whole numbers, so exactly."""
        moved = {index: self.values[index] + step for index, step in move.items()}
        sums = {place for index in move for place in self._sums_of[index]}
        return (
            all(value >= min(1, self.values[index]) for index, value in moved.items())
            and all(self._adds_up(move, self.sums[place]) for place in sums)
            and all(
                moved.get(part, self.values[part]) <= moved.get(whole, self.values[whole])
                for part, whole in self.within
                if part in moved or whole in moved
            )
        )

    def hanging_with(self, start: int) -> Iterator[int]:
        """All that are connected with one by sums, or are wholes of what is: these can be multiplied together."""
        seen, ahead = {start}, [start]
        while ahead:
            index = ahead.pop()
            yield index
            added = {one for place in self._sums_of[index] for one in self.sums[place]}
            fresh = (added | {whole for part, whole in self.within if part == index}) - seen
            seen |= fresh
            ahead += sorted(fresh)

    @cached_property
    def _sums_of(self) -> Mapping[int, Sequence[int]]:
        found: dict[int, list[int]] = defaultdict(list)
        for place, one in enumerate(self.sums):
            for index in one:
                found[index].append(place)
        return found

    def _adds_up(self, move: Move, one: Sum) -> bool:
        return isclose(sum(factor * move.get(index, 0) for index, factor in one.items()), 0, abs_tol=NEAR)
