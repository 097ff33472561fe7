"""A document of several tables of the same requests, held against an attacker who knows what each of them counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, milp

from tracker.casework.filters import CaseFilter
from tracker.packs.suppression.reading import Shown
from tracker.packs.suppression.tables import MARK, without_small
from tracker.reports import cells
from tracker.reports.base import Cell, Column, Row, Table

Request = tuple[str, str, str]
"""Jurisdiction, channel, what came of it."""
Count = tuple[str, str, str]
"""What a cell counts: each may be any."""

PLACES, WAYS, ENDS = ("China", "Kenya", "Togo"), ("Letters", "Network"), ("executed", "refused", "open")
MINIMUM = 5
ANY = "any"

KEYS = {"sent": ANY, "answered": "answered", "executed": "executed", "refused": "refused", "open": "open"}


def counted(requests: Sequence[Request]) -> Counter[Count]:
    """Every count that there is of them."""
    found: Counter[Count] = Counter()
    for place, way, end in requests:
        for one in (place, ANY):
            for other in (way, ANY):
                for what in {end, "open" if end == "open" else "answered", ANY}:
                    found[one, other, what] += 1
    return found


def counting(place: str, way: str, end: str) -> CaseFilter:
    """Rows of that kind: what two tables count alike leads to the same ones."""
    return CaseFilter(
        jurisdiction="" if place == ANY else place,
        channel="" if way == ANY else way,
        outcome="" if end == ANY else end,
    )


def table(
    key: str, rows: Mapping[str, tuple[str, str]], columns: Sequence[str], found: Counter[Count]
) -> Table:
    """Counts, and behind them the share of the sent that were answered. The last row is the total."""
    lines = []
    for label, (place, way) in rows.items():
        numbers = {one: found[place, way, KEYS[one]] for one in columns}
        answered, sent = found[place, way, "answered"], numbers["sent"]
        lines.append(
            Row(
                label=label,
                cells=(
                    *(
                        cells.count(number, counting(place, way, KEYS[one]))
                        for one, number in numbers.items()
                    ),
                    cells.part_of_enough(answered, sent, minimum=MINIMUM),
                ),
            )
        )
    return Table(
        key=key, title=key, heading=key, rows=tuple(lines[:-1]), totals=tuple(lines[-1:]),
        columns=tuple(Column(label=one, keys=(one,)) for one in (*columns, "rate")),
    )  # fmt: skip


@dataclass
class Attacker:
    """All counts are whole and none is less than nothing; what is printed is so, and what is hidden is not nothing."""

    names: list[Count]
    low: list[float] = field(init=False)
    high: list[float] = field(init=False)
    rows: list[Mapping[Count, float]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.low, self.high = [0.0] * len(self.names), [1000.0] * len(self.names)
        for place in (*PLACES, ANY):
            for way in (*WAYS, ANY):
                self.rows.append(
                    {(place, way, one): 1 for one in ("executed", "refused")} | {(place, way, "answered"): -1}
                )
                self.rows.append(
                    {(place, way, one): 1 for one in ("answered", "open")} | {(place, way, ANY): -1}
                )
        for end in ("answered", *ENDS, ANY):
            for way in (*WAYS, ANY):
                self.rows.append({(place, way, end): 1 for place in PLACES} | {(ANY, way, end): -1})
            for place in (*PLACES, ANY):
                self.rows.append({(place, way, end): 1 for way in WAYS} | {(place, ANY, end): -1})

    def between(self, name: Count, low: float, high: float) -> None:
        """What is known of a count."""
        index = self.names.index(name)
        self.low[index], self.high[index] = max(self.low[index], low), min(self.high[index], high)

    def reads(self, part: Count, whole: Count, cell: Cell) -> None:
        """A share, or that there is none of so few, or of nothing."""
        if cell.text == f"n < {MINIMUM}":
            self.between(whole, 1, MINIMUM - 1)
        elif cell.text == "n/a":
            self.between(whole, 0, 0)
        elif cell.text != MARK:
            self.between(whole, MINIMUM, 1000)
            (share,) = cell.values
            assert isinstance(share, float | int)
            self.rows.append({part: 1, whole: -share})

    def range(self, name: Count) -> tuple[int, int]:
        """The least and the most that a count can be."""
        matrix = np.zeros((len(self.rows), len(self.names)))
        for line, row in enumerate(self.rows):
            for one, factor in row.items():
                matrix[line, self.names.index(one)] += factor
        aim = np.zeros(len(self.names))
        aim[self.names.index(name)] = 1
        ends = []
        for sign in (1, -1):
            answer = milp(
                sign * aim,
                constraints=LinearConstraint(matrix, -1e-9, 1e-9),
                bounds=Bounds(np.array(self.low), np.array(self.high)),
                integrality=np.ones(len(self.names), dtype=int),
            )
            assert answer.success, answer.message
            ends.append(round(sign * answer.fun))
        return ends[0], ends[1]


@settings(max_examples=25, deadline=None)
@given(
    requests=st.lists(st.tuples(*map(st.sampled_from, (PLACES, WAYS, ENDS))), min_size=1, max_size=60),
    threshold=st.integers(2, 6),
)
def test_over_all_tables_no_small_count_can_be_told(requests: list[Request], threshold: int) -> None:
    """By jurisdiction and by channel, and one channel by jurisdiction: each with shares and columns of its own."""
    found = counted(requests)
    by_place = {place: (place, ANY) for place in PLACES}
    by_way = {way: (ANY, way) for way in WAYS}
    whole = {"All": (ANY, ANY)}
    asked = [
        ("Jurisdiction", {**by_place, **whole}, ("sent", "answered", "executed", "refused", "open")),
        ("Channel", {**by_way, **whole}, ("sent", "answered")),
        (
            "Jurisdiction",
            {**{one: (one, "Network") for one in PLACES}, "All": (ANY, "Network")},
            ("sent", "answered", "open"),
        ),
    ]
    shown = [
        Shown(
            table=table(heading, rows, columns, found),
            over=frozenset({("channel", "x")} if number == 2 else ()),
        )
        for number, (heading, rows, columns) in enumerate(asked)
    ]
    names = [
        (place, way, end)
        for place in (*PLACES, ANY)
        for way in (*WAYS, ANY)
        for end in (ANY, "answered", *ENDS)
    ]
    attacker = Attacker(names)
    hidden: set[Count] = set()
    for (_heading, rows, columns), masked in zip(asked, without_small(shown, threshold).tables, strict=True):
        for (place, way), row in zip(rows.values(), (*masked.rows, *masked.totals), strict=True):
            for column, cell in zip(columns, row.cells, strict=False):
                name = (place, way, KEYS[column])
                if cell.text == MARK:
                    hidden.add(name)
                    attacker.between(name, 1, 1000)
                else:
                    attacker.between(name, found[name], found[name])
            attacker.reads((place, way, "answered"), (place, way, ANY), row.cells[-1])
    assert {name for name in hidden if not found[name]} == set()
    for name in sorted(hidden):
        low, high = attacker.range(name)
        assert low < high, (name, found[name])
        assert found[name] >= threshold or high >= threshold, (name, found[name], high)
