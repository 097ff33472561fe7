"""One table for each direction: what was asked, how soon something was done, and what followed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tracker.casework.filtering.preserved import Preserving
from tracker.casework.filtering.reached import Acknowledged
from tracker.casework.filtering.urgent import Acted
from tracker.reports import cells
from tracker.reports.base import Cell, Column, Question, Row, Table
from tracker.reports.dimensions import GroupBy
from tracker.reports.network.counting import FOLLOWING, Side, Tally
from tracker.reports.rates import estimate_column
from tracker.reports.rows import title_by, whole_label
from tracker.reports.urgent_requests.tables import hour_cells, hour_columns
from workflows.vocabulary import Direction, Disposition, ItemType, OutcomeGroup

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

    from tracker.reports.dimensions import Dimension, Values

NETWORK: Final = "network_24_7"
"""The channel that the report is about."""
TITLES: Final[Mapping[Direction, StrPromise]] = {
    Direction.OUTGOING: _("Sent through the network, by %(dimension)s"),
    Direction.INCOMING: _("Received through the network, by %(dimension)s"),
    Direction.TRANSIT: _("Passed on through the network, by %(dimension)s"),
}


def key_of(side: Side) -> str:
    """The key of the table of one direction."""
    return f"requests_{side.direction}"


def side_table(side: Side, ranked: list[Values], dimension: Dimension, question: Question) -> Table:
    """Each row of one direction, zeros among them; below them all requests of it."""
    way = side.direction.value
    return Table(
        key=key_of(side),
        title=title_by(str(TITLES[side.direction]), dimension),
        heading=str(dimension.label),
        columns=tuple(_columns()),
        rows=tuple(
            Row(
                label=dimension.label_of(values),
                code=dimension.code_of(values) or str(values[0] or ""),
                jurisdiction=dimension.jurisdiction_of(values),
                cells=tuple(
                    _cells(
                        side.rows.get(values, Tally()),
                        question,
                        keeps=_keeps(dimension, values),
                        direction=way,
                        **dimension.filter_of(values),
                    )
                ),
            )
            for values in ranked
        ),
        totals=(
            Row(
                label=whole_label(dimension),
                cells=tuple(_cells(side.whole, question, keeps=True, direction=way)),
            ),
        ),
    )


def _keeps(dimension: Dimension, values: Values) -> bool:
    """Whether data is kept for requests of this row at all."""
    return dimension.key is not GroupBy.ITEM_TYPE or values[0] == ItemType.PRESERVATION


def _columns() -> Iterator[Column]:
    yield Column(label=gettext("Requests"), keys=("sent",))
    yield Column(label=gettext("Acknowledged"), keys=("acknowledged",))
    yield Column(label=gettext("Answered"), keys=("answered",))
    yield estimate_column(gettext("Rate"), "rate")
    yield Column(label=gettext("Still open"), keys=("open",))
    yield Column(label=gettext("Urgent"), keys=("urgent",))
    yield Column(label=gettext("Acted on"), keys=("acted",))
    yield from hour_columns()
    yield Column(label=gettext("Data preserved"), keys=("preserved",))
    yield Column(label=gettext("Followed by a request"), keys=("followed",))
    yield Column(label=gettext("No request so far"), keys=("unfollowed",))


def _cells(row: Tally, question: Question, *, keeps: bool, **narrowed: object) -> Iterator[Cell]:
    there = {"channel": NETWORK, **narrowed}
    yield cells.count(row.sent, question.narrowed(**there))
    yield cells.count(row.acknowledged, question.narrowed(acknowledged=Acknowledged.YES.value, **there))
    yield cells.count(row.answered, question.narrowed(outcome_group=OutcomeGroup.ANSWERED.value, **there))
    yield cells.rate_within(row.answered, row.sent, minimum=question.minimum)
    yield cells.count(row.open, question.narrowed(disposition=Disposition.PENDING.value, **there))
    yield from _urgent(row, question, **there)
    for one in (Preserving.HELD, *FOLLOWING):
        kept = question.narrowed(preservation=one.value, **there)
        yield cells.count(row.kept[one], kept) if keeps else cells.unknown(gettext("n/a"))


def _urgent(row: Tally, question: Question, **narrowed: object) -> Iterator[Cell]:
    """The figures of urgent requests; without any urgent one there are no hours."""
    pressing = row.urgent.pressing
    yield cells.count(pressing, question.narrowed(acted=Acted.ANY.value, **narrowed))
    if pressing:
        yield cells.count(row.urgent.states[Acted.YES], question.narrowed(acted=Acted.YES.value, **narrowed))
        yield from hour_cells(row.urgent, question, **narrowed)
        return
    none = gettext("n/a")
    yield from 2 * (cells.unknown(none),)
    yield from 3 * (cells.unknown(none, values=3),)
