"""Numbers by an index, and what is known among them: what adds up, and what is part of what."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import isclose
from typing import Final

Value = int | float
Move = Mapping[int, Value]
"""By how much each figure would be another."""
Sum = Mapping[int, int]
"""Factors by figure, 1 for each part and -1 for the total: with the true figures they add up to nothing."""

NEAR: Final = 1e-6
"""Sums of days and shares are right to this."""


@dataclass(frozen=True, slots=True, kw_only=True)
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
        moved = {
            **dict(enumerate(self.values)),
            **{index: self.values[index] + step for index, step in move.items()},
        }
        return (
            all(moved[index] >= min(1, self.values[index]) for index in move)
            and all(
                _is_nothing(factor * move.get(index, 0) for index, factor in one.items()) for one in self.sums
            )
            and all(moved[part] <= moved[whole] for part, whole in self.within)
        )

    def hanging_with(self, start: int) -> Iterator[int]:
        """All that are connected with one by sums, or are wholes of what is: these can be multiplied together."""
        beside: dict[int, set[int]] = {}
        for one in self.sums:
            for index in one:
                beside.setdefault(index, set()).update(one)
        for part, whole in self.within:
            beside.setdefault(part, set()).add(whole)
        seen, ahead = {start}, [start]
        while ahead:
            index = ahead.pop()
            yield index
            fresh = beside.get(index, set()) - seen
            seen |= fresh
            ahead += sorted(fresh)


def _is_nothing(steps: Iterable[Value]) -> bool:
    return isclose(sum(steps), 0, abs_tol=NEAR)
