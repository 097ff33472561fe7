"""Places in a document, and those of them that hold one and the same figure."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple


class Line(NamedTuple):
    """A row of the document."""

    table: int
    row: int


class Spot(NamedTuple):
    """A cell of the document."""

    table: int
    row: int
    column: int

    @property
    def line(self) -> Line:
        return Line(self.table, self.row)


class Joined:
    """Sets of spots that are one, each known by its first."""

    def __init__(self, spots: Iterable[Spot]) -> None:
        self.of = {spot: spot for spot in spots}

    def first(self, spot: Spot) -> Spot:
        """The spot by which the set is known."""
        while self.of[spot] != spot:
            spot = self.of[spot]
        return spot

    def join(self, one: Spot, other: Spot) -> None:
        """One set of the two."""
        low, high = sorted((self.first(one), self.first(other)))
        self.of[high] = low
