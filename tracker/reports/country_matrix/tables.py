"""Both rates side by side, and what had come of the requests of each direction."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from django.utils.translation import gettext, ngettext

from tracker.casework import labels
from tracker.casework.filters import CaseFilter
from tracker.reports import cells, words
from tracker.reports.base import Cell, Column, Question, Table
from tracker.reports.country_matrix.counting import Asked, Pair
from tracker.reports.dimensions import Dimension, Values
from tracker.reports.rates import difference_cell, difference_column, estimate_column
from tracker.reports.rows import Kept, table_by
from workflows.vocabulary import Direction, Disposition, OutcomeGroup

RECIPROCITY, MADE, RECEIVED = "reciprocity", "made", "received"
"""The keys of the tables."""

Ranked = Sequence[tuple[Values, Pair]]


def reciprocity_table(ranked: Ranked, whole: Pair, dimension: Dimension, question: Question) -> Table:
    """Their rate to us against ours to them."""

    def row(pair: Pair, kept: Kept) -> Iterator[Cell]:
        for direction in (Direction.OUTGOING, Direction.INCOMING):
            rows = question.narrowed(**kept, direction=direction.value)
            yield from _rates(pair.asked[direction], rows, question.minimum)
        made, received = pair.made.tally.answers, pair.received.tally.answers
        yield difference_cell(made, received, minimum=question.minimum)

    columns = (
        Column(label=gettext("Made"), keys=("made",)),
        Column(label=gettext("They answered"), keys=("made_answered",)),
        Column(label=gettext("Pending with them"), keys=("made_pending",)),
        estimate_column(gettext("Their rate"), "rate_theirs"),
        Column(label=gettext("Received"), keys=("received",)),
        Column(label=gettext("We answered"), keys=("received_answered",)),
        Column(label=gettext("Pending with us"), keys=("received_pending",)),
        estimate_column(gettext("Our rate"), "rate_ours"),
        difference_column(gettext("Theirs less ours")),
    )
    title = gettext("Reciprocity, by %(dimension)s")
    table = table_by(dimension, ranked, row, key=RECIPROCITY, title=title, columns=columns, whole=whole)
    return replace(table, notes=tuple(_too_few(ranked, question.minimum)))


def direction_table(
    direction: Direction, ranked: Ranked, whole: Pair, dimension: Dimension, question: Question
) -> Table:
    """What had come of the requests of one direction; its rows are those that have any."""

    def row(pair: Pair, kept: Kept) -> Iterator[Cell]:
        rows = question.narrowed(**kept, direction=direction.value)
        yield from _dispositions(pair.asked[direction], rows, question.minimum)

    is_made = direction is Direction.OUTGOING
    columns = (
        Column(label=gettext("Made") if is_made else gettext("Received"), keys=("sent",)),
        *(Column(label=str(labels.DISPOSITION[one]), keys=(one.value,)) for one in Disposition),
        estimate_column(gettext("Rate"), "rate"),
        Column(label=gettext("Median days"), keys=("median_days",)),
    )
    title = gettext("Made, by %(dimension)s") if is_made else gettext("Received, by %(dimension)s")
    having = [one for one in ranked if one[1].asked[direction].tally.sent]
    key = MADE if is_made else RECEIVED
    table = table_by(dimension, having, row, key=key, title=title, columns=columns, whole=whole)
    few = sum(pair.asked[direction].tally.sent < question.minimum for _values, pair in having)
    return replace(table, notes=words.too_few(few, question.minimum))


def _too_few(ranked: Ranked, minimum: int) -> Iterator[str]:
    few = sum(min(pair.made.tally.sent, pair.received.tally.sent) < minimum for _values, pair in ranked)
    if few:
        yield ngettext(
            "%(few)s row has fewer than %(minimum)s in one direction: its counts are shown, that rate is not.",
            "%(few)s rows have fewer than %(minimum)s in one direction: their counts are shown, that rate is not.",
            few,
        ) % {"few": few, "minimum": minimum}


def _rates(asked: Asked, rows: CaseFilter, minimum: int) -> Iterator[Cell]:
    answered, sent = asked.tally.answers
    yield cells.count(sent, rows)
    yield cells.count(answered, replace(rows, outcome_group=OutcomeGroup.ANSWERED.value))
    yield cells.count(
        asked.dispositions[Disposition.PENDING], replace(rows, disposition=Disposition.PENDING.value)
    )
    yield cells.rate_within(answered, sent, minimum=minimum)


def _dispositions(asked: Asked, rows: CaseFilter, minimum: int) -> Iterator[Cell]:
    answered, sent = asked.tally.answers
    yield cells.count(sent, rows)
    for one in Disposition:
        yield cells.count(asked.dispositions[one], replace(rows, disposition=one.value))
    yield cells.rate_within(answered, sent, minimum=minimum)
    yield cells.median_of_all(asked.tally.answered, asked.tally.waiting, minimum=minimum)
