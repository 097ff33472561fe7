"""The tables of urgent requests: by urgency, and by a dimension."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Final

from django.utils.formats import number_format
from django.utils.translation import gettext

from tracker.casework import labels
from tracker.casework.filtering.urgent import Acted
from tracker.reports import cells
from tracker.reports.base import Cell, Column, Question, Row, Table
from tracker.reports.incidence import Median
from tracker.reports.rates import estimate_column, whole_label
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
    return _by_dimension(
        ranked,
        whole,
        dimension,
        question,
        key=ROWS,
        of=gettext("Urgent"),
        columns=columns,
        cells_of=_row_cells,
    )


def hours_table(ranked: Ranked, whole: Tally, dimension: Dimension, question: Question) -> Table:
    """After how many hours something was done."""
    columns = (
        Column(label=gettext("Urgent"), keys=("urgent",)),
        Column(label=gettext("Waiting"), keys=("waiting",)),
        *hour_columns(),
    )
    return _by_dimension(
        ranked,
        whole,
        dimension,
        question,
        key=HOURS,
        of=gettext("Hours until the first act"),
        columns=columns,
        cells_of=_hours_row_cells,
    )


def _by_dimension(
    ranked: Ranked,
    whole: Tally,
    dimension: Dimension,
    question: Question,
    *,
    key: str,
    of: str,
    columns: tuple[Column, ...],
    cells_of: Callable[..., tuple[Cell, ...]],
) -> Table:
    return Table(
        key=key,
        title=gettext("%(what)s, by %(dimension)s") % {"what": of, "dimension": str(dimension.label).lower()},
        heading=str(dimension.label),
        columns=columns,
        rows=tuple(
            Row(
                label=dimension.label_of(values),
                code=dimension.code_of(values),
                cells=cells_of(tally, question, **dimension.filter_of(values)),
            )
            for values, tally in ranked
        ),
        totals=(Row(label=whole_label(dimension), cells=cells_of(whole, question)),) if ranked else (),
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
    yield hours_cell(curve.median())
    yield cells.share(curve.at(TENTHS))
    yield cells.share(curve.at(DAY))


def _not_counted() -> Iterator[Cell]:
    """Nobody counts the hours of routine requests."""
    none = gettext("n/a")
    for _number in range(len(STATES) + 1):
        yield cells.unknown(none)
    for _number in range(3):
        yield cells.unknown(none, values=3)


def hours_cell(median: Median) -> Cell:
    """The median in hours, from and to: three values."""
    reason = gettext("not reached")
    told = tuple(
        None if tenths is None else tenths / TENTHS for tenths in (median.day, median.low, median.high)
    )
    hours, low, high = told
    text = reason if hours is None else hours_words(hours)
    between = _between(low, high)
    return Cell(
        text=f"{text} ({between})" if between else text,
        values=told,
        is_known=hours is not None,
        reason=reason,
    )


def hours_words(hours: float) -> str:
    """Hours to a tenth."""
    return number_format(hours, decimal_pos=1, force_grouping=True)


def _between(low: float | None, high: float | None) -> str:
    if low is None:
        return ""
    if high is None:
        return gettext("%(low)s or more") % {"low": hours_words(low)}
    return f"{hours_words(low)}–{hours_words(high)}"
