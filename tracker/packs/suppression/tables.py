"""The tables of one document with its small figures hidden, and whatever would tell them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from django.utils.translation import gettext

from tracker.packs.suppression.derived import ENDS
from tracker.packs.suppression.figures import Figures, Value
from tracker.packs.suppression.linking import all_sums
from tracker.packs.suppression.moves import Hidden, hide
from tracker.packs.suppression.reading import Reading, Shown
from tracker.packs.suppression.solving import Programme
from tracker.packs.suppression.spots import Spot
from tracker.reports.base import Cell, Table

MARK: Final = "▪"
"""What is printed in place of a hidden figure."""
CELL_COST, TOTAL_COST = 10, 100
"""Few cells are to be hidden, and totals only instead of many; of like ones the smaller figure."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Masked:
    """``not_found``: of how many figures everything had to go that hangs together with them."""

    tables: tuple[Table, ...]
    not_found: int


def without_small(shown: Sequence[Shown], threshold: int) -> Masked:
    """The tables without counts from 1 to ``threshold`` - 1, and without all from which one could be computed back.

    1. Small counts are hidden, zeros are not; so are small counts that a share tells.  2. With them as many others as
    let each be the threshold or more, across all tables.  3. Whatever is computed of a hidden count, and whatever
    stands beside one and may be.  Then 2 again, for sums of days, until nothing is added.  4. Shares are hidden that
    are of counts which are not printed: they would tell them.  5. No figure leads to its rows any more, and notes,
    which repeat figures, are left out.
    """
    masking = _Masking(Reading(shown), threshold)
    masking.hide()
    return Masked(
        tables=tuple(_masked(place, one.table, masking.dark) for place, one in enumerate(shown)),
        not_found=len(masking.hidden.not_found),
    )


class _Masking:
    """``dark``: the spots that are hidden, counts that only shares tell among them."""

    def __init__(self, reading: Reading, threshold: int) -> None:
        self.reading = reading
        self.threshold = threshold
        self.hidden = Hidden()
        self.dark: set[Spot] = set()

    def hide(self) -> None:
        """See ``without_small``."""
        reading = self.reading
        programme = Programme(self._figures())
        asked = {spot for spot in reading.counts if 1 <= reading.numbers[spot] < self.threshold}
        while asked - self.dark:
            wanted = {
                reading.figure_of[spot]: self._more(spot) for spot in asked if spot in reading.figure_of
            }
            self.hidden = hide(programme, wanted, self.hidden)
            known = self.hidden.figures
            self.dark = asked | {spot for spot, figure in reading.figure_of.items() if figure in known}
            asked |= set(self._beside())
        self.dark |= set(self._of_unprinted())

    def _more(self, spot: Spot) -> Value:
        """By how much a figure could be more: a small count could be none, any other one must be no certain one."""
        value = self.reading.numbers[spot]
        is_small = spot in self.reading.counts and value < self.threshold
        return self.threshold - value if is_small else min(1, value)

    def _figures(self) -> Figures:
        reading = self.reading
        number = len(set(reading.figure_of.values()))
        values: list[Value] = [0] * number
        costs = [0] * number
        beside = self._taken_along()
        for spot, figure in reading.figure_of.items():
            values[figure] = reading.numbers[spot]
            costs[figure] += int(values[figure]).bit_length() + CELL_COST * beside[spot]
            if reading.is_printed(spot):
                costs[figure] += TOTAL_COST if reading.is_total(spot) else CELL_COST
        return Figures(values=values, costs=costs, sums=all_sums(reading), within=self._within())

    def _taken_along(self) -> Mapping[Spot, int]:
        """How many cells that are no counts are hidden with each count."""
        taken: dict[Spot, int] = defaultdict(int)
        for spot in self.reading.cells.keys() - self.reading.counts:
            on = self.reading.on(spot)
            for one in self.reading.counted(spot.line) if on is None else on:
                taken[one] += 1
        return taken

    def _within(self) -> set[tuple[int, int]]:
        """Figures of which the first counts some of what the second does."""
        of = self.reading.figure_of
        pairs = (*self._told_parts(), *self.reading.narrower())
        return {(of[part], of[whole]) for part, whole in pairs if of[part] != of[whole]}

    def _told_parts(self) -> Iterator[tuple[Spot, Spot]]:
        reading = self.reading
        for line in reading.rows:
            for part, whole in reading.derived[line.table].within:
                pair = Spot(*line, part), Spot(*line, whole)
                if reading.figure_of.keys() >= set(pair):
                    yield pair

    def _beside(self) -> Iterator[Spot]:
        """What is computed of a hidden count; what may be, in its row and in rows of its name that count the same."""
        reading, dark = self.reading, self.dark
        lines = {spot.line for spot in dark & reading.counts}
        same = {
            (reading.name(spot), reading.figure_of[spot]) for line in lines for spot in reading.counted(line)
        }
        for line, spots in reading.rows.items():
            may_be = line in lines or any(
                (reading.name(spot), reading.figure_of[spot]) in same for spot in reading.counted(line)
            )
            others = (spot for spot in spots if spot not in reading.counts and reading.can_tell(spot))
            yield from (spot for spot in others if self._tells(spot, may_be=may_be))

    def _tells(self, spot: Spot, *, may_be: bool) -> bool:
        """``may_be``: where it is not known of which counts a figure is computed."""
        on = self.reading.on(spot)
        return may_be if on is None else not (self.dark.isdisjoint(on) and self._has_its_whole(spot))

    def _has_its_whole(self, spot: Spot) -> bool:
        """Whether a share of a total is of one that is printed; none of all tells nothing of these."""
        reading = self.reading
        part = reading.derived[spot.table].of_all.get(spot.column)
        (share,) = reading.cells[spot].values if part is not None else (0,)
        if part is None or not isinstance(share, float) or not share:
            return True
        whole = reading.numbers[spot._replace(column=part)] / share
        totals = reading.totals.get((reading.overs[spot.table], round(whole)), [])
        return bool(totals) and self.dark.isdisjoint(totals)

    def _of_unprinted(self) -> Iterator[Spot]:
        """Shares that are no quotient of two printed counts, of the row or of all; and the intervals beside them."""
        reading = self.reading
        printed = {spot for spot in reading.counts - self.dark if reading.is_printed(spot)}
        for line, spots in reading.rows.items():
            row = {reading.numbers[spot] for spot in spots if spot in printed}
            whole = {
                reading.numbers[spot]
                for spot in printed
                if reading.is_total(spot) and reading.overs[spot.table] == reading.overs[line.table]
            }
            quotients = {part / of for part in row for of in row | whole if of}
            unknown = [spot for spot in spots if reading.on(spot) is None]
            untold = [spot for spot in unknown if any(share not in quotients for share in self._shares(spot))]
            yield from untold
            if untold:
                yield from (spot for spot in unknown if reading.is_interval(spot))

    def _shares(self, spot: Spot) -> Iterator[float]:
        """Those that tell a part, and differences of them either way: all and nothing are told anyway."""
        for key, value in zip(self.reading.keys(spot), self.reading.cells[spot].values, strict=True):
            if isinstance(value, float) and 0 < abs(value) < 1 and not key.endswith(ENDS):
                yield value


def _masked(place: int, table: Table, dark: set[Spot]) -> Table:
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


def _hidden(cell: Cell) -> Cell:
    return Cell(text=MARK, values=(None,) * len(cell.values), is_known=False, reason=gettext("suppressed"))
