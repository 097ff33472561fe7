"""What adds up in a document, within its tables and from one to another."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from tracker.packs.suppression.alike import alike
from tracker.packs.suppression.figures import Sum
from tracker.packs.suppression.reading import Reading
from tracker.packs.suppression.spots import Spot
from tracker.packs.suppression.sums import across, sums, told

PARTS: Final = 4
"""Of so many parts a figure of another table may be the sum."""

COLUMNS, FEW, ROWS = 20, 10, 5
"""So many columns of several tables are looked at; of tables with fewer rows, where much adds up by chance, fewer."""

Spots = Mapping[Spot, int]


def all_sums(reading: Reading) -> list[Sum]:
    """Each once, by figure."""
    found: dict[tuple[tuple[int, int], ...], Sum] = {}
    for spots in (
        *_within_tables(reading),
        *_between_tables(reading),
        *_to_totals(reading),
        *alike(reading),
    ):
        joined: Counter[int] = Counter()
        for figure, factor in reading.figures_at(spots):
            joined[figure] += factor
        factors = {figure: factor for figure, factor in sorted(joined.items()) if factor}
        if factors:
            found.setdefault(tuple(factors.items()), factors)
    return list(found.values())


def _within_tables(reading: Reading) -> Iterator[Spots]:
    for place, table in enumerate(reading.tables):
        numbers = {spot[1:]: number for spot, number in reading.numbers.items() if spot.table == place}
        counts = sorted({spot.column for spot in reading.counts if spot.table == place})
        others = [column for column in range(len(table.columns)) if column not in counts]
        for found in sums(numbers, len(table.rows), len(table.totals), counts, others):
            yield {Spot(place, *one): factor for one, factor in found.items()}


def _between_tables(reading: Reading) -> Iterator[Spots]:
    """Across rows of one name in tables by the same over the same: what is a column here may be two there."""
    by_things: dict[object, dict[tuple[bool, int, int], dict[str, Spot]]] = defaultdict(
        lambda: defaultdict(dict)
    )
    for spot in sorted(reading.counts):
        by = reading.overs[spot.table], reading.tables[spot.table].heading
        # What is printed comes first: of very many columns not all are looked at.
        column = not reading.is_printed(spot), spot.table, spot.column
        by_things[by][column].setdefault(reading.name(spot), spot)
    for columns in by_things.values():
        if len({table for _is_told, table, _column in columns}) > 1:
            ordered = [columns[place] for place in sorted(columns)]
            yield from _joint(reading, list(_different(reading, ordered)))


def _different(reading: Reading, columns: Iterable[Mapping[str, Spot]]) -> Iterator[Mapping[str, Spot]]:
    """Without those that are the same figures in all rows."""
    seen: set[tuple[tuple[str, int | None], ...]] = set()
    for column in columns:
        figures = tuple((name, reading.figure_of.get(spot)) for name, spot in sorted(column.items()))
        if figures not in seen:
            seen.add(figures)
            yield column


def _joint(reading: Reading, columns: Sequence[Mapping[str, Spot]]) -> Iterator[Spots]:
    names = sorted({name for column in columns for name in column})
    spots = {
        (names.index(name), place): spot
        for place, column in enumerate(columns)
        for name, spot in column.items()
    }
    numbers = {place: reading.numbers[spot] for place, spot in spots.items()}
    most = COLUMNS if len(names) >= ROWS else FEW
    for found in across(numbers, range(len(names)), range(len(columns))[:most], PARTS):
        yield {spots[place]: factor for place, factor in found.items()}


def _to_totals(reading: Reading) -> Iterator[Spots]:
    """All rows of a column that are the total of another table over the same: one without a total has it there."""
    for place, table in enumerate(reading.tables):
        numbers = {spot[1:]: number for spot, number in reading.numbers.items() if spot.table == place}
        for column in sorted({spot.column for spot in reading.counts if spot.table == place}):
            parts = told(numbers, len(table.rows), column)
            whole = sum(numbers[part] for part in parts)
            for total in reading.totals.get((reading.overs[place], whole), ()):
                if parts:
                    yield {**{Spot(place, *part): 1 for part in parts}, total: -1}
