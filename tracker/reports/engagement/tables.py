"""Two rows an engagement: the days before it and the days after it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from django.utils.formats import date_format
from django.utils.translation import gettext

from tracker.casework.filters import CaseFilter
from tracker.directory.models import Engagement
from tracker.reports import cells, words
from tracker.reports.base import Cell, Column, Question, Row, Table
from tracker.reports.engagement.counting import Watched
from tracker.reports.engagement.windows import Window
from tracker.reports.rates import difference_cell, difference_column, estimate_column
from workflows.vocabulary import Direction, Disposition

ROWS: Final = "engagements"


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """The days on one side of an engagement, and what was sent on them; None where nobody says when."""

    window: Window | None
    watched: Watched


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """An engagement with what was sent before and after it."""

    engagement: Engagement
    before: Watch
    after: Watch

    @property
    def label(self) -> str:
        return f"{self.engagement.jurisdiction.name}: {self.engagement.title}"

    @property
    def is_dated(self) -> bool:
        """Whether its dates tell the days of both sides."""
        return self.before.window is not None and self.after.window is not None

    def has_both(self, minimum: int) -> bool:
        """Whether there is a rate on each side."""
        return min(self.before.watched.observed, self.after.watched.observed) >= minimum


def engagements_table(found: Sequence[Compared], question: Question, days: int) -> Table:
    """What was sent on each side, and what was answered within as many days."""
    return Table(
        key=ROWS,
        title=gettext("Before and after each engagement"),
        heading=gettext("Engagement"),
        columns=(
            Column(
                label=gettext("Days of sending"),
                keys=("sent_from", "sent_until"),
                exported=(gettext("Sent from"), gettext("Sent until")),
                is_worded=True,
            ),
            Column(label=gettext("Sent"), keys=("sent",)),
            Column(label=gettext("Open"), keys=("open",)),
            Column(label=gettext("Too recent"), keys=("too_recent",)),
            Column(
                label=gettext("Answered within %(days)s days") % {"days": words.count(days)},
                keys=("answered_in_time",),
            ),
            estimate_column(gettext("Rate"), "rate"),
            Column(label=gettext("Median days"), keys=("median_days",)),
            difference_column(gettext("After less before")),
        ),
        rows=tuple(row for one in found for row in _rows(one, question, days)),
    )


def rows_of(window: Window, engagement: Engagement, question: Question) -> CaseFilter:
    """Our requests to the jurisdiction that were sent on these days."""
    return question.narrowed(
        jurisdiction=engagement.jurisdiction.code,
        direction=Direction.OUTGOING.value,
        sent_from=window.first,
        sent_until=window.last,
    )


def in_time(rows: CaseFilter, question: Question, days: int) -> CaseFilter:
    """Of these rows those that were answered in time, without the ones that are too recent."""
    observed_until = question.on - timedelta(days=days)
    return replace(rows, sent_until=_earlier(rows.sent_until, observed_until), answered_within=days)


def _rows(one: Compared, question: Question, days: int) -> Iterator[Row]:
    change = (
        difference_cell(one.after.watched.rate, one.before.watched.rate, minimum=question.minimum)
        if one.before.window and one.after.window
        else cells.unknown(gettext("day not known"), values=3)
    )
    sides = (
        (gettext("before"), one.before, cells.silent(gettext("see after"), values=3)),
        (gettext("after"), one.after, change),
    )
    for word, watch, last in sides:
        yield Row(
            label=gettext("%(engagement)s: %(when)s") % {"engagement": one.label, "when": word},
            code=one.engagement.jurisdiction.code,
            jurisdiction=one.engagement.jurisdiction.code,
            cells=(*_cells(one.engagement, watch, question, days), last),
        )


def _cells(engagement: Engagement, watch: Watch, question: Question, days: int) -> Iterator[Cell]:
    if watch.window is None:
        unknown = gettext("day not known")
        yield cells.unknown(unknown, values=2)
        yield from 4 * (cells.silent(unknown),)
        yield cells.silent(unknown, values=3)
        yield cells.silent(unknown)
        return
    watched, rows = watch.watched, rows_of(watch.window, engagement, question)
    recent = replace(
        rows, sent_from=max(watch.window.first, question.on - timedelta(days=days) + timedelta(days=1))
    )
    yield _span(watch.window)
    yield cells.count(watched.sent, rows)
    yield cells.count(watched.still_open, replace(rows, disposition=Disposition.PENDING.value))
    yield cells.count(watched.sent - watched.observed, recent)
    yield cells.count(watched.in_time, in_time(rows, question, days))
    yield cells.rate_within(*watched.rate, minimum=question.minimum)
    yield cells.median_of_all(watched.answered, watched.waiting, minimum=question.minimum)


def _span(window: Window) -> Cell:
    shown = {
        "first": date_format(window.first, "DATE_FORMAT"),
        "last": date_format(window.last, "DATE_FORMAT"),
    }
    return Cell(
        text=gettext("%(first)s – %(last)s") % shown,
        values=(window.first.isoformat(), window.last.isoformat()),
    )


def _earlier(first: date | None, second: date) -> date:
    return min(first, second) if first else second
