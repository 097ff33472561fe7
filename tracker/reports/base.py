"""What a report is made of, and what it hands to page, chart and export alike: plain values, words included."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from tracker.casework.figures import Figure
from tracker.casework.filters import CaseFilter
from tracker.reports.dimensions import Dimension, GroupBy
from tracker.reports.parts import MINIMUM, Part
from tracker.reports.periods import Period

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

    from tracker.casework.models.request import AssistanceRequestQuerySet
    from tracker.reports.charts.drawing import Chart

Value = int | float | str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What the reader asks: which requests, by what, as of which day, and how few are too few.

    ``by`` speaks only where the report asks it. ``period`` is that of the part that the report asks, ``compared`` the
    second one, where it is asked for; ``more`` holds every value by its name in the address, those of the report's own
    parts among them.
    """

    wanted: CaseFilter
    by: GroupBy = GroupBy.CHANNEL
    on: date
    at: datetime
    minimum: int = MINIMUM
    period: Period = field(default_factory=Period)
    compared: Period | None = None
    more: Mapping[str, Any] = field(default_factory=dict)

    def narrowed(self, **more: Any) -> CaseFilter:
        """The filter of the rows behind one number."""
        return replace(self.wanted, as_of=self.on, **more)

    def rows_by(self, known: Mapping[GroupBy, Dimension]) -> Dimension:
        """What rows stand for, of the report's own; those that its filters leave."""
        return known[self.by].within(self.wanted)


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A heading, and the names under which its values are exported where they differ from it.

    ``keys`` name the values for programs, one each; they stay the same in every language. ``is_worded``: it holds
    words or days, which begin at one edge on page, paper and sheet alike; numbers end at the other.
    """

    label: str
    keys: tuple[str, ...]
    exported: tuple[str, ...] = ()
    is_worded: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        return self.exported or (self.label,)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A figure as it is read, as it is exported (one value per exported name), and the rows that it counts.

    ``reason`` says why a value is not given, also where the page leaves the cell empty. ``is_count``: a number of
    requests, items or the like, not of days; small ones can be hidden.
    """

    text: str
    values: tuple[Value, ...]
    rows: CaseFilter | None = None
    is_known: bool = True
    is_count: bool = False
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A line of a table. ``jurisdiction``: the code of the one that it is about; its page tells more."""

    label: str
    cells: tuple[Cell, ...]
    code: str = ""
    jurisdiction: str = ""

    @property
    def sign(self) -> str:
        """The code where readers know it, as CN or SUBS; words of the program's own, as un_cybercrime, they do not."""
        return self.code if self.code.isupper() and self.code.isalnum() else ""

    @property
    def name(self) -> str:
        """The label with that sign."""
        return f"{self.label} {self.sign}".strip()


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One table; the first column, under ``heading``, is the row's label. ``key`` names it for programs."""

    key: str
    title: str
    heading: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    totals: tuple[Row, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """What a figure means, in one line."""

    term: StrPromise
    text: StrPromise


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """The answer to a question: tables, and pictures of them. One without any row is empty.

    ``anomalies`` are sums that do not add up: printed, never hidden.
    """

    headline: str
    sentence: str
    figures: tuple[Figure, ...]
    tables: tuple[Table, ...]
    charts: tuple[Chart, ...] = ()
    notes: tuple[str, ...] = ()
    anomalies: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not any(table.rows for table in self.tables)

    def charts_of(self, table: Table) -> tuple[Chart, ...]:
        """The pictures of one table."""
        return tuple(chart for chart in self.charts if chart.table == table.key)


class About(TextChoices):
    """What a reader wants to know: the index page lists the reports under these questions."""

    ANSWERS = "answers", _("Do requests get answers, and how soon?")
    TIME = "time", _("Where does the time go?")
    WORK = "work", _("How much work is there?")
    PARTNERS = "partners", _("With whom, and by which channel?")
    MATTERS = "matters", _("What is asked, why is it refused, what comes of it?")
    RECORDS = "records", _("What is missing from the records?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One report. ``answer`` counts the requests handed to it, and no others, in a constant number of queries.

    ``listed``: what the directory has to list before there is a row, where rows are not made of requests.
    """

    slug: str
    title: StrPromise
    summary: StrPromise
    definitions: tuple[Definition, ...]
    asks: tuple[Part, ...]
    answer: Callable[[AssistanceRequestQuerySet, Question], Result]
    dimensions: tuple[Dimension, ...] = ()
    about: About = About.ANSWERS
    listed: StrPromise | None = None

    @property
    def fields(self) -> Mapping[str, Any]:
        """Every field of the question by its name in the address."""
        return {name: one for part in self.asks for name, one in part.fields.items()}
