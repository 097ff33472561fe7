"""The numbers of a document, those that are one figure, and what is computed of which."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations
from typing import Final

from tracker.packs.suppression.derived import ENDS, Derived, derived
from tracker.packs.suppression.figures import Value
from tracker.packs.suppression.spots import Joined, Line, Spot, can_tell, is_count, number
from tracker.reports.base import Cell, Row, Table

Over = frozenset[tuple[str, str]]

SAME: Final = {"new": "sent", "requests": "sent", "wholly": "refused", "rate": "answered"}
"""Columns of several reports that count the same, under the name of the first of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A table, and over what it counts: the filters that it does not share with every other table."""

    table: Table
    over: Over = frozenset()


class Reading:
    """As a reader has it who knows what each report counts: the counts that shares tell are counts of the document."""

    def __init__(self, shown: Sequence[Shown]) -> None:
        self.overs = [one.over for one in shown]
        self.derived: list[Derived] = [derived(one.table) for one in shown]
        self.tables = [one.table for one in self.derived]
        self.printed_columns = [len(one.table.columns) for one in shown]
        self.cells = dict(_cells(self.tables))
        found = {spot: number(cell) for spot, cell in self.cells.items() if self.on(spot) is None}
        self.numbers = {spot: value for spot, value in found.items() if value is not None}
        self.counts = {spot for spot in self.numbers if is_count(self.cells[spot])}
        self.rows: dict[Line, list[Spot]] = defaultdict(list)
        for spot in self.cells:
            self.rows[spot.line].append(spot)
        self.totals: dict[tuple[Over, Value], list[Spot]] = defaultdict(list)
        for spot in sorted(self.counts):
            if self.is_total(spot):
                self.totals[self.overs[spot.table], self.numbers[spot]].append(spot)
        self.figure_of = self._figures_by_spot()

    def on(self, spot: Spot) -> frozenset[Spot] | None:
        """The counts of its row that a figure is computed of; None where that is not known, as of why there is none."""
        columns = self.derived[spot.table].on.get(spot.column)
        if columns is None or all(value is None for value in self.cells[spot].values):
            return None
        return frozenset(spot._replace(column=one) for one in columns)

    def figures_at(self, spots: Mapping[Spot, int]) -> Iterator[tuple[int, int]]:
        """Factors by figure; zeros change no sum."""
        return ((self.figure_of[spot], factor) for spot, factor in spots.items() if spot in self.figure_of)

    def is_printed(self, spot: Spot) -> bool:
        """Not one of the counts that shares tell."""
        return spot.column < self.printed_columns[spot.table]

    def is_total(self, spot: Spot) -> bool:
        return spot.row >= len(self.tables[spot.table].rows)

    def name(self, spot: Spot) -> str:
        """Of the row; totals share one."""
        return "" if self.is_total(spot) else _row_name(self.tables[spot.table].rows[spot.row])

    def keys(self, spot: Spot) -> tuple[str, ...]:
        return self.tables[spot.table].columns[spot.column].keys

    def can_tell(self, spot: Spot) -> bool:
        """Whether it is no word; where a column is of words, why there is none is one, too."""
        cell, column = self.cells[spot], self.tables[spot.table].columns[spot.column]
        is_missing_word = column.is_worded and all(value is None for value in cell.values)
        return can_tell(cell) and not is_missing_word

    def is_interval(self, spot: Spot) -> bool:
        return all(key.endswith(ENDS) for key in self.keys(spot))

    def counted(self, line: Line) -> Iterator[Spot]:
        """The counts above nothing of a row."""
        return (spot for spot in self.rows[line] if spot in self.counts and spot in self.figure_of)

    def narrower(self) -> Iterator[tuple[Spot, Spot]]:
        """Counts of one name in columns that count the same, the first over more filters than the second."""
        alike: dict[object, list[Spot]] = defaultdict(list)
        for spot in sorted(self.counts & self.figure_of.keys()):
            key = self.keys(spot)[0]
            alike[self.tables[spot.table].heading, self.name(spot), SAME.get(key, key)].append(spot)
        for spots in alike.values():
            for part, whole in permutations(spots, 2):
                is_narrower = self.overs[part.table] > self.overs[whole.table]
                if is_narrower and self.numbers[part] <= self.numbers[whole]:
                    yield part, whole

    def _figures_by_spot(self) -> dict[Spot, int]:
        """What is above nothing, numbered; counts that are the same figure have one number."""
        joined = Joined({spot for spot, value in self.numbers.items() if value > 0})
        first: dict[object, Spot] = {}
        for spot in sorted(joined.of.keys() & self.counts):
            for known_by in (self.cells[spot].rows, self._place(spot)):
                if known_by is not None:
                    joined.join(first.setdefault(known_by, spot), spot)
        order: dict[Spot, int] = {}
        return {spot: order.setdefault(joined.first(spot), len(order)) for spot in sorted(joined.of)}

    def _place(self, spot: Spot) -> tuple[Over, str, str, Value]:
        """Equal counts in rows of one name, in columns that count the same, over the same, are taken for one figure."""
        key = self.keys(spot)[0]
        return self.overs[spot.table], self.name(spot), SAME.get(key, key), self.numbers[spot]


def _cells(tables: Sequence[Table]) -> Iterator[tuple[Spot, Cell]]:
    for place, table in enumerate(tables):
        for row_number, row in enumerate((*table.rows, *table.totals)):
            for column, cell in enumerate(row.cells):
                yield Spot(place, row_number, column), cell


def _row_name(row: Row) -> str:
    return f"{row.label} {row.code}".strip()
