"""The cells of one row of counts: groups, rate, interval, medians. Shared by every report on answers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from django.utils.translation import gettext

from tracker.casework import labels
from tracker.casework.filters import CaseFilter
from tracker.reports import words
from tracker.reports.base import Cell, Column
from tracker.reports.cells import count, days, rate, silent, too_few, unknown
from tracker.reports.counting import Tally
from tracker.reports.statistics import difference, km_median, median
from workflows.vocabulary import OutcomeGroup


def columns() -> tuple[Column, ...]:
    """The headings of `cells`."""
    return (
        Column(label=gettext("Sent"), keys=("sent",)),
        *(Column(label=str(labels.OUTCOME_GROUP[group]), keys=(group.value,)) for group in OutcomeGroup),
        *rate_and_interval(),
        Column(label=gettext("Median days to answer"), keys=("median_days",)),
        Column(label=gettext("Median of the answered"), keys=("median_days_answered",)),
    )


def rate_and_interval() -> tuple[Column, Column]:
    """The headings of `cells.rate`, where the table has but one."""
    ends = gettext("95 % interval from"), gettext("95 % interval to")
    return (
        Column(label=gettext("Rate"), keys=("rate",)),
        Column(label=gettext("95 % interval"), keys=("rate_from", "rate_to"), exported=ends),
    )


def interval_column(label: str, key: str) -> Column:
    """The heading of one of several intervals, ``key`` that of its rate."""
    ends = (
        gettext("%(interval)s: from") % {"interval": label},
        gettext("%(interval)s: to") % {"interval": label},
    )
    return Column(label=label, keys=(f"{key}_from", f"{key}_to"), exported=ends)


def cells(tally: Tally, *, minimum: int, rows: CaseFilter | None) -> tuple[Cell, ...]:
    """Counts always; rate, interval and medians only of ``minimum`` or more."""
    if tally.sent < minimum:
        return counts_only(tally, rows=rows, reason=too_few(tally.sent, minimum))
    return (*_counts(tally, rows), *_rates(tally))


def counts_only(tally: Tally, *, rows: CaseFilter | None, reason: str) -> tuple[Cell, ...]:
    """Counts, and the reason in place of what is not computed from them."""
    return (*_counts(tally, rows), unknown(reason), silent(reason, values=2), silent(reason), silent(reason))


def _counts(tally: Tally, rows: CaseFilter | None) -> Iterator[Cell]:
    yield count(tally.sent, rows)
    for group in OutcomeGroup:
        yield count(tally.groups[group], _within(rows, group))


def _within(rows: CaseFilter | None, group: OutcomeGroup) -> CaseFilter | None:
    """The rows of one group."""
    return replace(rows, outcome_group=group.value) if rows else None


def _rates(tally: Tally) -> Iterator[Cell]:
    yield from rate(*tally.answers, minimum=0)
    reached = km_median(tally.answered, tally.waiting)
    yield days(reached, gettext("not reached"))
    yield days(median(tally.answered), gettext("none answered"))


def estimate_column(label: str, key: str) -> Column:
    """The heading of a figure with its interval in one cell: three values."""
    exported = (
        label,
        gettext("%(figure)s, 95 %% interval from") % {"figure": label},
        gettext("%(figure)s, 95 %% interval to") % {"figure": label},
    )
    return Column(label=label, keys=(key, f"{key}_from", f"{key}_to"), exported=exported)


def difference_column(label: str = "") -> Column:
    """The heading of `difference_cell`."""
    return Column(
        label=label or gettext("Difference"),
        keys=("difference", "difference_from", "difference_to"),
        exported=(gettext("Difference"), gettext("Difference from"), gettext("Difference to")),
    )


def difference_cell(first: tuple[int, int], second: tuple[int, int], *, minimum: int) -> Cell:
    """The first rate less the second, each answered of sent; of fewer than the minimum of either none."""
    fewest = min(first[1], second[1])
    if fewest < minimum:
        return unknown(too_few(fewest, minimum), values=3)
    between = difference(*first, *second)
    value = first[0] / first[1] - second[0] / second[1]
    return Cell(text=words.points_within(value, between), values=(value, between.low, between.high))


def rest(whole: Tally, tally: Tally) -> tuple[int, int]:
    """Answered of sent without one of the rows."""
    (answered, sent), (own, of) = whole.answers, tally.answers
    return answered - own, sent - of
