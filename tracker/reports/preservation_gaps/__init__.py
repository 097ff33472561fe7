"""Preservation coverage and gaps: whether a production request came before what was preserved could be lost."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from tracker.casework import labels
from tracker.casework.figures import Figure
from tracker.casework.filtering.preserved import Preserving
from tracker.casework.filters import CaseFilter
from tracker.reports import words
from tracker.reports.base import Cell, Column, Question, Report, Result, Row, Table
from tracker.reports.charts.intervals import Dot, Intervals
from tracker.reports.dimensions import Dimension, Values
from tracker.reports.parts import AS_OF, FILTERS, GROUPING, LEAST
from tracker.reports.preservation_gaps.asked import DEFINITIONS, EXPIRY
from tracker.reports.preservation_gaps.cells import (
    coverage_cells,
    coverage_columns,
    gap_cells,
    gap_columns,
    renewal_cells,
    renewal_columns,
)
from tracker.reports.preservation_gaps.counting import (
    BY,
    Check,
    Coverage,
    Line,
    anomalies,
    by_renewals,
    check,
    coverages,
    lines_of,
    preserved,
    requests_of,
    together,
)
from tracker.reports.rows import dots_by, ranked_by, table_by
from workflows.vocabulary import PreservationGroup, Tone

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

    from tracker.casework.models.request import AssistanceRequestQuerySet

Ranked = list[tuple[Values, Coverage]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A table with a row for each value of the chosen dimension."""

    key: str
    title: StrPromise
    columns: Callable[[], tuple[Column, ...]]
    cells: Callable[[Coverage, CaseFilter, int], Iterator[Cell]]


COVERAGE: Final = Kind(
    key="coverage", title=_("Coverage by %(dimension)s"), columns=coverage_columns, cells=coverage_cells
)
GAPS: Final = Kind(key="gaps", title=_("Gaps by %(dimension)s"), columns=gap_columns, cells=gap_cells)


def answer(requests: AssistanceRequestQuerySet, question: Question) -> Result:
    """Answer the question over the requests handed in. Two queries, and one for names."""
    dimension = BY[question.by]
    spells = preserved(requests, question.narrowed(), question)
    lines = lines_of(spells, dimension, question.on)
    checked = check(lines, requests_of(spells))
    whole = together(lines)
    ranked = _ranked(coverages(lines), dimension, question)
    return Result(
        headline=_rate_of(whole.received, whole, question),
        sentence=_sentence(whole, question),
        figures=tuple(_figures(whole, question)),
        tables=(
            _table(COVERAGE, ranked, whole, dimension, question),
            _table(GAPS, ranked, whole, dimension, question),
            _renewals(lines, whole, question),
        ),
        charts=tuple(_charts(ranked, dimension, question)),
        notes=tuple(_notes(ranked, checked, question)),
        anomalies=tuple(anomalies(whole, checked)),
    )


def _ranked(found: Mapping[Values, Coverage], dimension: Dimension, question: Question) -> Ranked:
    """Best covered first, then those too few for a rate by number."""

    def place(values: Values, row: Coverage) -> tuple[bool, float, int, str]:
        few = row.due < question.minimum
        return few, 0 if few else -row.received / row.due, -row.due, dimension.label_of(values)

    return ranked_by(dimension, found, place)


def _rate_of(hits: int, row: Coverage, question: Question) -> str:
    return words.share(hits / row.due) if row.due >= question.minimum else ""


def _sentence(whole: Coverage, question: Question) -> str:
    told = {
        "received": words.count(whole.received),
        "sent": words.count(whole.sent),
        "due": words.count(whole.due),
        "running": words.count(whole.groups[PreservationGroup.RUNNING]),
        "minimum": question.minimum,
        "share": _rate_of(whole.sent, whole, question),
    }
    if whole.due < question.minimum:
        return (
            gettext(
                "Of %(due)s expired or due, %(received)s had a production request received and %(sent)s one sent before"
                " expiry: fewer than %(minimum)s, too few for a rate. %(running)s still run without one."
            )
            % told
        )
    return (
        gettext(
            "had a production request received before expiry, %(received)s of %(due)s expired or due; %(share)s had one"
            " sent before expiry, %(sent)s of %(due)s. %(running)s still run without one."
        )
        % told
    )


