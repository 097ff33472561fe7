"""Results: arrests, convictions, victims, devices, amounts by currency; evidence, assets, spontaneous information."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from tracker.casework import labels
from tracker.casework.figures import Figure
from tracker.casework.filters import CaseFilter
from tracker.reports import words
from tracker.reports.base import About, Question, Report, Result, Table
from tracker.reports.charts.bars import Bar, Bars
from tracker.reports.dimensions import DIMENSIONS, Dimension, GroupBy, of_request
from tracker.reports.parts import AS_OF, GROUPING, filters_without
from tracker.reports.results.counting import Line, given_of, last_day, lines_of, requests_of, wanted_of
from tracker.reports.results.definitions import DEFINITIONS, RESULTS
from tracker.reports.results.tables import (
    COUNTED,
    ROWS,
    amounts,
    amounts_by_dimension,
    beyond,
    by_currency,
    by_dimension,
    by_kind,
    number,
)
from workflows.vocabulary import ResultKind

if TYPE_CHECKING:
    from tracker.casework.models.request import AssistanceRequestQuerySet

BY: Final[Mapping[GroupBy, Dimension]] = {
    key: of_request(DIMENSIONS[key], "request__")
    for key in (
        GroupBy.JURISDICTION,
        GroupBy.CHANNEL,
        GroupBy.OFFICE,
        GroupBy.REGION,
        GroupBy.RELATIONSHIP,
        GroupBy.AUTHORITY,
        GroupBy.DIRECTION,
    )
}


def answer(requests: AssistanceRequestQuerySet, question: Question) -> Result:
    """Answer the question over the requests handed in. Three queries."""
    first = question.period.first
    if first and first > last_day(question):
        return Result(headline="", sentence=gettext("The period begins later."), figures=(), tables=())
    lines = lines_of(requests, BY[question.by], question)
    given = given_of(requests, question)
    if not lines and not any(one.requests for one in given):
        return Result(headline="", sentence="", figures=(), tables=())
    rows = wanted_of(question)
    dimension = BY[question.by]
    by = by_dimension(lines, dimension, rows)
    tables = (
        by_kind(lines, rows),
        by_currency(lines, rows),
        by,
        amounts_by_dimension(lines, dimension, rows),
        beyond(given),
    )
    return Result(
        headline=words.count(requests_of(lines)),
        sentence=_sentence(lines),
        figures=tuple(_figures(lines, rows)),
        tables=tuple(table for table in tables if table.rows),
        charts=tuple(_charts(by)),
    )


def _sentence(lines: Sequence[Line]) -> str:
    told = [f"{labels.RESULT_KIND[kind]} {number(lines, kind)}" for kind in COUNTED]
    money = amounts(lines)
    return ngettext(
        "request has led to a recorded result: %(results)s.",
        "requests have led to a recorded result: %(results)s.",
        requests_of(lines),
    ) % {"results": "; ".join([*told, *([money] if money else [])])}


def _figures(lines: Sequence[Line], rows: CaseFilter) -> Iterator[Figure]:
    """Requests, so that each leads to as many; what they led to is in the tables."""
    yield Figure(key="requests", label=gettext("With a result"), value=requests_of(lines), rows=rows)
    for kind in ResultKind:
        yield Figure(
            key=kind.value,
            label=gettext("With %(kind)s") % {"kind": str(labels.RESULT_KIND[kind]).lower()},
            value=requests_of(line for line in lines if line.kind is kind),
            rows=replace(rows, result=kind.value),
        )


def _charts(by: Table) -> Iterator[Bars]:
    bars = tuple(
        Bar(label=row.label, value=int(row.cells[0].values[0] or 0), rows=row.cells[0].rows)
        for row in by.rows
    )
    if bars:
        yield Bars(title=gettext("Requests with a result"), table=ROWS, bars=bars)


REPORT = Report(
    slug="results",
    about=About.MATTERS,
    title=_("Results"),
    summary=_(
        "What assistance led to: arrests, convictions, victims, devices, and amounts, each currency by itself; evidence"
        " received and given, assets, and information without a request."
    ),
    definitions=DEFINITIONS,
    asks=(GROUPING, RESULTS, AS_OF, filters_without("item_type")),
    answer=answer,
    dimensions=tuple(BY.values()),
)
