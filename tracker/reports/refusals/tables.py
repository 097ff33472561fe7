"""The tables of refusals: by ground in each direction, by a dimension, and the grounds that refuse nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from tracker.casework import labels
from tracker.casework.filtering.refused import Refused
from tracker.casework.filtering.stretched import NO, YES
from tracker.reports import words
from tracker.reports.base import Cell, Column, Question, Row, Table
from tracker.reports.cells import count, part_of_enough, rate, silent, unknown
from tracker.reports.charts.bars import Bar, Bars
from tracker.reports.rates import interval_column
from tracker.reports.refusals.counting import Counts
from tracker.reports.rows import rows_by, title_by
from workflows.vocabulary import Direction, Ground

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

    from tracker.reports.dimensions import Dimension, Values

ROWS: Final = "rows"
RETURNS: Final = "returns"
BY_GROUND: Final[Mapping[Direction, StrPromise]] = {
    Direction.OUTGOING: _("They refused, by ground"),
    Direction.INCOMING: _("We refused, by ground"),
    Direction.TRANSIT: _("Refused what we passed on, by ground"),
}
RETURNED: Final[Mapping[Direction, StrPromise]] = {
    Direction.OUTGOING: _("By them"),
    Direction.INCOMING: _("By us"),
    Direction.TRANSIT: _("To what we passed on"),
}
KNOWN: Final = frozenset(ground.value for ground in Ground)


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """Everything in one direction, with the grounds on which it was refused, the most frequent first."""

    direction: Direction
    whole: Counts
    grounds: tuple[tuple[str, Counts], ...]

    @property
    def key(self) -> str:
        """The key of its table."""
        return f"grounds_{self.direction}"

    @property
    def summed(self) -> Counts:
        """Its rows as one: requests refused on several grounds several times."""
        return sum((row for _ground, row in self.grounds), start=Counts())


def ground_label(ground: str) -> str:
    """The ground in words."""
    return str(labels.GROUND[Ground(ground)]) if ground in KNOWN else ground


def ground_table(side: Side, question: Question) -> Table:
    """Each ground on which one side refused; a request refused on two stands in both."""
    way, whole = side.direction.value, side.whole
    return Table(
        key=side.key,
        title=str(BY_GROUND[side.direction]),
        heading=gettext("Ground"),
        columns=(
            Column(label=gettext("Refused"), keys=("refused",)),
            Column(label=gettext("Share of the refused"), keys=("share",)),
            Column(label=gettext("Wholly"), keys=("wholly",)),
            Column(label=gettext("In part"), keys=("in_part",)),
            Column(label=gettext("Of closed"), keys=("rate_closed",)),
            Column(label=gettext("Of all"), keys=("rate_all",)),
            *_consultation_columns(),
        ),
        rows=tuple(
            Row(
                label=ground_label(ground),
                code=ground,
                cells=_ground_cells(row, whole, question, direction=way, ground=ground),
            )
            for ground, row in side.grounds
        ),
        totals=(
            Row(label=gettext("Sum of the rows"), cells=_summed(side.summed)),
            Row(
                label=gettext("Requests, each once"),
                cells=_ground_cells(whole, whole, question, direction=way),
            ),
        )
        if side.grounds
        else (),
        notes=(_beside(whole),),
    )


def _ground_cells(row: Counts, whole: Counts, question: Question, **narrowed: str) -> tuple[Cell, ...]:
    minimum = question.minimum
    return (
        *_refused_cells(row, question, **narrowed)[:1],
        part_of_enough(row.refused, whole.refused, minimum=minimum),
        *_refused_cells(row, question, **narrowed)[1:],
        part_of_enough(row.whole_closed, whole.closed, minimum=minimum),
        part_of_enough(row.whole, whole.sent, minimum=minimum),
        *_consultation_cells(row, question, **narrowed),
    )


def _summed(row: Counts) -> tuple[Cell, ...]:
    """Requests as often as they stand in a row."""
    none = unknown(gettext("n/a"))
    return (
        count(row.refused),
        none,
        count(row.whole),
        count(row.part),
        none,
        none,
        count(row.consulted),
        count(row.alone),
    )


def _beside(whole: Counts) -> str:
    return gettext("Of %(sent)s: %(closed)s closed, %(open)s still open.") % {
        "sent": words.count(whole.sent),
        "closed": words.count(whole.closed),
        "open": words.count(whole.open),
    }


def ground_bars(side: Side, question: Question) -> Iterator[Bars]:
    """A bar for each ground."""
    enough = side.whole.refused >= question.minimum
    bars = tuple(
        Bar(
            label=ground_label(ground),
            value=row.refused,
            note=words.share(row.refused / side.whole.refused) if enough else "",
            rows=question.narrowed(direction=side.direction.value, ground=ground, refused=Refused.YES.value),
        )
        for ground, row in side.grounds
    )
    if bars:
        title = gettext("Requests refused, with their share of the refused")
        yield Bars(title=title, table=side.key, bars=bars)


def rows_table(
    ranked: list[tuple[Values, Counts]], whole: Counts, dimension: Dimension, question: Question
) -> Table:
    """Both rates, with what they are made of, for each value of a dimension."""
    return Table(
        key=ROWS,
        title=title_by(gettext("By %(dimension)s"), dimension),
        heading=str(dimension.label),
        columns=(
            Column(label=gettext("Sent"), keys=("sent",)),
            Column(label=gettext("Closed"), keys=("closed",)),
            Column(label=gettext("Still open"), keys=("open",)),
            Column(label=gettext("Refused"), keys=("refused",)),
            Column(label=gettext("Wholly"), keys=("wholly",)),
            Column(label=gettext("In part"), keys=("in_part",)),
            *_rate_columns(gettext("Of closed"), "rate_closed"),
            *_rate_columns(gettext("Of all"), "rate_all"),
            *_consultation_columns(),
        ),
        rows=rows_by(dimension, ranked, lambda row, kept: _row_cells(row, question, **kept)),
        totals=tuple(_totals(ranked, whole, dimension, question)) if ranked else (),
        notes=tuple(_of_rows(ranked, whole, dimension, question)),
    )


def _of_rows(
    ranked: list[tuple[Values, Counts]], whole: Counts, dimension: Dimension, question: Question
) -> Iterator[str]:
    few = sum(row.closed < question.minimum for _values, row in ranked)
    if few:
        yield ngettext(
            "%(few)s row has fewer than %(minimum)s closed: its counts are shown, a rate of the closed is not.",
            "%(few)s rows have fewer than %(minimum)s closed: their counts are shown, rates of the closed are not.",
            few,
        ) % {"few": few, "minimum": question.minimum}
    if dimension.is_multiple:
        yield from words.several_rows(sum(row.sent for _values, row in ranked), once=whole.sent)


def _totals(
    ranked: list[tuple[Values, Counts]], whole: Counts, dimension: Dimension, question: Question
) -> Iterator[Row]:
    once = _row_cells(whole, question)
    if not dimension.is_multiple:
        yield Row(label=gettext("All"), cells=once)
        return
    summed = sum((row for _values, row in ranked), start=Counts())
    numbers = (summed.sent, summed.closed, summed.open, summed.refused, summed.whole, summed.part)
    none = gettext("n/a")
    rates = 2 * (unknown(none), silent(none, values=2))
    consulted = count(summed.consulted), count(summed.alone)
    yield Row(label=gettext("Sum of the rows"), cells=(*map(count, numbers), *rates, *consulted))
    yield Row(label=gettext("Requests, each once"), cells=once)


def _row_cells(row: Counts, question: Question, **narrowed: object) -> tuple[Cell, ...]:
    return (
        count(row.sent, question.narrowed(**narrowed)),
        count(row.closed, question.narrowed(closed=YES, **narrowed)),
        count(row.open, question.narrowed(closed=NO, **narrowed)),
        *_refused_cells(row, question, **narrowed),
        *rate(row.whole_closed, row.closed, minimum=question.minimum),
        *rate(row.whole, row.sent, minimum=question.minimum),
        *_consultation_cells(row, question, **narrowed),
    )


def _refused_cells(row: Counts, question: Question, **narrowed: object) -> tuple[Cell, Cell, Cell]:
    return (
        count(row.refused, question.narrowed(refused=Refused.YES.value, **narrowed)),
        count(row.whole, question.narrowed(refused=Refused.WHOLE.value, **narrowed)),
        count(row.part, question.narrowed(refused=Refused.PART.value, **narrowed)),
    )


def _consultation_columns() -> tuple[Column, Column]:
    return (
        Column(label=gettext("Consulted before"), keys=("consulted",)),
        Column(label=gettext("No consultation recorded"), keys=("not_consulted",)),
    )


def _consultation_cells(row: Counts, question: Question, **narrowed: object) -> tuple[Cell, Cell]:
    return (
        count(row.consulted, question.narrowed(consulted=YES, **narrowed)),
        count(row.alone, question.narrowed(consulted=NO, **narrowed)),
    )


def _rate_columns(label: str, key: str) -> tuple[Column, Column]:
    interval = gettext("%(rate)s: 95 %% interval") % {"rate": label}
    return Column(label=label, keys=(key,)), interval_column(interval, key)


def returns_table(
    found: list[tuple[Direction, str, int]], directions: list[Direction], question: Question
) -> Table:
    """Returned as deficient, on which ground: that refuses nothing, and is kept apart."""
    numbers = {(way, ground): number for way, ground, number in found}
    return Table(
        key=RETURNS,
        title=gettext("Returned as deficient, by ground: no refusals"),
        heading=gettext("Ground"),
        columns=tuple(Column(label=str(RETURNED[way]), keys=(way.value,)) for way in directions),
        rows=tuple(
            Row(
                label=ground_label(ground),
                code=ground,
                cells=tuple(
                    count(
                        numbers.get((way, ground), 0),
                        question.narrowed(direction=way.value, returned=YES, ground=ground),
                    )
                    for way in directions
                ),
            )
            for ground in dict.fromkeys(ground for _way, ground, _number in found)
            if ground
        ),
    )