def _figures(whole: Coverage, question: Question) -> Iterator[Figure]:
    for group in PreservationGroup:
        value = whole.groups[group]
        yield Figure(
            key=group.value,
            label=str(labels.PRESERVATION_GROUP[group]),
            value=value,
            rows=question.narrowed(preservation=group.value),
            tone=Tone.OVERDUE if value and group is PreservationGroup.ABANDONED else None,
        )


def _table(kind: Kind, ranked: Ranked, whole: Coverage, dimension: Dimension, question: Question) -> Table:
    return table_by(
        dimension,
        ranked,
        lambda row, kept: kind.cells(row, question.narrowed(**kept), question.minimum),
        key=kind.key,
        title=str(kind.title),
        columns=kind.columns(),
        whole=whole,
    )


def _renewals(lines: list[Line], whole: Coverage, question: Question) -> Table:
    found = by_renewals(lines)
    return Table(
        key="renewals",
        title=gettext("Renewals"),
        heading=gettext("Times renewed"),
        columns=renewal_columns(),
        rows=tuple(
            Row(
                label=words.count(times),
                cells=tuple(renewal_cells(row, question.narrowed(renewals=times), question.minimum)),
            )
            for times, row in found.items()
        ),
        totals=(
            Row(
                label=gettext("All"),
                cells=tuple(renewal_cells(whole, question.narrowed(), question.minimum)),
            ),
        )
        if found
        else (),
        notes=tuple(_times_renewed(found)),
    )


def _times_renewed(found: Mapping[int, Coverage]) -> Iterator[str]:
    times = sum(renewals * row.groups.total() for renewals, row in found.items())
    if times:
        yield ngettext(
            "%(times)s renewal of %(of)s preserved.", "%(times)s renewals of %(of)s preserved.", times
        ) % {
            "times": words.count(times),
            "of": words.count(sum(row.groups.total() for row in found.values())),
        }


def _charts(ranked: Ranked, dimension: Dimension, question: Question) -> Iterator[Intervals]:
    received = _dots(ranked, dimension, question, lambda row: row.received)
    sent = _dots(ranked, dimension, question, lambda row: row.sent)
    if received:
        title = gettext("Production request received before expiry, with its 95 % interval")
        yield Intervals(title=title, table=COVERAGE.key, dots=received)
        title = gettext("Production request sent before expiry, with its 95 % interval")
        yield Intervals(title=title, table=COVERAGE.key, dots=sent)


def _dots(
    ranked: Ranked, dimension: Dimension, question: Question, hits_of: Callable[[Coverage], int]
) -> tuple[Dot, ...]:
    return dots_by(
        dimension,
        ranked,
        lambda row: (hits_of(row), row.due),
        question,
        preservation=Preserving.DUE.value,
    )


def _notes(ranked: Ranked, checked: Check, question: Question) -> Iterator[str]:
    few = sum(row.due < question.minimum for _values, row in ranked)
    if few:
        yield ngettext(
            "%(few)s row has fewer than %(minimum)s expired or due: its counts are shown, a rate is not.",
            "%(few)s rows have fewer than %(minimum)s expired or due: their counts are shown, rates are not.",
            few,
        ) % {"few": few, "minimum": question.minimum}
    if checked.items != checked.requests:
        yield ngettext(
            "%(items)s preserved items of %(requests)s request: figures count items, lists name both numbers.",
            "%(items)s preserved items of %(requests)s requests: figures count items, lists name both numbers.",
            checked.requests,
        ) % {"items": words.count(checked.items), "requests": words.count(checked.requests)}


REPORT = Report(
    slug="preservation-gaps",
    title=_("Preservation coverage and gaps"),
    summary=_(
        "Whether a production request was sent, and received, before preserved data could be lost; what lapsed with no"
        " follow-up, the days of gap, and renewals."
    ),
    definitions=DEFINITIONS,
    asks=(GROUPING, EXPIRY, AS_OF, LEAST, FILTERS),
    answer=answer,
    dimensions=tuple(BY.values()),
)
