"""Rates beside each other: of two periods, and of the channels to one jurisdiction."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from django.utils.translation import gettext

from tracker.casework.filters import spells_of
from tracker.reports import cells
from tracker.reports.base import Cell, Column, Question, Row, Table
from tracker.reports.counting import Tally, tallied, tally_by, together
from tracker.reports.dimensions import DIMENSIONS, GroupBy, Values
from tracker.reports.periods import Period
from tracker.reports.rates import difference_cell, difference_column, rest
from tracker.reports.response_rate.trend import rate_cells, rate_columns
from tracker.reports.rows import rows_by, whole_label
from workflows.vocabulary import OutcomeGroup

if TYPE_CHECKING:
    from tracker.casework.models.request import AssistanceRequestQuerySet

Tallies = Mapping[Values, Tally]


def compared_periods(
    requests: AssistanceRequestQuerySet, tallies: Tallies, whole: Tally, question: Question
) -> Iterator[Table]:
    """Each row in the second period, and the first less the second. One query, and one for names."""
    dimension = question.rows_by(DIMENSIONS)
    if question.compared is None or dimension.is_result:
        return
    than = question.compared
    spells = spells_of(
        requests, replace(question.narrowed(), sent_from=than.first, sent_until=than.last), at=question.at
    )
    other, other_whole = tallied(spells, dimension, question.on)
    both = [
        (values, (tallies.get(values, Tally()), other.get(values, Tally())))
        for values in sorted(tallies.keys() | other.keys(), key=dimension.label_of)
    ]
    rows = rows_by(dimension, both, lambda pair, kept: _beside(*pair, question, than, kept))
    total = Row(label=whole_label(dimension), cells=_beside(whole, other_whole, question, than, {}))
    yield Table(
        key="compared",
        title=gettext("%(period)s against %(than)s") % {"period": question.period, "than": than},
        heading=str(dimension.label),
        columns=(
            Column(label=gettext("Sent, first period"), keys=("sent_first",)),
            Column(label=gettext("Answered, first period"), keys=("answered_first",)),
            Column(label=gettext("Open, first period"), keys=("open_first",)),
            Column(label=gettext("Rate, first period"), keys=("rate_first",)),
            *rate_columns(),
            difference_column(),
        ),
        rows=rows,
        totals=(total,),
        notes=(
            gettext(
                "Sent, answered, open and rate without more are those of the second period, as of the same day."
            ),
            gettext(
                "The later period has had less time to be answered. The time to answer compares them fairly."
            ),
        ),
    )


def channels_to_one(requests: AssistanceRequestQuerySet, question: Question) -> Iterator[Table]:
    """Where one jurisdiction is asked for: each channel to it against all others together. One query."""
    if not question.wanted.jurisdiction or question.wanted.channel:
        return
    dimension = DIMENSIONS[GroupBy.CHANNEL]
    found = tally_by(spells_of(requests, question.narrowed(), at=question.at), dimension, question.on)
    if len(found) < 2:
        return
    whole = together(found)
    period = Period(first=question.wanted.sent_from, last=question.wanted.sent_until)
    yield Table(
        key="channels",
        title=gettext("Channels to this jurisdiction, each against the others"),
        heading=str(dimension.label),
        columns=(*rate_columns(), difference_column()),
        rows=rows_by(
            dimension,
            sorted(found.items(), key=lambda one: -one[1].sent),
            lambda tally, kept: (
                *_rate(tally, question, period, kept),
                difference_cell(tally.answers, rest(whole, tally), minimum=question.minimum),
            ),
        ),
    )


def _beside(
    first: Tally, second: Tally, question: Question, than: Period, rows: Mapping[str, object]
) -> tuple[Cell, ...]:
    behind = question.narrowed(**rows)
    answered, _sent = first.answers
    return (
        cells.count(first.sent, behind),
        cells.count(answered, replace(behind, outcome_group=OutcomeGroup.ANSWERED.value)),
        cells.count(first.still_open),
        cells.part_of_enough(*first.answers, minimum=question.minimum),
        *_rate(second, question, than, rows),
        difference_cell(first.answers, second.answers, minimum=question.minimum),
    )


def _rate(tally: Tally, question: Question, period: Period, rows: Mapping[str, object]) -> tuple[Cell, ...]:
    return rate_cells(
        sent=tally.sent,
        answered=tally.groups[OutcomeGroup.ANSWERED],
        still_open=tally.still_open,
        question=question,
        period=period,
        rows=rows,
    )
