"""Tables by different things whose rows count the same, held against an attacker who knows which."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, milp

from tracker.packs.suppression.alike import alike
from tracker.packs.suppression.reading import Reading, Shown
from tracker.packs.suppression.tables import MARK, without_small
from tracker.reports import cells
from tracker.reports.base import Cell, Column, Row, Table

OFFICES = {"Beijing": (0,), "Vienna": (1, 2), "Tallinn": (3,)}
"""Which jurisdictions each deals with, and nobody else does."""
KEYS = ("sent", "answered", "refused", "open")
Parts = Sequence[Sequence[int]]


def table(heading: str, names: Sequence[str], rows: Parts) -> Table:
    """Parts with their sum in front, all of them added up below."""
    lines = [*rows, [sum(column) for column in zip(*rows, strict=True)]]
    found = [
        Row(label=name, cells=tuple(map(cells.count, (sum(parts), *parts))))
        for name, parts in zip((*names, "All"), lines, strict=True)
    ]
    return Table(
        key=heading, title=heading, heading=heading, rows=tuple(found[:-1]), totals=tuple(found[-1:]),
        columns=tuple(Column(label=key, keys=(key,)) for key in KEYS),
    )  # fmt: skip


def tables(parts: Parts) -> list[Table]:
    of_offices = [np.array(parts)[list(some)].sum(axis=0).tolist() for some in OFFICES.values()]
    return [
        table("Jurisdiction", ("China", "Austria", "Hungary", "Estonia"), parts),
        table("Office", list(OFFICES), of_offices),
    ]


@settings(max_examples=30, deadline=None)
@given(
    parts=st.lists(
        st.tuples(st.integers(20, 60), st.integers(0, 12), st.integers(0, 12)), min_size=4, max_size=4
    ),
    threshold=st.integers(2, 6),
)
def test_what_one_table_hides_another_does_not_tell(parts: Parts, threshold: int) -> None:
    shown = tables(parts)
    masked = without_small([Shown(table=one) for one in shown], threshold).tables
    places = [
        (which, row, column)
        for which, one in enumerate(shown)
        for row in range(len(one.rows) + 1)
        for column in range(len(KEYS))
    ]
    true = [int(_line(shown[which], row)[column].text) for which, row, column in places]
    dark = np.array([_line(masked[which], row)[column].text == MARK for which, row, column in places])
    rows = np.array([_known(places, one) for one in _sums()])
    low, high = np.where(dark, 1, true), np.where(dark, 2000, true)
    for place in np.flatnonzero(dark):
        aim = np.zeros(len(places))
        aim[place] = 1
        ends = []
        for sign in (1, -1):
            found = milp(
                sign * aim,
                constraints=LinearConstraint(rows, 0, 0),
                bounds=Bounds(low, high),
                integrality=np.ones(len(places), dtype=int),
            )
            assert found.success, found.message
            ends.append(round(sign * found.fun))
        assert ends[0] < ends[1], (places[place], true[place])
        assert true[place] >= threshold or ends[1] >= threshold, (places[place], true[place], ends)


def _line(one: Table, row: int) -> tuple[Cell, ...]:
    return (*one.rows, *one.totals)[row].cells


Sum = dict[tuple[int, int, int], int]


def _sums() -> list[Sum]:
    """Within each table, and from offices to jurisdictions, the totals among them."""
    found: list[Sum] = []
    for which, height in ((0, 4), (1, 3)):
        found += [
            {(which, row, 0): -1, **{(which, row, column): 1 for column in (1, 2, 3)}}
            for row in range(height + 1)
        ]
        found += [
            {(which, height, column): -1, **{(which, row, column): 1 for row in range(height)}}
            for column in range(4)
        ]
    for column in range(4):
        found.append({(0, 4, column): 1, (1, 3, column): -1})
        found += [
            {(1, office, column): -1, **{(0, row, column): 1 for row in some}}
            for office, some in enumerate(OFFICES.values())
        ]
    return found


def _known(places: Sequence[tuple[int, int, int]], one: Sum) -> list[int]:
    return [one.get(place, 0) for place in places]


def test_rows_are_taken_for_others_only_where_it_is_no_chance() -> None:
    big = Reading([Shown(table=one) for one in tables([(40, 3, 9), (31, 6, 2), (25, 0, 1), (57, 8, 4)])])
    found = {tuple(sorted((spot.table, spot.row) for spot in one)) for one in alike(big)}
    assert found == {((0, 0), (1, 0)), ((0, 1), (0, 2), (1, 1)), ((0, 3), (1, 2))}
    small = [table(heading, "abc", [(1, 0, 0), (0, 1, 0), (1, 0, 1)]) for heading in ("One", "Other")]
    assert list(alike(Reading([Shown(table=one) for one in small]))) == []


def test_over_other_requests_nothing_is_the_same() -> None:
    one, other = tables([(40, 3, 9), (31, 6, 2), (25, 0, 1), (57, 8, 4)])
    outgoing = frozenset({("direction", "outgoing")})
    assert list(alike(Reading([Shown(table=one, over=outgoing), Shown(table=other)]))) == []
