"""Carried forward + new + reopened - closed = pending, of any period, in steps side by side."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Final

from django import forms
from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from tracker.casework.figures import Figure
from tracker.casework.filtering.flow import Flow
from tracker.casework.filters import CaseFilter, apply
from tracker.reports import words
from tracker.reports.base import About, Definition, Question, Report, Result, Row, Table
from tracker.reports.charts.stacks import Piece, Stack, Stacks
from tracker.reports.dimensions import DIMENSIONS, GroupBy
from tracker.reports.flow.crossings import Counted, Movements, counted
from tracker.reports.flow.tables import PERIODS, amiss, by_dimension, by_outcome, by_step, of_all
from tracker.reports.parts import AS_OF, DURING, FILTERS, GROUPING, KNOWN, LEAST, Part
from tracker.reports.periods import CALENDAR_YEAR
from tracker.reports.steps import Each, Step, steps

if TYPE_CHECKING:
    from tracker.casework.models.request import AssistanceRequestQuerySet

STEPS: Final = Part(
    fields={
        "each": forms.ChoiceField(
            label=_("Side by side"),
            choices=[
                (Each.YEAR.value, _("years")),
                (Each.QUARTER.value, _("quarters")),
                (Each.MONTH.value, _("months")),
            ],
        )
    },
    usual=lambda _today: {"each": Each.QUARTER.value},
)

BY: Final = tuple(
    dimension for key, dimension in DIMENSIONS.items() if not dimension.is_result and key is not GroupBy.YEAR
)

BARS: Final = (
    {"carried": "draft", "new": "with-them", "reopened": "due-soon"},
    {"closed": "answered", "pending": "with-us"},
)
"""What was in hand and what became of it: columns, and the colours that they are drawn in."""

NAMED: Final = 20
"""So many requests that cause a difference are named; the register lists all."""

DEFINITIONS: Final = (
    Definition(
        term=_("Stretch"),
        text=_(
            "What is counted: one stretch of being open, from the sending (the receipt, where they ask us) or a"
            " reopening until the closing. A reopened request has another one."
        ),
    ),
    Definition(
        term=_("Carried forward"),
        text=_("Sent or reopened before the first day of the period, and not closed before it."),
    ),
    Definition(
        term=_("New"), text=_("First sent, or first received, within the period, both its days included.")
    ),
    Definition(term=_("Reopened"), text=_("Sent before, closed, and reopened within the period.")),
    Definition(
        term=_("In hand"), text=_("Carried forward, new and reopened together: all of the rates “of all”.")
    ),
    Definition(
        term=_("Closed"),
        text=_(
            "Ended within the period, by the outcome that it ended with: withdrawn and lapsed ones, too. Answered is"
            " not closed until somebody closes it."
        ),
    ),
    Definition(
        term=_("Pending"),
        text=_(
            "Sent or reopened by the last day, and not closed by then: in hand without closed, or the books err."
        ),
    ),
    Definition(
        term=_("Executed, refused, withdrawn"),
        text=_(
            "Closed within the period as executed (in full or in part), refused or withdrawn, divided by closed and by"
            " all in hand. Below the minimum number no rate is given."
        ),
    ),
    Definition(
        term=_("As known on"),
        text=_(
            "What had been recorded by the end of that day (UTC): later entries and corrections are left out."
            " Channel, office and other particulars are those of today."
        ),
    ),
)


def answer(requests: AssistanceRequestQuerySet, question: Question) -> Result:
    """Answer the question over the requests handed in. Two queries, one more for names of another table and for
    what does not add up; as known on a day some more, by the number of requests that looked different then."""
    cut = _steps(question)
    if not cut:
        return Result(headline="", sentence=gettext("The period begins later."), figures=(), tables=())
    dimension = question.rows_by(DIMENSIONS)
    found = counted(requests, question.wanted, dimension, cut, at=question.at)
    whole = replace(question.wanted, flow_from=cut[0].first, flow_until=cut[-1].last)
    balance, minimum = of_all(found.whole, cut), question.minimum
    periods = by_step(found, cut, whole, minimum)
    wrong = _named(amiss(found, cut, whole), requests, question)
    tables = (
        wrong,
        periods,
        by_dimension(found, cut, dimension, whole, minimum),
        by_outcome(found, cut, whole, minimum),
    )
    if not (balance.handled or wrong.rows):
        return Result(headline="", sentence="", figures=(), tables=())
    return Result(
        headline=words.count(balance.pending),
        sentence=_sentence(balance, cut),
        figures=tuple(_figures(balance, whole)),
        tables=tuple(table for table in tables if table.rows),
        charts=(_chart(periods),),
        notes=tuple(_notes(found, cut, question)),
        anomalies=tuple(_anomalies(wrong, balance)),
    )


def _steps(question: Question) -> tuple[Step, ...]:
    """The period until the day up to which anything is known; nothing where it begins after that."""
    first, last = question.period.first, _last(question)
    if first is None or first > last:
        return ()
    each = Each(question.more.get("each", Each.QUARTER))
    return steps(first, last, each, question.more.get("year_begins", CALENDAR_YEAR))


def _last(question: Question) -> date:
    return min(day for day in (question.period.last, question.on, question.wanted.known_on) if day)


def _sentence(balance: Movements, cut: tuple[Step, ...]) -> str:
    return gettext(
        "pending on %(day)s: %(carried)s carried forward + %(new)s new + %(reopened)s reopened − %(closed)s closed."
    ) % {
        "day": date_format(cut[-1].last, "DATE_FORMAT"),
        "carried": words.count(balance.carried),
        "new": words.count(balance.new),
        "reopened": words.count(balance.reopened),
        "closed": words.count(balance.closed.total()),
    }


def _figures(balance: Movements, whole: CaseFilter) -> Iterator[Figure]:
    for flow, label, value in (
        (Flow.CARRIED, gettext("Carried forward"), balance.carried),
        (Flow.NEW, gettext("New"), balance.new),
        (Flow.REOPENED, gettext("Reopened"), balance.reopened),
        (Flow.CLOSED, gettext("Closed"), balance.closed.total()),
        (Flow.PENDING, gettext("Pending"), balance.pending),
    ):
        yield Figure(key=flow.value, label=label, value=value, rows=replace(whole, flow=flow))


def _chart(periods: Table) -> Stacks:
    return Stacks(
        title=gettext("In hand, and what became of it"),
        table=PERIODS,
        said=gettext(
            "Two bars of one length for each period: above what was in hand, carried forward, new and reopened;"
            " below what became of it, closed or pending."
        ),
        stacks=tuple(Stack(label=row.label, bars=tuple(_bars(row, periods))) for row in periods.rows),
    )


def _bars(row: Row, periods: Table) -> Iterator[tuple[Piece, ...]]:
    cells = {column.keys[0]: cell for column, cell in zip(periods.columns, row.cells, strict=True)}
    labels = {column.keys[0]: column.label for column in periods.columns}
    for bar in BARS:
        yield tuple(
            Piece(
                label=labels[key], value=int(cells[key].values[0] or 0), colour=colour, rows=cells[key].rows
            )
            for key, colour in bar.items()
        )


def _notes(found: Counted, cut: tuple[Step, ...], question: Question) -> Iterator[str]:
    if question.period.last and cut[-1].last < question.period.last:
        yield gettext("Counted until %(day)s: of later days nothing is asked or known.") % {
            "day": date_format(cut[-1].last, "DATE_FORMAT")
        }
    if found.closed_again or found.reopened_again:
        yield gettext(
            "%(closed)s closings and %(reopened)s reopenings are further ones of the same request: the register lists"
            " a request once."
        ) % {
            "closed": words.count(found.closed_again),
            "reopened": words.count(found.reopened_again),
        }
    if DIMENSIONS[question.by].is_multiple:
        yield gettext("A request may stand in several rows.")
    if question.wanted.known_on:
        yield ngettext(
            "%(number)s request looks different by now: something of those days was entered or corrected since.",
            "%(number)s requests look different by now: something of those days was entered or corrected since.",
            found.different,
        ) % {"number": words.count(found.different)}
        yield gettext(
            "Rows and filters go by the channel, office, offences and other particulars that requests have today: of"
            " these nothing older is known."
        )


def _named(wrong: Table, requests: AssistanceRequestQuerySet, question: Question) -> Table:
    """What does not add up with the requests that cause it, for files and paper, which lead nowhere. One query."""
    if not wrong.rows:
        return wrong
    causing = [cell.rows for row in wrong.rows for cell in row.cells if cell.rows]
    found = (Q(pk__in=apply(requests, rows, at=question.at).values("pk")) for rows in causing)
    names = list(
        requests.filter(reduce(or_, found)).order_by("pk").values_list("reference", flat=True)[: NAMED + 1]
    )
    told = (
        gettext("Caused by %(requests)s.")
        if len(names) <= NAMED
        else gettext("Caused by %(requests)s and others.")
    )
    return replace(wrong, notes=(told % {"requests": ", ".join(names[:NAMED])},))


def _anomalies(wrong: Table, balance: Movements) -> Iterator[str]:
    if not wrong.rows:
        return
    yield gettext(
        "%(handled)s in hand − %(closed)s closed is not %(pending)s pending, or only by chance: stretches were closed"
        " before they began, or reopened without having been closed. The first table names them."
    ) % {
        "handled": words.count(balance.handled),
        "closed": words.count(balance.closed.total()),
        "pending": words.count(balance.pending),
    }


REPORT = Report(
    slug="flow",
    about=About.WORK,
    title=_("Flow: what came in, went out and is pending"),
    summary=_(
        "Carried forward, new and reopened, closed by outcome, and pending, for any period and fiscal year, with the"
        " rates of execution, refusal and withdrawal."
    ),
    definitions=DEFINITIONS,
    asks=(GROUPING, DURING, STEPS, AS_OF, KNOWN, LEAST, FILTERS),
    answer=answer,
    dimensions=BY,
)
