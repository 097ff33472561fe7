"""The cells of one row: counts that lead to their rows, and shares, medians and sums of enough of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from django.utils.translation import gettext

from tracker.casework import labels
from tracker.casework.filtering.preserved import Preserving
from tracker.casework.filters import CaseFilter
from tracker.reports import cells
from tracker.reports.base import Cell, Column
from tracker.reports.preservation_gaps.counting import Coverage
from tracker.reports.rates import interval_column
from tracker.reports.statistics import km_median, median
from workflows.vocabulary import PreservationGroup

AFTERWARDS: Final = (PreservationGroup.LATE, PreservationGroup.ABANDONED, PreservationGroup.RUNNING)
"""What became of the others, and what still runs."""
NOT_DUE: Final = (PreservationGroup.RUNNING, PreservationGroup.COVERED, PreservationGroup.ENDED)
"""With those that are due they are all that was preserved."""


def _count(value: int, rows: CaseFilter, key: str) -> Cell:
    return cells.count(value, replace(rows, preservation=key))


def coverage_columns() -> tuple[Column, ...]:
    """The headings of `coverage_cells`."""
    return (
        Column(label=gettext("Expired or due"), keys=("due",)),
        Column(label=gettext("Sent before expiry"), keys=("sent",)),
        Column(label=gettext("Rate, sent"), keys=("rate_sent",)),
        interval_column(gettext("95 % interval, sent"), "rate_sent"),
        Column(label=gettext("Received before expiry"), keys=("received",)),
        Column(label=gettext("Rate, received"), keys=("rate_received",)),
        interval_column(gettext("95 % interval, received"), "rate_received"),
        *(_group_column(group) for group in AFTERWARDS),
    )


def _group_column(group: PreservationGroup) -> Column:
    return Column(label=str(labels.PRESERVATION_GROUP[group]), keys=(group.value,))


def coverage_cells(row: Coverage, rows: CaseFilter, minimum: int) -> Iterator[Cell]:
    """What became of those whose day has come, and of the others beside them."""
    yield _count(row.due, rows, Preserving.DUE)
    yield _count(row.sent, rows, Preserving.SENT_OR_RECEIVED)
    yield from cells.rate(row.sent, row.due, minimum=minimum)
    yield _count(row.received, rows, PreservationGroup.RECEIVED)
    yield from cells.rate(row.received, row.due, minimum=minimum)
    for group in AFTERWARDS:
        yield _count(row.groups[group], rows, group)


def gap_columns() -> tuple[Column, ...]:
    """The headings of `gap_cells`."""
    return (
        Column(label=gettext("Expired or due"), keys=("due",)),
        Column(label=gettext("Gaps"), keys=("gaps",)),
        Column(label=gettext("of these going on"), keys=("open_gaps",)),
        Column(label=gettext("Days of gap in all"), keys=("days",)),
        Column(label=gettext("Median days of gap"), keys=("median_days",)),
        Column(label=gettext("Median of the ended"), keys=("median_days_ended",)),
        Column(label=gettext("Longest"), keys=("longest_days",)),
    )


def gap_cells(row: Coverage, rows: CaseFilter, minimum: int) -> Iterator[Cell]:
    """How long nothing held the data; only counts of fewer than ``minimum`` gaps."""
    yield _count(row.due, rows, Preserving.DUE)
    yield _count(row.gaps, rows, Preserving.GAP)
    yield _count(row.open_gaps.total(), rows, Preserving.OPEN_GAP)
    if row.gaps < minimum:
        reason = cells.too_few(row.gaps, minimum) if row.gaps else gettext("no gap")
        yield cells.unknown(reason)
        yield from 3 * (cells.silent(reason),)
        return
    gaps = row.ended_gaps + row.open_gaps
    yield cells.days(sum(days * number for days, number in gaps.items()), "")
    yield cells.days(km_median(row.ended_gaps, row.open_gaps), gettext("not reached"))
    yield cells.days(median(row.ended_gaps), gettext("none ended"))
    yield cells.days(max(gaps), "")


def renewal_columns() -> tuple[Column, ...]:
    """The headings of `renewal_cells`."""
    return (
        Column(label=gettext("Preserved"), keys=("preserved",)),
        Column(label=gettext("Expired or due"), keys=("due",)),
        Column(label=gettext("Received before expiry"), keys=("received",)),
        Column(label=gettext("Rate, received"), keys=("rate_received",)),
        interval_column(gettext("95 % interval, received"), "rate_received"),
        *(_group_column(group) for group in NOT_DUE),
    )


def renewal_cells(row: Coverage, rows: CaseFilter, minimum: int) -> Iterator[Cell]:
    """What became of those renewed so often."""
    yield _count(row.groups.total(), rows, Preserving.HELD)
    yield _count(row.due, rows, Preserving.DUE)
    yield _count(row.received, rows, PreservationGroup.RECEIVED)
    yield from cells.rate(row.received, row.due, minimum=minimum)
    for group in NOT_DUE:
        yield _count(row.groups[group], rows, group)
