"""Which figures must be hidden beside those that are too small, so that none of them can be computed back.

Pure arithmetic: figures are numbers by an index, and what adds up among them is known. The proof is by construction.
For every figure that is hidden there is a *move*: other numbers in place of hidden ones, none of them under one, with
which everything still adds up and every printed figure is the same. Whoever has the tables cannot tell the two apart,
so the hidden figure is not determined. Hiding another figure later takes no move away.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from heapq import heappop, heappush
from itertools import count
from typing import Final

Value = int | float
Move = Mapping[int, Value]
"""By how much each figure would be another."""
Sum = Mapping[int, int]
"""Factors by figure, 1 for each part and -1 for the total: with the true figures they add up to nothing."""

TRIED: Final = 3_000
"""How many half-made moves are looked at before everything that hangs together is hidden."""
OUT: Final = 20
"""What a sum that is out counts for, beside the figures that a move hides."""
BRANCHES: Final = 12
"""How many figures of one sum are tried, cheapest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Figures above nothing, what adds up among them, and what each costs to hide. Zeros are printed, so left out."""

    values: Sequence[Value]
    sums: Sequence[Sum]
    costs: Sequence[int]

    def cost(self, index: int, hidden: Collection[int]) -> int:
        """Nothing for what is hidden anyway."""
        return 0 if index in hidden else self.costs[index]


def hide(
    figures: Figures, sensitive: Collection[int], hidden: Mapping[int, Move] | None = None
) -> dict[int, Move]:
    """The figures to hide, each with its proof: the sensitive ones, those ``hidden`` already, what else it takes."""
    found = dict(hidden or {})
    search = _Search(figures)
    for index in sorted(sensitive, key=lambda one: (figures.values[one], one)):
        if index not in found:
            move = search.cheapest(index, found) or search.everything(index)
            # What is hidden already keeps the proof that it has.
            found = {**dict.fromkeys(move, move), **found}
    return found


@dataclass(frozen=True, slots=True)
class _Half:
    """A move that is not made yet, and by how much each sum is out."""

    move: dict[int, int]
    gaps: dict[int, int]


@dataclass(slots=True)
class _Search:
    figures: Figures
    within: list[list[int]] = field(init=False)

    def __post_init__(self) -> None:
        self.within = [[] for _value in self.figures.values]
        for place, one in enumerate(self.figures.sums):
            for index in one:
                self.within[index].append(place)

    def cheapest(self, start: int, hidden: Collection[int]) -> dict[int, Value] | None:
        """A move through one figure that hides little besides; None where none is found soon enough.

        Half-made moves are taken up by what they hide and by how many sums are still out.
        """
        order = count()
        seen: set[frozenset[tuple[int, int]]] = set()
        ahead: list[tuple[int, int, int, _Half]] = []

        def take_up(half: _Half | None, cost: int) -> None:
            if half and (name := frozenset(half.move.items())) not in seen:
                seen.add(name)
                heappush(ahead, (cost + OUT * len(half.gaps), next(order), cost, half))

        for step in (1, -1):
            take_up(self._moved(_Half({}, {}), start, step), 0)
        for _tried in range(TRIED):
            if not ahead:
                return None
            _worth, _place, cost, half = heappop(ahead)
            if not half.gaps:
                return dict(half.move)
            for index, step in self._closing(half, hidden):
                more = 0 if index in half.move else self.figures.cost(index, hidden)
                take_up(self._moved(half, index, step), cost + more)
        return None

    def everything(self, start: int) -> dict[int, Value]:
        """All that hangs together by sums: with every figure hidden, twice as much of each adds up as well."""
        seen, ahead = {start}, [start]
        while ahead:
            for place in self.within[ahead.pop()]:
                fresh = self.figures.sums[place].keys() - seen
                seen |= fresh
                ahead += fresh
        return {index: self.figures.values[index] for index in seen}

    def _closing(self, half: _Half, hidden: Collection[int]) -> Iterator[tuple[int, int]]:
        """What would bring a sum nearer to nothing, and which way; nothing is moved back."""
        gap = min(half.gaps, key=lambda one: (len(self.figures.sums[one]), one))
        missing = half.gaps[gap]
        found = [
            (self.figures.cost(index, hidden), index, -1 if missing * factor > 0 else 1)
            for index, factor in self.figures.sums[gap].items()
            if half.move.get(index, 0) * missing * factor <= 0
        ]
        for _cost, index, step in sorted(found)[:BRANCHES]:
            yield index, step

    def _moved(self, half: _Half, index: int, step: int) -> _Half | None:
        """One more figure moved by one, where it stays at one or above."""
        move = {**half.move, index: half.move.get(index, 0) + step}
        if self.figures.values[index] + move[index] < 1:
            return None
        gaps = dict(half.gaps)
        for place in self.within[index]:
            gaps[place] = gaps.get(place, 0) + step * self.figures.sums[place][index]
            if not gaps[place]:
                del gaps[place]
        return _Half(move, gaps)
