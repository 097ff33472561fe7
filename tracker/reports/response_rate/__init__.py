"""Answered so far, of those sent: the Beijing report."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from tracker.casework import labels
from tracker.casework.figures import Figure
from tracker.casework.filters import spells_of
from tracker.reports import words
from tracker.reports.base import Cell, Question, Report, Result, Row, Table
from tracker.reports.charts.drawing import Chart
from tracker.reports.charts.intervals import Intervals
from tracker.reports.charts.world import Place, World
from tracker.reports.counting import (
    Tally,
    added,
    anomalies,
    check_quarters,
    tallied,
    together,
)
from tracker.reports.dimensions import DIMENSIONS, Dimension, GroupBy, Values
from tracker.reports.parts import AS_OF, COMPARED, FILTERS, GROUPING, LEAST, SENT
from tracker.reports.rates import cells, columns, counts_only
from tracker.reports.response_rate.comparisons import channels_to_one, compared_periods
from tracker.reports.response_rate.definitions import DEFINITIONS
from tracker.reports.response_rate.trend import trend_chart, trend_table
from tracker.reports.rows import Kept, dots_by, ranked_by, rows_by, title_by
from tracker.reports.statistics import wilson
from workflows.vocabulary import OutcomeGroup, Tone

if TYPE_CHECKING:
    from tracker.casework.models.request import AssistanceRequestQuerySet

Ranked = list[tuple[Values, Tally]]

ROWS = "rows"
"""The key of the table by the chosen dimension."""


def answer(requests: AssistanceRequestQuerySet, question: Question) -> Result:
    """Answer the question over the requests handed in.

    Three queries; one more each for names of another table, for a second period, and for the channels to one
    jurisdiction.
    """
    dimension = question.rows_by(DIMENSIONS)
    spells = spells_of(requests, question.narrowed(), at=question.at)
    tallies, whole = tallied(spells, dimension, question.on)
    quarters = check_quarters(spells, question.on)
    ranked = _ranked(tallies, dimension, question)
    return Result(
        headline=_headline(whole, question),
        sentence=_sentence(whole, question),
        figures=tuple(_figures(whole, question)),
        tables=(
            _table(ranked, whole, dimension, question),
            *compared_periods(requests, tallies, whole, question),
            *channels_to_one(requests, question),
            *trend_table(quarters, question),
        ),
        charts=(*_charts(ranked, dimension, question), *trend_chart(quarters, question)),
        notes=tuple(_notes(tallies, whole, dimension, question)),
        anomalies=tuple(anomalies(tallies, added(quarters.values()), dimension)),
    )


def _ranked(tallies: Mapping[Values, Tally], dimension: Dimension, question: Question) -> Ranked:
    """Best rate first, then those too few for a rate by number; years and outcomes in their own order."""

    def place(values: Values, tally: Tally) -> tuple[bool, float, int, str]:
        few = tally.sent < question.minimum
        return few, 0 if few else -_answered(tally) / tally.sent, -tally.sent, dimension.label_of(values)

    return ranked_by(dimension, tallies, place)


def _answered(tally: Tally) -> int:
    return tally.groups[OutcomeGroup.ANSWERED]


def _headline(whole: Tally, question: Question) -> str:
    return words.share(_answered(whole) / whole.sent) if whole.sent >= question.minimum else ""


def _sentence(whole: Tally, question: Question) -> str:
    if whole.sent < question.minimum:
        return gettext(
            "%(answered)s answered so far of %(sent)s sent: fewer than %(minimum)s, too few for a rate."
        ) % {
            "answered": words.count(_answered(whole)),
            "sent": words.count(whole.sent),
            "minimum": question.minimum,
        }
    return gettext("answered so far, %(answered)s of %(sent)s sent (95 %% interval %(interval)s).") % {
        "answered": words.count(_answered(whole)),
        "sent": words.count(whole.sent),
        "interval": words.interval(wilson(_answered(whole), whole.sent)),
    }


def _figures(whole: Tally, question: Question) -> Iterator[Figure]:
    yield Figure(key="sent", label=gettext("Sent"), value=whole.sent, rows=question.narrowed())
    for group in OutcomeGroup:
        value = whole.groups[group]
        yield Figure(
            key=group.value,
            label=str(labels.OUTCOME_GROUP[group]),
            value=value,
            rows=question.narrowed(outcome_group=group.value),
            tone=Tone.OVERDUE if value and group is OutcomeGroup.OPEN_OVERDUE else None,
        )


def _table(ranked: Ranked, whole: Tally, dimension: Dimension, question: Question) -> Table:

    def row(tally: Tally, kept: Kept) -> tuple[Cell, ...]:
        rows = question.narrowed(**kept)
        if dimension.is_result:
            return counts_only(tally, rows=rows, reason=gettext("n/a"))
        return cells(tally, minimum=question.minimum, rows=rows)

    return Table(
        key=ROWS,
        title=title_by(gettext("By %(dimension)s"), dimension),
        heading=str(dimension.label),
        columns=columns(),
        rows=rows_by(dimension, ranked, row),
        totals=tuple(_totals(ranked, whole, dimension, question)) if ranked else (),
    )


def _totals(ranked: Ranked, whole: Tally, dimension: Dimension, question: Question) -> Iterator[Row]:
    """All requests; above them the sum of the rows, where a request may stand in several."""
    once = cells(whole, minimum=question.minimum, rows=question.narrowed())
    if not dimension.is_multiple:
        yield Row(label=gettext("All"), cells=once)
        return
    summed = together(dict(ranked))
    yield Row(label=gettext("Sum of the rows"), cells=counts_only(summed, rows=None, reason=gettext("n/a")))
    yield Row(label=gettext("Requests, each once"), cells=once)


def _charts(ranked: Ranked, dimension: Dimension, question: Question) -> Iterator[Chart]:
    dots = () if dimension.is_result else dots_by(dimension, ranked, lambda tally: tally.answers, question)
    if dots:
        title = gettext("Share answered so far, with its 95 % interval")
        yield Intervals(title=title, table=ROWS, dots=dots)
    if dimension.key is GroupBy.JURISDICTION and ranked:
        yield World(
            title=gettext("Share answered so far, on the map"),
            table=ROWS,
            places=tuple(_places(ranked, dimension, question)),
            minimum=question.minimum,
        )


def _places(ranked: Ranked, dimension: Dimension, question: Question) -> Iterator[Place]:
    for values, tally in ranked:
        yield Place(
            code=dimension.code_of(values),
            label=dimension.label_of(values),
            of=tally.sent,
            share=_answered(tally) / tally.sent if tally.sent >= question.minimum else None,
            rows=question.narrowed(**dimension.filter_of(values)),
        )


def _notes(
    tallies: Mapping[Values, Tally], whole: Tally, dimension: Dimension, question: Question
) -> Iterator[str]:
    few = sum(tally.sent < question.minimum for tally in tallies.values())
    if dimension.is_result:
        yield gettext("Rows by what came of the requests have no rate of their own.")
    elif few:
        yield ngettext(
            "%(few)s row has fewer than %(minimum)s sent: its counts are shown, a rate is not.",
            "%(few)s rows have fewer than %(minimum)s sent: their counts are shown, rates are not.",
            few,
        ) % {"few": few, "minimum": question.minimum}
    if dimension.is_multiple:
        yield from words.several_rows(together(tallies).sent, once=whole.sent)
    if not question.wanted.direction and dimension.key is not GroupBy.DIRECTION:
        yield words.both_directions()


REPORT = Report(
    slug="response-rate",
    title=_("Answered so far, of those sent"),
    summary=_(
        "How many of the requests sent were answered by a chosen day, by channel, jurisdiction, office and more, with"
        " what became of the others."
    ),
    definitions=DEFINITIONS,
    asks=(GROUPING, SENT, COMPARED, AS_OF, LEAST, FILTERS),
    answer=answer,
    dimensions=tuple(DIMENSIONS.values()),
)
