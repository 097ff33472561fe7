"""What a report is made of, and what it hands to page, chart and export alike: plain values, words included."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from tracker.casework.figures import Figure
from tracker.casework.filters import CaseFilter
from tracker.reports.dimensions import Dimension, GroupBy

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

    from tracker.casework.models.request import AssistanceRequestQuerySet

MINIMUM = 5
"""How many it takes before a share is printed, unless the reader says otherwise."""

Number = int | float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What the reader asks: which requests, by what, as of which day, and how few are too few."""

    wanted: CaseFilter
    by: GroupBy
    on: date
    at: datetime
    minimum: int = MINIMUM

    def narrowed(self, **more: Any) -> CaseFilter:
        """The filter of the rows behind one number."""
        return replace(self.wanted, as_of=self.on, **more)


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A heading, and the names under which its values are exported where they differ from it.

    ``keys`` name the values for programs, one each; they stay the same in every language.
    """

    label: str
    keys: tuple[str, ...]
    exported: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        return self.exported or (self.label,)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A figure as it is read, as it is exported (one value per exported name), and the rows that it counts.

    ``reason`` says why a value is not given, also where the page leaves the cell empty.
    """

    text: str
    values: tuple[Number, ...]
    rows: CaseFilter | None = None
    is_known: bool = True
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    label: str
    cells: tuple[Cell, ...]
    code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One table; the first column is the row's label."""

    heading: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    totals: tuple[Row, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Dot:
    """A share with its interval, to be drawn."""

    label: str
    of: int
    share: float
    low: float
    high: float
    rows: CaseFilter


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """What a figure means, in one line."""

    term: StrPromise
    text: StrPromise


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """The answer to a question. ``anomalies`` are sums that do not add up: printed, never hidden."""

    headline: str
    sentence: str
    figures: tuple[Figure, ...]
    table: Table
    dots: tuple[Dot, ...] = ()
    chart_title: str = ""
    notes: tuple[str, ...] = ()
    anomalies: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not self.table.rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One report. ``answer`` counts the requests handed to it, and no others, in a constant number of queries."""

    slug: str
    title: StrPromise
    summary: StrPromise
    definitions: tuple[Definition, ...]
    answer: Callable[[AssistanceRequestQuerySet, Question], Result]
    dimensions: tuple[Dimension, ...] = field(default_factory=tuple)
