"""Rows that count the same in tables by different things, read off their numbers.

An office that alone deals with a jurisdiction, a type of data that one kind of assistance asks for: whoever knows that
they are the same reads in one table what the other hides. Nothing in the tables says so. So where the numbers of a row
are those of another one, or of a few together, and are too many for chance, they are taken to be the same.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import chain, combinations, permutations
from math import comb
from typing import Final

import numpy as np

from tracker.packs.suppression.reading import SAME, Reading
from tracker.packs.suppression.spots import Spot

ROWS: Final = 3
"""Of so many rows of another table a row may be the sum."""
SUBSETS: Final = 5_000
"""So many of them are looked at for one row, single ones first."""
BITS: Final = 3
"""By chance fewer than one row in two to this power is taken for others."""

Columns = Mapping[str, int]
Numbers = np.ndarray[tuple[int, ...], np.dtype[np.float64]]


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
    for row, whole in enumerate(wholes):
        may_be = np.flatnonzero((parts <= whole).all(axis=1) & parts.any(axis=1))
        sizes = [size for size in range(1, ROWS + 1) if comb(len(may_be), size) <= SUBSETS]
        tried = sum(comb(len(may_be), size) for size in sizes)
        if not tried or np.log2(1 + whole).sum() < np.log2(tried) + BITS:
            continue
        for some in chain.from_iterable(combinations(may_be.tolist(), size) for size in sizes):
            if (parts[list(some)].sum(axis=0) == whole).all():
                yield row, some
