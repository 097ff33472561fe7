"""What adds up in a table, read off its numbers: whatever does, a reader may take to be so.

A table does not say which of its columns are parts of which. So everything that adds up in every row is taken to be
structure. By chance that may be too much, in a table of few rows: then more is hidden than must be, never less.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate, combinations, pairwise
from math import isclose
from typing import Final

import numpy as np

from tracker.packs.suppression.figures import NEAR, Value

Place = tuple[int, int]
"""Row and column."""
Numbers = Mapping[Place, Value]
"""The figures of one table that are single numbers, zeros among them."""

COLUMNS: Final = 12
"""So many columns of a table are looked at for parts of each other."""
SAMPLE: Final = 8
"""Rows by which most of what does not add up is told at once."""


def sums(
    numbers: Numbers, rows: int, totals: int, counts: Sequence[int], others: Sequence[int]
) -> Iterator[Mapping[Place, int]]:
    """Everything that adds up: down the columns; of columns of counts also across the rows, and from row to row."""
    for column in (*counts, *others):
        yield from _down(numbers, rows, totals, column)
    for column in counts:
        yield from _ends(numbers, rows, totals, column)
    yield from across(numbers, range(rows + totals), counts[:COLUMNS], COLUMNS)
    yield from _onwards(numbers, rows, counts)


def told(numbers: Numbers, rows: int, column: int) -> list[Place]:
    """The figures of a column above its totals. Zeros change no sum, and "n/a" counts nothing."""
    return [(row, column) for row in range(rows) if numbers.get((row, column))]


def _down(numbers: Numbers, rows: int, totals: int, column: int) -> Iterator[Mapping[Place, int]]:
    """The rows to the total."""
    parts = told(numbers, rows, column)
    for total in ((row, column) for row in range(rows, rows + totals)):
        if parts and total in numbers and _is(numbers, total, parts):
            yield _sum(total, parts)


def _ends(numbers: Numbers, rows: int, totals: int, column: int) -> Iterator[Mapping[Place, int]]:
    """A total of some rows at either end: urgent ones without the routine ones; carried forward, pending."""
    parts = told(numbers, rows, column)
    begun = list(accumulate(numbers[part] for part in parts))
    for total in ((row, column) for row in range(rows, rows + totals) if (row, column) in numbers):
        for number, before in enumerate(begun[:-1], start=1):
            for end, value in ((parts[:number], before), (parts[number:], begun[-1] - before)):
                if isclose(numbers[total], value, abs_tol=NEAR):
                    yield _sum(total, end)


def across(
    numbers: Numbers, rows: Sequence[int], columns: Sequence[int], most: int
) -> Iterator[Mapping[Place, int]]:
    """Columns that are up to so many parts of another one, wherever there are numbers."""
    used = [column for column in columns if any(numbers.get((row, column)) for row in rows)]
    table = np.array([[numbers.get((row, column), np.nan) for row in rows] for column in used])
    table = table.reshape(len(used), len(rows))
    full = np.argsort(np.isnan(table).sum(axis=0), kind="stable")[:SAMPLE]
    for size in range(1, min(most, len(used) - 1) + 1):
        parts = np.array(list(combinations(range(len(used)), size)))
        found = table[:, full][parts].sum(axis=1)
        for total, column in enumerate(used):
            out = found - table[total, full]
            may_be = (np.isnan(out) | (abs(out) < NEAR)).all(axis=1) & (parts != total).all(axis=1)
            for each in parts[may_be]:
                yield from _in_each_row(numbers, rows, column, [used[part] for part in each])


def _in_each_row(
    numbers: Numbers, rows: Sequence[int], total: int, parts: Sequence[int]
) -> Iterator[Mapping[Place, int]]:
    whole = [row for row in rows if all((row, column) in numbers for column in (total, *parts))]
    if whole and all(_is(numbers, (row, total), [(row, column) for column in parts]) for row in whole):
        yield from (_sum((row, total), [(row, column) for column in parts]) for row in whole)


def _onwards(numbers: Numbers, rows: int, columns: Sequence[int]) -> Iterator[Mapping[Place, int]]:
    """What is one column's in a row is the other's in the next: pending, carried forward."""
    for ends in columns:
        for begins in (column for column in columns if column != ends):
            steps = [((row, ends), (after, begins)) for row, after in pairwise(range(rows))]
            if steps and all(
                one in numbers and other in numbers and _is(numbers, one, [other]) for one, other in steps
            ):
                yield from (_sum(one, [other]) for one, other in steps)


def _is(numbers: Numbers, total: Place, parts: Sequence[Place]) -> bool:
    return isclose(numbers[total], sum(numbers[part] for part in parts), abs_tol=NEAR)


def _sum(total: Place, parts: Sequence[Place]) -> Mapping[Place, int]:
    return {**dict.fromkeys(parts, 1), total: -1}
