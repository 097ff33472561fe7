"""The tables: the curve by days, the rows of a dimension, the shares within some days, and what is ahead."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from django.utils.translation import gettext

from tracker.casework.filtering.reached import Acknowledged
from tracker.casework.filters import CaseFilter
from tracker.reports import cells, words
from tracker.reports.base import Cell, Column, Question, Row, Table
from tracker.reports.dimensions import Dimension
from tracker.reports.incidence import Curve, after, mean, percentile, share_of
from tracker.reports.rates import estimate_column
from tracker.reports.rows import Kept, table_by
from tracker.reports.statistics import median
from tracker.reports.time_to_answer.clocks import OPEN, Clock, Ending
from tracker.reports.time_to_answer.compared import compared
from tracker.reports.time_to_answer.lives import Lives, Ranked

CURVE, ROWS, WITHIN, AHEAD = "curve", "rows", "within", "ahead"
"""The keys of the tables."""
CURVE_DAYS = (0, 30, 60, 90, 180, 365, 545, 730, 1095, 1460, 1825)
WITHIN_DAYS = (30, 90, 180, 365)
AGES = (0, 30, 60, 90, 180, 365)
AHEAD_DAYS = 60


def curve_table(whole: Lives, clock: Clock) -> Table:
    """By each of some days what share had come to what."""
    either, found = whole.either_curve(), whole.curves()
    return Table(
        key=CURVE,
        title=gettext("What had come by when"),
        heading=gettext("Since sending"),
        columns=(
            _waiting_column(),
            estimate_column(str(clock.either), clock.keys[0]),
            *_cause_columns(clock),
            Column(label=gettext("Still waiting"), keys=("waiting",)),
        ),
        rows=tuple(
            Row(
                label=within(day),
                cells=(
                    cells.count(either.number_at_risk(day)),
                    *(cells.share(curve.at(day)) for curve in (either, *found)),
                    _waits(either, day),
                ),
            )
            for day in CURVE_DAYS
            if either.number_at_risk(day)
        ),
    )


def rows_table(ranked: Ranked, whole: Lives, dimension: Dimension, clock: Clock, question: Question) -> Table:
    """Counts, the median that counts the open ones, and beside it what those that reached it alone would say."""

    def row(lives: Lives, kept: Kept) -> Iterator[Cell]:
        yield from _counts(lives, question.narrowed(**kept), clock, question.minimum)
        yield from _medians(lives, question.minimum)

    figures = (f"median_days_{clock.done}", f"mean_days_{clock.done}", f"p90_days_{clock.done}")
    columns = (
        *(Column(label=str(one.label), keys=(one.key,)) for one in clock.numbers),
        *(limit_columns() if clock.limits else ()),
        estimate_column(str(clock.median), "median_days"),
        *(Column(label=str(label), keys=(key,)) for label, key in zip(clock.of_done, figures, strict=True)),
    )
    title = gettext("Medians, by %(dimension)s")
    return table_by(dimension, ranked, row, key=ROWS, title=title, columns=columns, whole=whole)


def within_table(
    ranked: Ranked, whole: Lives, dimension: Dimension, clock: Clock, question: Question
) -> Table:
    """The share that reached it within some days, for each row, and whether the rows differ."""

    def row(lives: Lives, _kept: Kept) -> tuple[Cell, ...]:
        counts = cells.count(lives.number()), cells.count(lives.number(*OPEN))
        if lives.number() < question.minimum:
            few = cells.too_few(lives.number(), question.minimum)
            return (
                *counts,
                cells.unknown(few, values=3),
                *[cells.silent(few, values=3)] * (len(WITHIN_DAYS) - 1),
            )
        curve = lives.curves()[0]
        return (*counts, *(cells.share(curve.at(day)) for day in WITHIN_DAYS))

    columns = (
        Column(label=gettext("Sent"), keys=("sent",)),
        Column(label=gettext("Open"), keys=("open",)),
        *(estimate_column(within(day), f"within_{day}") for day in WITHIN_DAYS),
    )
    title = str(clock.shares)
    table = table_by(dimension, ranked, row, key=WITHIN, title=title, columns=columns, whole=whole)
    return replace(table, notes=tuple(compared(ranked, dimension, question)))


def ahead_table(whole: Lives, clock: Clock, ages: Sequence[int], minimum: int) -> Table:
    """What the next days bring to a request that is so old and still waits."""
    return Table(
        key=AHEAD,
        title=gettext("What the next %(days)s days bring to a request that still waits")
        % {"days": AHEAD_DAYS},
        heading=gettext("Age"),
        columns=(
            _waiting_column(),
            Column(label=gettext("Of them open"), keys=("open",)),
            *_cause_columns(clock),
        ),
        rows=tuple(Row(label=_old(age), cells=tuple(_ahead(whole, age, minimum))) for age in ages),
    )


def within(day: int) -> str:
    """By the end of a day, counted from the sending."""
    if day == 0:
        return gettext("On the day itself")
    return gettext("Within %(days)s days") % {"days": words.count(day)}


def limit_columns() -> Iterator[Column]:
    """How many kept the limit that law or house rule sets, of those whose limit is over."""
    yield Column(label=gettext("Limit kept"), keys=("limit_kept",))
    yield Column(label=gettext("Limit missed"), keys=("limit_missed",))
    yield estimate_column(gettext("Share that kept it"), "limit_kept_share")


def _counts(lives: Lives, rows: CaseFilter, clock: Clock, minimum: int) -> Iterator[Cell]:
    for one in clock.numbers:
        narrowed = replace(rows, **one.rows) if one.rows is not None else None
        yield cells.count(lives.number(*one.endings), narrowed)
    if clock.limits:
        yield from _limits(lives, rows, minimum)


def _limits(lives: Lives, rows: CaseFilter, minimum: int) -> Iterator[Cell]:
    kept, missed = (lives.limits[one] for one in (Acknowledged.IN_TIME, Acknowledged.LATE))
    yield cells.count(kept, replace(rows, acknowledged=Acknowledged.IN_TIME.value))
    yield cells.count(missed, replace(rows, acknowledged=Acknowledged.LATE.value))
    if not kept + missed:
        yield cells.unknown(gettext("no limit is over"), values=3)
    elif kept + missed < minimum:
        yield cells.unknown(cells.too_few(kept + missed, minimum), values=3)
    else:
        yield cells.share(share_of(kept, kept + missed))


def _medians(lives: Lives, minimum: int) -> Iterator[Cell]:
    if lives.number() < minimum:
        few = cells.too_few(lives.number(), minimum)
        yield cells.unknown(few, values=3)
        yield from [cells.silent(few)] * 3
        return
    reached, none = lives.days[Ending.REACHED], gettext("none")
    yield cells.reached(lives.curves()[0].median())
    yield cells.days(median(reached), none)
    yield cells.days(mean(reached), none)
    yield cells.days(percentile(reached, 0.9), none)


def _ahead(whole: Lives, age: int, minimum: int) -> Iterator[Cell]:
    found = whole.ahead(age)
    at_risk = found[0].number_at_risk(0)
    yield cells.count(at_risk)
    yield cells.count(sum(after(age, whole.waiting).values()))
    few = cells.unknown(cells.too_few(at_risk, minimum), values=3)
    for curve in found:
        yield cells.share(curve.at(AHEAD_DAYS)) if at_risk >= minimum else few


def _waits(curve: Curve, day: int) -> Cell:
    share = curve.still_waiting(day)
    return Cell(text=words.share(share), values=(share,))


def _old(age: int) -> str:
    return gettext("%(days)s days") % {"days": words.count(age)}


def _waiting_column() -> Column:
    return Column(label=gettext("Observed and waiting"), keys=("at_risk",))


def _cause_columns(clock: Clock) -> Iterator[Column]:
    causes = (clock.reached, clock.instead, clock.ended)
    for label, key in zip(causes, clock.keys[1:], strict=True):
        yield estimate_column(str(label), key)
