"""Rows that count the same in tables by different things, read off their numbers.

An office that alone deals with a jurisdiction, a type of data that one kind of assistance asks for: whoever knows that
they are the same reads in one table what the other hides. Nothing in the tables says so. So where the numbers of a row
are those of another one, or of a few together, and are too many for chance, they are taken to be the same.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import combinations, permutations
from math import comb
from typing import Final

import numpy as np

from tracker.packs.suppression.reading import SAME, Reading
from tracker.packs.suppression.spots import Spot

ROWS: Final = 3
"""Of so many rows of another table a row may be the sum."""
SUBSETS: Final = 100_000
"""Where there are more of one size to look at, none is."""
BITS: Final = 3
"""By chance fewer than one row in two to this power is taken for others."""

Columns = Mapping[str, int]
Numbers = np.ndarray[tuple[int, ...], np.dtype[np.float64]]
Marks = np.ndarray[tuple[int, ...], np.dtype[np.int64]]


def alike(reading: Reading) -> Iterator[Mapping[Spot, int]]:
    """For each row and those that make it up, the sum of each column that both tables have."""
    columns = [_columns(reading, table) for table in range(len(reading.tables))]
    for one, other in permutations(range(len(columns)), 2):
        if reading.overs[one] != reading.overs[other]:
            continue
        if reading.tables[one].heading == reading.tables[other].heading:
            continue
        shared = sorted(columns[one].keys() & columns[other].keys())
        wholes, parts = (_numbers(reading, table, columns[table], shared) for table in (one, other))
        known = np.flatnonzero(~np.isnan(np.vstack([wholes, parts])).any(axis=0))
        keys = [shared[place] for place in known]
        for row, found in _made_up(wholes[:, known], parts[:, known]):
            for key in keys:
                added = {Spot(other, part, columns[other][key]): 1 for part in found}
                yield {**added, Spot(one, row, columns[one][key]): -1}


def _columns(reading: Reading, table: int) -> Columns:
    """The printed columns of counts by what they count; what two of them count is left out."""
    places = {spot.column for spot in reading.counts if spot.table == table and reading.is_printed(spot)}
    keys = {place: reading.tables[table].columns[place].keys[0] for place in places}
    named = {place: SAME.get(key, key) for place, key in keys.items()}
    often = Counter(named.values())
    return {key: place for place, key in named.items() if often[key] == 1}


def _numbers(reading: Reading, table: int, columns: Columns, keys: list[str]) -> Numbers:
    """The rows without the totals."""
    rows = range(len(reading.tables[table].rows))
    found = [[reading.numbers.get(Spot(table, row, columns[key]), np.nan) for key in keys] for row in rows]
    return np.array(found, dtype=float).reshape(len(rows), len(keys))


def _made_up(wholes: Numbers, parts: Numbers) -> Iterator[tuple[int, tuple[int, ...]]]:
    """Each row, and those of the other table that add up to it in every column."""
    # One number stands for a row, and adds up as its columns do; what it says is looked at again.
    weights = np.random.default_rng(0).integers(1, 2**32, wholes.shape[1])
    marks, totals = (rows.astype(np.int64) @ weights for rows in (parts, wholes))
    for row, whole in enumerate(wholes):
        may_be = np.flatnonzero((parts <= whole).all(axis=1) & parts.any(axis=1))
        told = np.log2(1 + whole).sum()
        for size in range(1, ROWS + 1):
            tried = comb(len(may_be), size)
            if 0 < tried <= SUBSETS and told >= np.log2(tried) + BITS:
                for places in _adding_up(marks[may_be], totals[row], size):
                    some = tuple(int(place) for place in may_be[places])
                    if (parts[list(some)].sum(axis=0) == whole).all():
                        yield row, some


def _adding_up(marks: Marks, total: np.int64, size: int) -> Iterator[list[int]]:
    """So many places in their order whose marks add up."""
    begun = [np.array(places) for places in zip(*combinations(range(len(marks)), size - 1), strict=True)]
    rest = total - sum((marks[places] for places in begun), start=np.zeros(1, np.int64))
    for found in np.flatnonzero(np.isin(rest, marks)):
        first = [int(places[found]) for places in begun]
        last = np.flatnonzero(marks == rest[found])
        yield from ([*first, int(place)] for place in last if not first or place > first[-1])
