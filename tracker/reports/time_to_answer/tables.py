"""The tables: the curve by days, the rows of a dimension, the shares within some days, and what is ahead."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from django.utils.translation import gettext

from tracker.casework.filters import CaseFilter
from tracker.reports import cells, words
from tracker.reports.base import Cell, Column, Question, Row, Table
from tracker.reports.dimensions import Dimension
from tracker.reports.incidence import Curve, mean, percentile
from tracker.reports.rates import estimate_column
from tracker.reports.statistics import median
from tracker.reports.time_to_answer.compared import compared
from tracker.reports.time_to_answer.lives import OPEN, Ending, Lives, Ranked
from workflows.vocabulary import Outcome, OutcomeGroup

CURVE, ROWS, WITHIN, AHEAD = "curve", "rows", "within", "ahead"
"""The keys of the tables."""
CURVE_DAYS = (0, 30, 60, 90, 180, 365, 545, 730, 1095, 1460, 1825)
WITHIN_DAYS = (30, 90, 180, 365)
AGES = (0, 30, 60, 90, 180, 365)
AHEAD_DAYS = 60


def curve_table(whole: Lives) -> Table:
    """By each of some days what share had come to what."""
    answered, found = whole.answered_curve(), whole.curves()
    return Table(
        key=CURVE,
        title=gettext("What had come by when"),
        heading=gettext("Since sending"),
        columns=(
            _waiting_column(),
            estimate_column(gettext("Answer or refusal"), "answered"),
            *_cause_columns(),
            Column(label=gettext("Still waiting"), keys=("waiting",)),
        ),
        rows=tuple(
            Row(
                label=within(day),
                cells=(
                    cells.count(answered.number_at_risk(day)),
                    *(cells.share(curve.at(day)) for curve in (answered, *found)),
                    _waits(answered, day),
                ),
            )
            for day in CURVE_DAYS
            if answered.number_at_risk(day)
        ),
    )


def rows_table(ranked: Ranked, whole: Lives, dimension: Dimension, question: Question) -> Table:
    """Counts, the median that counts the open ones, and beside it what the answered alone would say."""

    def row(lives: Lives, rows: CaseFilter) -> tuple[Cell, ...]:
        return (*_counts(lives, rows), *_medians(lives, question.minimum))

    columns = (
        Column(label=gettext("Sent"), keys=("sent",)),
        Column(label=gettext("Answered"), keys=("answered",)),
        Column(label=gettext("Of them refused"), keys=("refused",)),
        Column(label=gettext("Ended without answer"), keys=("ended",)),
        Column(label=gettext("Open"), keys=("open",)),
        estimate_column(gettext("Median days to an answer"), "median_days"),
        Column(label=gettext("Median of the answered"), keys=("median_days_answered",)),
        Column(label=gettext("Mean of the answered"), keys=("mean_days_answered",)),
        Column(label=gettext("Nine in ten of the answered"), keys=("p90_days_answered",)),
    )
    title = gettext("Medians, by %(dimension)s") % {"dimension": str(dimension.label).lower()}
    return _by_dimension(ranked, whole, dimension, question, key=ROWS, title=title, columns=columns, row=row)


def within_table(ranked: Ranked, whole: Lives, dimension: Dimension, question: Question) -> Table:
    """The share answered within some days, for each row, and whether the rows differ."""

    def row(lives: Lives, _rows: CaseFilter) -> tuple[Cell, ...]:
        counts = cells.count(lives.number()), cells.count(lives.number(*OPEN))
        if lives.number() < question.minimum:
            few = cells.too_few(question.minimum)
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
    title = gettext("Share with an answer within so many days, by %(dimension)s") % {
        "dimension": str(dimension.label).lower()
    }
    table = _by_dimension(
        ranked, whole, dimension, question, key=WITHIN, title=title, columns=columns, row=row
    )
    return replace(table, notes=tuple(compared(ranked, dimension, question)))


def ahead_table(whole: Lives, ages: Sequence[int], minimum: int) -> Table:
    """What the next days bring to a request that is so old and still waits."""
    return Table(
        key=AHEAD,
        title=gettext("What the next %(days)s days bring to a request that still waits")
        % {"days": AHEAD_DAYS},
        heading=gettext("Age"),
        columns=(_waiting_column(), *_cause_columns()),
        rows=tuple(Row(label=_old(age), cells=tuple(_ahead(whole, age, minimum))) for age in ages),
    )


def within(day: int) -> str:
    """By the end of a day, counted from the sending."""
    if day == 0:
        return gettext("On the day itself")
    return gettext("Within %(days)s days") % {"days": words.count(day)}


def _by_dimension(
    ranked: Ranked,
    whole: Lives,
    dimension: Dimension,
    question: Question,
    *,
    key: str,
    title: str,
    columns: tuple[Column, ...],
    row: Callable[[Lives, CaseFilter], tuple[Cell, ...]],
) -> Table:
    rows = tuple(
        Row(
            label=dimension.label_of(values),
            code=dimension.code_of(values),
            cells=row(lives, question.narrowed(**dimension.filter_of(values))),
        )
        for values, lives in ranked
    )
    label = gettext("Requests, each once") if dimension.is_multiple else gettext("All")
    total = Row(label=label, cells=row(whole, question.narrowed()))
    return Table(
        key=key,
        title=title,
        heading=str(dimension.label),
        columns=columns,
        rows=rows,
        totals=(total,) if rows else (),
    )


def _counts(lives: Lives, rows: CaseFilter) -> Iterator[Cell]:
    answered = replace(rows, outcome_group=OutcomeGroup.ANSWERED.value)
    refused = replace(answered, outcome=Outcome.REFUSED.value)
    yield cells.count(lives.number(), rows)
    yield cells.count(lives.number(Ending.ANSWER, Ending.REFUSAL), answered)
    yield cells.count(lives.number(Ending.REFUSAL), refused)
    yield cells.count(lives.number(Ending.WITHDRAWN, Ending.ENDED))
    yield cells.count(lives.number(*OPEN))


def _medians(lives: Lives, minimum: int) -> Iterator[Cell]:
    if lives.number() < minimum:
        few = cells.too_few(minimum)
        yield cells.unknown(few, values=3)
        yield from [cells.silent(few)] * 3
        return
    answers, none = lives.days[Ending.ANSWER], gettext("none answered")
    yield cells.reached(lives.curves()[0].median())
    yield cells.days(median(answers), none)
    yield cells.days(mean(answers), none)
    yield cells.days(percentile(answers, 0.9), none)


def _ahead(whole: Lives, age: int, minimum: int) -> Iterator[Cell]:
    found = whole.ahead(age)
    at_risk = found[0].number_at_risk(0)
    yield cells.count(at_risk)
    for curve in found:
        enough = at_risk >= minimum
        yield cells.share(curve.at(AHEAD_DAYS)) if enough else cells.unknown(cells.too_few(minimum), values=3)


def _waits(curve: Curve, day: int) -> Cell:
    share = curve.still_waiting(day)
    return Cell(text=words.share(share), values=(share,))


def _old(age: int) -> str:
    return gettext("%(days)s days") % {"days": words.count(age)}


def _waiting_column() -> Column:
    return Column(label=gettext("Observed and waiting"), keys=("at_risk",))


def _cause_columns() -> Iterator[Column]:
    yield estimate_column(gettext("Answer"), "answer")
    yield estimate_column(gettext("Refusal"), "refusal")
    yield estimate_column(gettext("Ended without answer"), "ended")
