"""What is no count but computed of counts: it may be printed where these are, and must not be where one of them is not.

Whatever is not named here is hidden beside any hidden count of its row. So a figure that somebody forgets to name is
hidden too often, and never tells anything.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from tracker.packs.suppression.figures import NEAR
from tracker.packs.suppression.spots import is_count, number
from tracker.reports import cells
from tracker.reports.base import Cell, Column, Table, Value

Keys = tuple[str, ...]

ENDS: Final = ("_from", "_to")
"""How the keys of an interval end."""

SHARES_OF: Final[Mapping[str, Sequence[Keys]]] = {
    **{
        f"{what}_of_{whole}": [(column,)]
        for what in ("execution", "refusal", "withdrawal")
        for whole, column in (("closed", "closed"), ("all", "handled"))
    },
    "rate": [("items",), ("requests",), ("sent",)],
    "rate_sent": [("due",)],
    "rate_received": [("due",)],
    "within_hour": [("timed",)],
    "within_day": [("timed",)],
    "limit_kept_share": [("limit_kept", "limit_missed")],
}
"""Shares, and the columns of which their whole is the sum; the first of several of which all shares are such."""

PARTS_OF_ALL: Final[Mapping[str, Sequence[Keys]]] = {
    "share": [("refused",), ("requests",), ("sent",)],
    "of_closed": [("closed",)],
    "of_handled": [("closed",)],
    "rate_closed": [("refused",)],
    "rate_all": [("refused",)],
}
"""Shares of a total, here or in another table, and the column of their parts."""

DESCRIBING: Final[Mapping[str, Keys]] = {
    "median_days": ("sent", "requests", "items", "answered", "acknowledged", "completed", "gaps", "rate"),
    "median_days_answered": ("sent", "answered"),
    "mean_days_answered": ("sent", "answered"),
    "p90_days_answered": ("sent", "answered"),
    "median_days_acknowledged": ("sent", "acknowledged"),
    "mean_days_acknowledged": ("sent", "acknowledged"),
    "p90_days_acknowledged": ("sent", "acknowledged"),
    "median_days_completed": ("sent", "completed"),
    "mean_days_completed": ("sent", "completed"),
    "p90_days_completed": ("sent", "completed"),
    "median_hours": ("acted", "timed"),
}
"""Figures about so many requests, and the columns that say how many: those of these that the table has."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Derived:
    """A table with the counts that its shares tell as columns at its end.

    ``on``: by the column of a figure that is computed of counts, the columns of these. ``of_all``: by the column of
    shares of a total, that of their parts. ``within``: columns of which the first counts some of what the second does.
    """

    table: Table
    on: Mapping[int, frozenset[int]]
    of_all: Mapping[int, int]
    within: frozenset[tuple[int, int]]


def derived(table: Table) -> Derived:
    """Names are trusted only as far as the numbers bear them out: a share that is none of what is named is left out."""
    return _Reader(table).derived()


class _Reader:
    """``on`` and ``of_all`` by key here; ``columns`` are those of counts, the told ones last."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.lines = (*table.rows, *table.totals)
        self.at = {
            column.keys[0]: place for place, column in enumerate(table.columns) if len(column.keys) == 1
        }
        self.columns = {
            place: [number(row.cells[place]) for row in self.lines]
            for place in range(len(table.columns))
            if any(is_count(row.cells[place]) for row in self.lines)
        }
        self.told: list[str] = []
        self.on: dict[str, frozenset[int]] = {}
        self.of_all: dict[str, int] = {}
        self.within: set[tuple[int, int]] = set()

    def derived(self) -> Derived:
        for key, values in self._values():
            for names in SHARES_OF.get(key, ()):
                self._share_of(key, values, names)
            for names in PARTS_OF_ALL.get(key, ()):
                self._part_of_all(key, values, names)
        for key, names in DESCRIBING.items():
            if known := [self.at[name] for name in names if self.at.get(name) in self.columns]:
                self.on[key] = frozenset(known).union(*(self.on.get(name, ()) for name in names))
        keys = {place: [_stem(key) for key in column.keys] for place, column in enumerate(self.table.columns)}
        return Derived(
            table=self._widened(),
            on={
                place: frozenset().union(*(self.on[key] for key in named))
                for place, named in keys.items()
                if place not in self.columns and all(key in self.on for key in named)
            },
            of_all={
                place: self.of_all[key]
                for place, named in keys.items()
                for key in named
                if key in self.of_all
            },
            within=frozenset(self.within),
        )

    def _values(self) -> Iterator[tuple[str, list[Value]]]:
        for place, column in enumerate(self.table.columns):
            for position, key in enumerate(column.keys):
                yield key, [row.cells[place].values[position] for row in self.lines]

    def _share_of(self, key: str, values: Sequence[Value], names: Keys) -> None:
        wholes = frozenset(self.at[name] for name in names if self.at.get(name) in self.columns)
        if key in self.on or len(wholes) < len(names):
            return
        told = [
            None if value is None else _product(value, [self.columns[place][line] for place in wholes])
            for line, value in enumerate(values)
        ]
        if any(one is None and value is not None for one, value in zip(told, values, strict=True)):
            return
        parts = self._columns_with(key, told)
        self.on[key] = wholes | parts
        if len(wholes) == 1:
            self.within |= {(part, whole) for part in parts for whole in wholes if part != whole}

    def _columns_with(self, key: str, told: list[int | None]) -> frozenset[int]:
        """All that have these counts, since any of them may be what is told; a new one where none has."""
        if all(one is None for one in told):
            return frozenset()
        same = {
            place
            for place, numbers in self.columns.items()
            if all(one in {None, found} for one, found in zip(told, numbers, strict=True))
        }
        if not same:
            same = {len(self.table.columns) + len(self.told)}
            self.columns[max(same)] = list(told)
            self.told.append(key)
        return frozenset(same)

    def _part_of_all(self, key: str, values: Sequence[Value], names: Keys) -> None:
        (place,) = (self.at.get(name) for name in names)
        if key in self.on or place not in self.columns:
            return
        parts = self.columns[place]
        known = [
            (part, value)
            for part, value in zip(parts, values, strict=True)
            if isinstance(value, float) and value
        ]
        if len({round(part / value, 6) if part else 0 for part, value in known}) <= 1:
            self.on[key], self.of_all[key] = frozenset({place}), place

    def _widened(self) -> Table:
        rows = [
            replace(row, cells=(*row.cells, *(self._cell(place, line) for place in self._told_places())))
            for line, row in enumerate(self.lines)
        ]
        number_of_rows = len(self.table.rows)
        return replace(
            self.table,
            columns=(*self.table.columns, *(Column(label=key, keys=(key,)) for key in self.told)),
            rows=tuple(rows[:number_of_rows]),
            totals=tuple(rows[number_of_rows:]),
        )

    def _told_places(self) -> range:
        return range(len(self.table.columns), len(self.table.columns) + len(self.told))

    def _cell(self, place: int, line: int) -> Cell:
        value = self.columns[place][line]
        return cells.count(int(value)) if value is not None else cells.unknown("")


def _stem(key: str) -> str:
    """An interval depends on what its figure depends on."""
    return next((key.removesuffix(end) for end in ENDS if key.endswith(end)), key)


def _product(share: Value, wholes: Sequence[float | None]) -> int | None:
    """How many a share is; None where that is no whole number."""
    known = [one for one in wholes if one is not None]
    if isinstance(share, str) or share is None or len(known) < len(wholes) or not sum(known):
        return None
    found = share * sum(known)
    return round(found) if abs(found - round(found)) < NEAR else None
