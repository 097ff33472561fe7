"""Which figures must be hidden beside those that are too small, so that none of them can be computed back.

Pure arithmetic. The proof is by construction: for every figure that is hidden there is a *move*, other numbers in
place of hidden ones, none of them under one, with which everything still adds up and every printed figure is the same.
Whoever has the tables cannot tell the two apart, so the hidden figure is not determined. Moves are found by linear
programming, whose word is not taken for them: each is checked.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from tracker.packs.suppression.figures import Figures, Move, Value
from tracker.packs.suppression.solving import Programme


@dataclass(slots=True)
class Hidden:
    """A move by each figure that was to be hidden. Where none was found soon enough, all that hangs together moves."""

    moves: dict[int, Move] = field(default_factory=dict)
    not_found: set[int] = field(default_factory=set)

    @property
    def figures(self) -> set[int]:
        """All that are hidden: each is another one in some move."""
        return {index for move in self.moves.values() for index in move}


def hide(programme: Programme, wanted: Mapping[int, Value], hidden: Hidden | None = None) -> Hidden:
    """A move that raises each wanted figure by so much at least, which together hide little else.

    First the cheapest move for each, in which what is hidden already costs nothing. Then, dearest first, each figure
    that is hidden for the sake of others is tried without.
    """
    figures = programme.figures
    hidden = Hidden(moves={**hidden.moves}, not_found={*hidden.not_found}) if hidden else Hidden()
    for index in sorted(wanted.keys() - hidden.moves.keys(), key=lambda one: (-wanted[one], one)):
        known = _covering(hidden.moves.values(), index, wanted[index])
        move = known or programme.move(index, wanted[index], hidden.figures, range(len(figures.values)))
        if move is None:
            hidden.not_found.add(index)
        hidden.moves[index] = move or _everything(figures, index, wanted[index])
    others = hidden.figures - wanted.keys()
    for index in sorted(others, key=lambda one: (-figures.costs[one], one)):
        hidden.moves |= _without(index, programme, hidden, wanted)
    return hidden


def _without(
    index: int, programme: Programme, hidden: Hidden, wanted: Mapping[int, Value]
) -> Mapping[int, Move]:
    """Moves in place of all those in which a figure is another; none where one of them cannot do without."""
    rest = hidden.figures - {index}
    fresh: dict[int, Move] = {}
    for one in sorted(each for each, move in hidden.moves.items() if index in move):
        move = _covering(fresh.values(), one, wanted[one]) or programme.move(one, wanted[one], rest, rest)
        if move is None:
            return {}
        fresh[one] = move
    return fresh


def _covering(moves: Collection[Move], index: int, least: Value) -> Move | None:
    """One that serves this figure as well."""
    return next((move for move in moves if move.get(index, 0) >= least), None)


def _everything(figures: Figures, index: int, least: Value) -> Move:
    """All that hangs together, so many times as much of each: that adds up as well."""
    more = -(-least // figures.values[index])
    return {one: more * figures.values[one] for one in figures.hanging_with(index)}
