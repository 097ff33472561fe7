"""The tables of one document with its small figures hidden, and whatever would tell them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from typing import Final

from django.utils.translation import gettext

from tracker.packs.suppression.moves import Figures, Move, Sum, Value, hide
from tracker.packs.suppression.spots import Joined, Line, Spot
from tracker.packs.suppression.sums import across, sums, told
from tracker.reports.base import Cell, Row, Table

MARK: Final = "▪"
"""What is printed in place of a hidden figure."""
TOTAL_COST: Final = 30
"""A total is hidden where a good many other figures would have to be."""


Over = frozenset[tuple[str, str]]
SAME: Final = {"new": "sent", "requests": "sent", "wholly": "refused"}
"""Columns of several reports that count the same, under the name of the first of them."""
PARTS: Final = 4
"""Of so many parts a figure of another table may be the sum."""
ENDS: Final = ("_from", "_to")
"""How the keys of an interval end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A table, and over what it counts: the filters that it does not share with every other table."""

    table: Table
    over: Over = frozenset()


def without_small(shown: Sequence[Shown], threshold: int) -> tuple[Table, ...]:
    """The tables without counts from 1 to ``threshold`` - 1, and without all from which one could be computed back.

    1. Small counts are hidden, zeros are not.  2. With them as many others as keep each from being the difference
    between a total and the rest, across all tables.  3. Whatever is no count, in a row with a hidden count, and in
    rows of the same requests elsewhere: a rate times a count is a count.  Then 2 again, for sums of days, until
    nothing is added.  4. Shares are hidden that are of counts which are not printed: they would tell them.  5. No
    figure leads to its rows any more, and notes, which repeat figures, are left out.
    """
    return _System(shown).without_small(threshold)


class _System:
    """All numbers of the document, those that are one figure joined, and what adds up among them."""

    def __init__(self, shown: Sequence[Shown]) -> None:
        self.shown = shown
        self.tables = [one.table for one in shown]
        self.cells = dict(_cells(self.tables))
        found = {spot: _number(cell) for spot, cell in self.cells.items()}
        self.numbers = {spot: number for spot, number in found.items() if number is not None}
        self.counts = {spot for spot in self.numbers if _is_count(self.cells[spot])}
        self.rows: dict[Line, list[Spot]] = defaultdict(list)
        for spot in self.cells:
            self.rows[spot.line].append(spot)
        self._totals = {
            (shown[spot.table].over, self.numbers[spot]): spot
            for spot in sorted(self.counts)
            if self._is_total(spot)
        }
        self.figure_of = self._figures_by_spot()

    def without_small(self, threshold: int) -> tuple[Table, ...]:
        """See the function."""
        figures = self._figures()
        wanted = {spot for spot in self.counts if 1 <= self.numbers[spot] < threshold}
        hidden: Mapping[int, Move] = {}
        dark: set[Spot] = set()
        while wanted - dark:
            small = {self.figure_of[spot] for spot in wanted if spot in self.figure_of}
            hidden = hide(figures, small, hidden)
            dark |= wanted | {spot for spot, figure in self.figure_of.items() if figure in hidden}
            wanted = set(self._beside(dark))
        dark |= set(self._of_unprinted(dark))
        return tuple(self._masked(place, table, dark) for place, table in enumerate(self.tables))

    def _figures_by_spot(self) -> dict[Spot, int]:
        """What is above nothing, numbered; counts that are the same figure have one number."""
        joined = Joined({spot for spot, number in self.numbers.items() if number > 0})
        first: dict[object, Spot] = {}
        for spot in sorted(joined.of.keys() & self.counts):
            for known_by in (self.cells[spot].rows, self._place(spot)):
                if known_by is not None:
                    joined.join(first.setdefault(known_by, spot), spot)
        order: dict[Spot, int] = {}
        return {spot: order.setdefault(joined.first(spot), len(order)) for spot in sorted(joined.of)}

    def _place(self, spot: Spot) -> tuple[Over, str, str, Value]:
        """Equal counts in rows of one name, in columns that count the same, over the same, are taken for one figure."""
        key = self._keys(spot)[0]
        return self.shown[spot.table].over, self._name(spot), SAME.get(key, key), self.numbers[spot]

    def _name(self, spot: Spot) -> str:
        table = self.tables[spot.table]
        return "" if self._is_total(spot) else _row_name(table.rows[spot.row])

    def _is_total(self, spot: Spot) -> bool:
        return spot.row >= len(self.tables[spot.table].rows)

    def _figures(self) -> Figures:
        number = len(set(self.figure_of.values()))
        values: list[Value] = [0] * number
        costs = [0] * number
        for spot, figure in self.figure_of.items():
            values[figure] = self.numbers[spot]
            costs[figure] += int(self.numbers[spot]).bit_length() + (
                TOTAL_COST if self._is_total(spot) else 0
            )
        return Figures(values=values, costs=costs, sums=list(self._sums()))

    def _sums(self) -> Iterator[Sum]:
        for found in (*self._within_tables(), *self._between_tables(), *self._to_totals()):
            joined: Counter[int] = Counter()
            for spot, factor in found.items():
                if spot in self.figure_of:
                    joined[self.figure_of[spot]] += factor
            if any(joined.values()):
                yield {figure: factor for figure, factor in joined.items() if factor}

    def _within_tables(self) -> Iterator[Mapping[Spot, int]]:
        for place, table in enumerate(self.tables):
            numbers = {spot[1:]: number for spot, number in self.numbers.items() if spot.table == place}
            counts = sorted({spot.column for spot in self.counts if spot.table == place})
            others = [column for column in range(len(table.columns)) if column not in counts]
            for found in sums(numbers, len(table.rows), len(table.totals), counts, others):
                yield {Spot(place, *one): factor for one, factor in found.items()}

    def _between_tables(self) -> Iterator[Mapping[Spot, int]]:
        """Across rows of one name in tables by the same over the same: what is a column here may be two there."""
        alike: dict[object, dict[tuple[int, int], dict[str, Spot]]] = defaultdict(lambda: defaultdict(dict))
        for spot in sorted(self.counts):
            by = self.shown[spot.table].over, self.tables[spot.table].heading
            alike[by][spot.table, spot.column].setdefault(self._name(spot), spot)
        for columns in alike.values():
            if len({table for table, _column in columns}) > 1:
                yield from self._joint(list(self._different(columns.values())))

    def _to_totals(self) -> Iterator[Mapping[Spot, int]]:
        """All rows of a column that are the total of another table over the same: one without a total has it there."""
        for place, table in enumerate(self.tables):
            numbers = {spot[1:]: number for spot, number in self.numbers.items() if spot.table == place}
            for column in sorted({spot.column for spot in self.counts if spot.table == place}):
                parts = told(numbers, len(table.rows), column)
                total = self._totals.get((self.shown[place].over, sum(numbers[part] for part in parts)))
                if parts and total:
                    yield {**{Spot(place, *part): 1 for part in parts}, total: -1}

    def _different(self, columns: Iterable[Mapping[str, Spot]]) -> Iterator[Mapping[str, Spot]]:
        """Without those that are the same figures in all rows."""
        seen: set[tuple[tuple[str, int | None], ...]] = set()
        for column in columns:
            figures = tuple((name, self.figure_of.get(spot)) for name, spot in sorted(column.items()))
            if figures not in seen:
                seen.add(figures)
                yield column

    def _joint(self, columns: Sequence[Mapping[str, Spot]]) -> Iterator[Mapping[Spot, int]]:
        names = sorted({name for column in columns for name in column})
        spots = {
            (names.index(name), place): spot
            for place, column in enumerate(columns)
            for name, spot in column.items()
        }
        numbers = {place: self.numbers[spot] for place, spot in spots.items()}
        for found in across(numbers, range(len(names)), range(len(columns)), PARTS):
            yield {spots[place]: factor for place, factor in found.items()}

    def _beside(self, dark: set[Spot]) -> Iterator[Spot]:
        """What is no count, in a row with a hidden count and in rows of its name that count the same requests."""
        lines = {spot.line for spot in dark & self.counts}
        same = {(self._name(spot), self.figure_of[spot]) for line in lines for spot in self._counted(line)}
        for line, spots in self.rows.items():
            if line in lines or any(
                (self._name(spot), self.figure_of[spot]) in same for spot in self._counted(line)
            ):
                yield from (spot for spot in spots if spot not in self.counts and _can_tell(self.cells[spot]))

    def _of_unprinted(self, dark: set[Spot]) -> Iterator[Spot]:
        """Shares that are no quotient of two printed counts, of the row or of all; and the intervals beside them."""
        printed = self.counts - dark
        for line, spots in self.rows.items():
            over = self.shown[line.table].over
            row = {self.numbers[spot] for spot in spots if spot in printed}
            whole = {
                self.numbers[spot]
                for spot in printed
                if self._is_total(spot) and self.shown[spot.table].over == over
            }
            quotients = {part / of for part in row for of in row | whole if of}
            untold = [spot for spot in spots if any(share not in quotients for share in self._shares(spot))]
            yield from untold
            if untold:
                yield from (spot for spot in spots if self._is_interval(spot))

    def _shares(self, spot: Spot) -> Iterator[float]:
        """Those that tell a part, and differences of them either way: all and nothing are told anyway."""
        for key, value in zip(self._keys(spot), self.cells[spot].values, strict=True):
            if isinstance(value, float) and 0 < abs(value) < 1 and not key.endswith(ENDS):
                yield value

    def _is_interval(self, spot: Spot) -> bool:
        return all(key.endswith(ENDS) for key in self._keys(spot))

    def _keys(self, spot: Spot) -> tuple[str, ...]:
        return self.tables[spot.table].columns[spot.column].keys

    def _counted(self, line: Line) -> Iterator[Spot]:
        return (spot for spot in self.rows[line] if spot in self.counts and spot in self.figure_of)

    def _masked(self, place: int, table: Table, dark: set[Spot]) -> Table:
        masked = [
            replace(
                row,
                cells=tuple(
                    _hidden(cell) if Spot(place, number, column) in dark else replace(cell, rows=None)
                    for column, cell in enumerate(row.cells)
                ),
            )
            for number, row in enumerate((*table.rows, *table.totals))
        ]
        rows = masked[: len(table.rows)]
        return replace(table, rows=tuple(rows), totals=tuple(masked[len(table.rows) :]), notes=())


def _cells(tables: Sequence[Table]) -> Iterator[tuple[Spot, Cell]]:
    for place, table in enumerate(tables):
        for number, row in enumerate((*table.rows, *table.totals)):
            for column, cell in enumerate(row.cells):
                yield Spot(place, number, column), cell


def _number(cell: Cell) -> Value | None:
    """The one number of a cell that has no other."""
    if len(cell.values) != 1 or isinstance(cell.values[0], str):
        return None
    return cell.values[0]


def _is_count(cell: Cell) -> bool:
    """A number of requests, of items or of what else a single case may be known by."""
    return cell.is_count or (cell.rows is not None and isinstance(_number(cell), int))


def _can_tell(cell: Cell) -> bool:
    """Whatever is no word of its own: a number, an amount that is written out, or why there is none."""
    return all(_is_amount(value) for value in cell.values if isinstance(value, str))


def _is_amount(text: str) -> bool:
    try:
        return Decimal(text).is_finite()
    except InvalidOperation:
        return False


def _row_name(row: Row) -> str:
    return f"{row.label} {row.code}".strip()


def _hidden(cell: Cell) -> Cell:
    return Cell(text=MARK, values=(None,) * len(cell.values), is_known=False, reason=gettext("suppressed"))
