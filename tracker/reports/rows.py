"""Tables with a row for each value of a dimension: their order, what each row is about, their dots, all as one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from django.utils.translation import gettext

from tracker.reports.base import Row, Table
from tracker.reports.charts.intervals import Dot, dots_of

if TYPE_CHECKING:
    from tracker.reports.base import Cell, Column, Question
    from tracker.reports.dimensions import Dimension, Values

Counted = TypeVar("Counted")

Kept = Mapping[str, object]
"""Fields of the filter which keep exactly the requests of a row; none of them keep all."""


def ranked_by(
    dimension: Dimension, found: Mapping[Values, Counted], place: Callable[[Values, Counted], Any]
) -> list[tuple[Values, Counted]]:
    """The rows of an ordered dimension in its own order, those of any other by their ``place``."""
    if dimension.is_ordered:
        return sorted(found.items(), key=lambda entry: dimension.rank_of(entry[0]))
    return sorted(found.items(), key=lambda entry: place(*entry))


def rows_by(
    dimension: Dimension,
    ranked: Iterable[tuple[Values, Counted]],
    cells: Callable[[Counted, Kept], Iterable[Cell]],
) -> tuple[Row, ...]:
    """A row for each value, with the ``cells`` of what was counted there; one of a jurisdiction leads to its page."""
    return tuple(
        Row(
            label=dimension.label_of(values),
            code=dimension.code_of(values),
            jurisdiction=dimension.jurisdiction_of(values),
            cells=tuple(cells(counted, dimension.filter_of(values))),
        )
        for values, counted in ranked
    )


def table_by(
    dimension: Dimension,
    ranked: Iterable[tuple[Values, Counted]],
    cells: Callable[[Counted, Kept], Iterable[Cell]],
    *,
    key: str,
    title: str,
    columns: tuple[Column, ...],
    whole: Counted,
) -> Table:
    """Those rows as a table, below them the ``whole``; ``title`` has a place for the name of the dimension."""
    rows = rows_by(dimension, ranked, cells)
    once = Row(label=whole_label(dimension), cells=tuple(cells(whole, {})))
    return Table(
        key=key,
        title=title_by(title, dimension),
        heading=str(dimension.label),
        columns=columns,
        rows=rows,
        totals=(once,) if rows else (),
    )


def dots_by(
    dimension: Dimension,
    ranked: Iterable[tuple[Values, Counted]],
    hits_of: Callable[[Counted], tuple[int, int]],
    question: Question,
    **narrowed: object,
) -> tuple[Dot, ...]:
    """A dot for each row of enough: its hits of how many, which are those of its requests that are ``narrowed`` so."""
    rows = (
        (
            dimension.label_of(values),
            *hits_of(counted),
            question.narrowed(**narrowed, **dimension.filter_of(values)),
        )
        for values, counted in ranked
    )
    return dots_of(rows, minimum=question.minimum)


def title_by(title: str, dimension: Dimension) -> str:
    """The title of a table with the name of its dimension in place."""
    return title % {"dimension": str(dimension.label).lower()}


def whole_label(dimension: Dimension) -> str:
    """What the row of all is called, below rows of which a request may stand in several."""
    return gettext("Requests, each once") if dimension.is_multiple else gettext("All")
