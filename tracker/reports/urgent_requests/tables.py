"""The tables of urgent requests: by urgency, and by a dimension."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext

from tracker.casework import labels
from tracker.casework.filtering.urgent import Acted
from tracker.reports import cells, words
from tracker.reports.base import Cell, Column, Question, Row, Table
from tracker.reports.incidence import Median
from tracker.reports.rates import estimate_column
from tracker.reports.rows import table_by
from tracker.reports.urgent_requests.counting import DAY, STATES, TENTHS, Tally
from workflows.vocabulary import Urgency

if TYPE_CHECKING:
    from tracker.reports.dimensions import Dimension, Values

    Ranked = list[tuple[Values, Tally]]

CLASSES: Final = "classes"
ROWS: Final = "rows"
HOURS: Final = "hours"


def classes_table(found: Mapping[Urgency, Tally], whole: Tally, question: Question) -> Table:
    """Routine, urgent, emergency, and the last two together."""
    return Table(
        key=CLASSES,
        title=gettext("By urgency"),
        heading=gettext("Urgency"),
        columns=(
            Column(label=gettext("Sent"), keys=("sent",)),
            Column(label=gettext("Share of all"), keys=("share",)),
            *_state_columns(),
            *hour_columns(),
        ),
        rows=tuple(
            Row(
                label=str(labels.URGENCY[urgency]),
                code=urgency.value,
                cells=(
                    cells.count(tally.all, question.narrowed(urgency=urgency.value)),
                    cells.part_of_enough(tally.all, whole.all, minimum=question.minimum),
                    *_state_cells(tally, question, urgency=urgency.value),
                    *hour_cells(tally, question, urgency=urgency.value),
                )
                if urgency is not Urgency.ROUTINE
                else (
                    cells.count(tally.all, question.narrowed(urgency=urgency.value)),
                    cells.part_of_enough(tally.all, whole.all, minimum=question.minimum),
                    *_not_counted(),
                ),
            )
            for urgency, tally in found.items()
        )
        if whole.all
        else (),
        totals=(
            Row(
                label=gettext("Urgent and emergencies"),
                cells=(
                    cells.count(whole.pressing, question.narrowed(acted=Acted.ANY.value)),
                    cells.part_of_enough(whole.pressing, whole.all, minimum=question.minimum),
                    *_state_cells(whole, question),
                    *hour_cells(whole, question),
                ),
            ),
        )
        if whole.all
        else (),
    )


def rows_table(ranked: Ranked, whole: Tally, dimension: Dimension, question: Question) -> Table:
    """For each value of a dimension how many were urgent, and what was done about these."""
    columns = (
        Column(label=gettext("Sent"), keys=("sent",)),
        Column(label=gettext("Urgent"), keys=("urgent",)),
        Column(label=gettext("Share urgent"), keys=("share_urgent",)),
        Column(label=gettext("Of them emergencies"), keys=("emergencies",)),
        *_state_columns(),
    )
    title = gettext("Urgent, by %(dimension)s")
    return table_by(
        dimension,
        ranked,
        lambda tally, kept: _row_cells(tally, question, **kept),
        key=ROWS,
        title=title,
        columns=columns,
        whole=whole,
    )


def hours_table(ranked: Ranked, whole: Tally, dimension: Dimension, question: Question) -> Table:
    """After how many hours something was done."""
    columns = (
        Column(label=gettext("Urgent"), keys=("urgent",)),
        Column(label=gettext("Waiting"), keys=("waiting",)),
        *hour_columns(),
    )
    title = gettext("Hours until the first act, by %(dimension)s")
    return table_by(
        dimension,
        ranked,
        lambda tally, kept: _hours_row_cells(tally, question, **kept),
        key=HOURS,
        title=title,
        columns=columns,
        whole=whole,
    )


def _row_cells(tally: Tally, question: Question, **narrowed: object) -> tuple[Cell, ...]:
    emergencies = {**narrowed, "urgency": Urgency.EMERGENCY.value}
    return (
        cells.count(tally.all, question.narrowed(**narrowed)),
        _urgent(tally, question, **narrowed),
        cells.part_of_enough(tally.pressing, tally.all, minimum=question.minimum),
        cells.count(tally.sent[Urgency.EMERGENCY], question.narrowed(**emergencies)),
        *_state_cells(tally, question, **narrowed),
    )


def _hours_row_cells(tally: Tally, question: Question, **narrowed: object) -> tuple[Cell, ...]:
    waiting = question.narrowed(acted=Acted.WAITING.value, **narrowed)
    return (
        _urgent(tally, question, **narrowed),
        cells.count(tally.states[Acted.WAITING], waiting),
        *hour_cells(tally, question, **narrowed),
    )


def _urgent(tally: Tally, question: Question, **narrowed: object) -> Cell:
    return cells.count(tally.pressing, question.narrowed(acted=Acted.ANY.value, **narrowed))


def _state_columns() -> Iterator[Column]:
    yield Column(label=gettext("Acted on"), keys=("acted",))
    yield Column(label=gettext("Waiting"), keys=("waiting",))
    yield Column(label=gettext("Ended without an act"), keys=("ended",))


def hour_columns() -> Iterator[Column]:
    """The headings of `hour_cells`."""
    yield Column(label=gettext("Hours recorded"), keys=("timed",))
    yield estimate_column(gettext("Median hours to act"), "median_hours")
    yield estimate_column(gettext("Within an hour"), "within_hour")
    yield estimate_column(gettext("Within a day"), "within_day")


def _state_cells(tally: Tally, question: Question, **narrowed: object) -> Iterator[Cell]:
    for state in STATES:
        yield cells.count(tally.states[state], question.narrowed(acted=state.value, **narrowed))


def hour_cells(tally: Tally, question: Question, **narrowed: object) -> Iterator[Cell]:
    """How many have recorded hours, and after how many of them something was done."""
    yield cells.count(tally.timed, question.narrowed(acted=Acted.TIMED.value, **narrowed))
    if tally.timed < question.minimum:
        few = cells.too_few(tally.timed, question.minimum)
        yield cells.unknown(few, values=3)
        yield from 2 * (cells.silent(few, values=3),)
        return
    curve = tally.curve()
    yield _reached(curve.median())
    yield cells.share(curve.at(TENTHS))
    yield cells.share(curve.at(DAY))


def _not_counted() -> Iterator[Cell]:
    """Nobody counts the hours of routine requests."""
    none = gettext("n/a")
    for _number in range(len(STATES) + 1):
        yield cells.unknown(none)
    for _number in range(3):
        yield cells.unknown(none, values=3)


def _reached(median: Median) -> Cell:
    """The median in hours, which the curve counts in tenths."""
    hours = (None if tenths is None else tenths / TENTHS for tenths in (median.day, median.low, median.high))
    return cells.reached_within(*hours, written=words.hours)
