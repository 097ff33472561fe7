"""The channels, each against the others, and the types that went by each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from django.utils.translation import gettext

from tracker.casework import labels
from tracker.casework.filtering.narrowing import ABSENT
from tracker.casework.filters import CaseFilter
from tracker.reports import cells, words
from tracker.reports.base import Cell, Column, Question, Row, Table
from tracker.reports.channel_comparison.counting import Strata, side_by_side
from tracker.reports.counting import Tally
from tracker.reports.dimensions import DIMENSIONS, GroupBy, Values
from tracker.reports.rates import difference_cell, difference_column, estimate_column, rest
from tracker.reports.statistics import stratified_difference
from workflows.vocabulary import Disposition, ItemType, OutcomeGroup

CHANNELS, TYPES = "channels", "types"
"""The keys of the tables."""

Ranked = Sequence[tuple[Values, Tally]]

DIMENSION = DIMENSIONS[GroupBy.CHANNEL]


def channels_table(ranked: Ranked, whole: Tally, strata: Strata, question: Question) -> Table:
    """A row a channel: its own figures, and what they are less those of all others."""
    return Table(
        key=CHANNELS,
        title=gettext("By channel"),
        heading=str(DIMENSION.label),
        columns=(
            *_count_columns(),
            Column(label=gettext("Median days"), keys=("median_days",)),
            difference_column(gettext("Less the others")),
            Column(label=gettext("Compared"), keys=("compared",)),
            _same_types_column(),
        ),
        rows=tuple(
            Row(
                label=DIMENSION.label_of(values),
                cells=(
                    *_own(tally, question.narrowed(**DIMENSION.filter_of(values)), question.minimum),
                    difference_cell(tally.answers, rest(whole, tally), minimum=question.minimum),
                    *_same_types(strata, str(values[0]), question.minimum),
                ),
            )
            for values, tally in ranked
        ),
        totals=_totals(whole, question) if ranked else (),
    )


def types_table(ranked: Ranked, strata: Strata, question: Question) -> Table:
    """A row for each type by each channel that it went by; the types with most requests first."""
    by_type: dict[str, int] = {}
    for kinds in strata.values():
        for kind, tally in kinds.items():
            by_type[kind] = by_type.get(kind, 0) + tally.sent
    kinds_in_order = sorted(by_type, key=lambda kind: (-by_type[kind], kind))
    return Table(
        key=TYPES,
        title=gettext("By type and channel"),
        heading=gettext("Type, channel"),
        columns=tuple(_count_columns()),
        rows=tuple(
            _type_row(kind, values, strata, question)
            for kind in kinds_in_order
            for values, _tally in ranked
            if kind in strata.get(str(values[0]), {})
        ),
    )


def _type_row(kind: str, values: Values, strata: Strata, question: Question) -> Row:
    tally = strata[str(values[0])][kind]
    rows = question.narrowed(first_type=kind or ABSENT, **DIMENSION.filter_of(values))
    label = str(labels.ITEM_TYPE[ItemType(kind)]) if kind else gettext("Nothing recorded")
    return Row(
        label=gettext("%(type)s, %(channel)s") % {"type": label, "channel": DIMENSION.label_of(values)},
        code=kind,
        cells=tuple(_counts(tally, rows, question.minimum)),
    )


def _totals(whole: Tally, question: Question) -> tuple[Row]:
    none = gettext("n/a")
    cells_of_all = (
        *_own(whole, question.narrowed(), question.minimum),
        cells.unknown(none, values=3),
        cells.silent(none),
        cells.silent(none, values=3),
    )
    return (Row(label=gettext("All"), cells=cells_of_all),)


def _count_columns() -> Iterator[Column]:
    yield Column(label=gettext("Sent"), keys=("sent",))
    yield Column(label=gettext("Answered"), keys=("answered",))
    yield Column(label=gettext("Open"), keys=("open",))
    yield estimate_column(gettext("Rate"), "rate")


def _own(tally: Tally, rows: CaseFilter, minimum: int) -> Iterator[Cell]:
    yield from _counts(tally, rows, minimum)
    yield cells.median_of_all(tally.answered, tally.waiting, minimum=minimum)


def _counts(tally: Tally, rows: CaseFilter, minimum: int) -> Iterator[Cell]:
    hits, of = tally.answers
    yield cells.count(of, rows)
    yield cells.count(hits, replace(rows, outcome_group=OutcomeGroup.ANSWERED.value))
    yield cells.count(tally.still_open, replace(rows, disposition=Disposition.PENDING.value))
    yield cells.rate_within(hits, of, minimum=minimum)


def _same_types(strata: Strata, channel: str, minimum: int) -> Iterator[Cell]:
    """How many of its own could be compared, and the difference; of fewer than the minimum on either side none."""
    found = stratified_difference(side_by_side(strata, channel))
    if found is None:
        yield cells.count(0)
        yield cells.unknown(gettext("no type in common"), values=3)
        return
    yield cells.count(found.first)
    fewest = min(found.first, found.second)
    if fewest < minimum:
        yield cells.unknown(cells.too_few(fewest, minimum), values=3)
        return
    between = found.between
    text = words.points_within(found.value, between)
    yield Cell(text=text, values=(found.value, between.low, between.high))


def _same_types_column() -> Column:
    return Column(
        label=gettext("Same types"),
        keys=("same_types", "same_types_from", "same_types_to"),
        exported=(gettext("Same types"), gettext("Same types from"), gettext("Same types to")),
    )
