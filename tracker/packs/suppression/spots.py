"""Places in a document, what stands there, and those of them that hold one and the same figure."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

from tracker.packs.suppression.figures import Value
from tracker.reports.base import Cell


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


def number(cell: Cell) -> Value | None:
    """The one number of a cell that has no other."""
    if len(cell.values) != 1 or isinstance(cell.values[0], str):
        return None
    return cell.values[0]


def is_count(cell: Cell) -> bool:
    """A number of requests, of items or of what else a single case may be known by."""
    return cell.is_count or (cell.rows is not None and isinstance(number(cell), int))


def can_tell(cell: Cell) -> bool:
    """Whatever is no word of its own: a number, an amount that is written out, or why there is none."""
    return all(_is_amount(value) for value in cell.values if isinstance(value, str))


def _is_amount(text: str) -> bool:
    try:
        return Decimal(text).is_finite()
    except InvalidOperation:
        return False
