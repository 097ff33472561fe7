"""The tables: by kind, by currency, by a dimension, and what items tell."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from django.utils.formats import number_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tracker.casework import labels
from tracker.casework.filters import CaseFilter
from tracker.reports import cells
from tracker.reports.base import Cell, Column, Row, Table, Value
from tracker.reports.dimensions import Dimension, Values
from tracker.reports.results.counting import Given, Line, Sum, requests_of, summed
from tracker.reports.rows import ranked_by, table_by, title_by
from workflows.vocabulary import ResultKind

Reading = Callable[[Sum], tuple[str, Value]]
"""A sum as it is read, and as it is exported."""

ROWS: Final = "rows"
PLACES: Final = 2
"""Decimals with which quantities are recorded."""
COUNTED: Final = tuple(kind for kind in ResultKind if kind is not ResultKind.AMOUNT)
"""Kinds that are numbers of something."""
GIVEN_LABELS: Final = {
    "received": _("Evidence received"),
    "given": _("Evidence given"),
    "frozen": _("Assets frozen"),
    "confiscated": _("Assets confiscated"),
    "shared": _("Assets shared or returned"),
    "spontaneous_sent": _("Spontaneous information sent"),
    "spontaneous_received": _("Spontaneous information received"),
}
NOT_RECORDED: Final = (
    _("Value of assets frozen, confiscated, shared or returned, by currency"),
    _("Evidence used in court"),
    _("Outcome of the case, beyond convictions"),
    _("Feedback given on usefulness"),
)


def by_kind(lines: Sequence[Line], rows: CaseFilter) -> Table:
    """Every kind, also one of which there is nothing: it is recorded, so that none is zero."""
    return Table(
        key="kinds",
        title=gettext("By kind"),
        heading=gettext("Kind of result"),
        columns=_columns(gettext("Number"), "number"),
        rows=tuple(
            Row(
                label=str(labels.RESULT_KIND[kind]),
                cells=_cells(summed(_of(lines, kind)), replace(rows, result=kind.value), _number),
            )
            for kind in COUNTED
        ),
    )


def by_currency(lines: Sequence[Line], rows: CaseFilter) -> Table:
    """One row for each currency, and no sum of them."""
    found = _in_currencies(lines)
    return Table(
        key="amounts",
        title=gettext("Amounts by currency"),
        heading=gettext("Currency"),
        columns=_columns(gettext("Amount"), "amount"),
        rows=tuple(
            Row(
                label=currency,
                cells=_cells(summed(found[currency]), _amounts_in(rows, currency), _amount),
            )
            for currency in sorted(found)
        ),
        notes=(gettext("Currencies are never added up."),) if len(found) > 1 else (),
    )


def by_dimension(lines: Sequence[Line], dimension: Dimension, rows: CaseFilter) -> Table:
    """What each row led to, but for amounts."""
    found: dict[Values, list[Line]] = defaultdict(list)
    for line in lines:
        found[line.values].append(line)

    def place(values: Values, some: Sequence[Line]) -> tuple[int, str]:
        return -requests_of(some), dimension.label_of(values)

    return table_by(
        dimension,
        ranked_by(dimension, found, place),
        lambda some, kept: _everything(some, _narrowed(rows, kept)),
        key=ROWS,
        title=gettext("By %(dimension)s"),
        columns=(
            Column(label=gettext("Requests"), keys=("requests",)),
            *(Column(label=str(labels.RESULT_KIND[kind]), keys=(kind.value,)) for kind in COUNTED),
        ),
        whole=lines,
    )


def amounts_by_dimension(lines: Sequence[Line], dimension: Dimension, rows: CaseFilter) -> Table:
    """A row for each currency of each row: no cell holds two of them."""
    found: dict[tuple[Values, str], list[Line]] = defaultdict(list)
    for line in _of(lines, ResultKind.AMOUNT):
        found[line.values, line.currency].append(line)

    def place(key: tuple[Values, str]) -> tuple[str, str]:
        return dimension.label_of(key[0]), key[1]

    return Table(
        key="row_amounts",
        title=title_by(gettext("Amounts by %(dimension)s"), dimension),
        heading=str(dimension.label),
        columns=_columns(gettext("Amount"), "amount"),
        rows=tuple(
            Row(
                label=f"{dimension.label_of(values)} · {currency}",
                code=dimension.code_of(values),
                jurisdiction=dimension.jurisdiction_of(values),
                cells=_cells(
                    summed(found[values, currency]),
                    _narrowed(_amounts_in(rows, currency), dimension.filter_of(values)),
                    _amount,
                ),
            )
            for values, currency in sorted(found, key=place)
        ),
    )


def beyond(given: Iterable[Given]) -> Table:
    """What the items of requests tell; and, once, what nothing tells."""
    missing = gettext("not available")
    return Table(
        key="beyond",
        title=gettext("Evidence, assets, spontaneous information"),
        heading=gettext("Figure"),
        columns=(
            Column(label=gettext("Requests"), keys=("requests",)),
            Column(label=gettext("Items"), keys=("items",)),
        ),
        rows=(
            *(
                Row(
                    label=str(GIVEN_LABELS[one.key]),
                    cells=(cells.count(one.requests, one.rows), cells.count(one.items)),
                )
                for one in given
            ),
            *(
                Row(label=str(label), cells=(cells.unknown(missing), cells.silent(missing)))
                for label in NOT_RECORDED
            ),
        ),
    )


def amounts(lines: Iterable[Line]) -> str:
    """The sums of each currency, beside each other."""
    found = _in_currencies(lines)
    return "; ".join(f"{_amount(summed(found[one]))[0]} {one}" for one in sorted(found))


def number(lines: Iterable[Line], kind: ResultKind) -> str:
    """The sum of one kind as it is read."""
    return _number(summed(_of(lines, kind)))[0]


def _amounts_in(rows: CaseFilter, currency: str) -> CaseFilter:
    return replace(rows, result=ResultKind.AMOUNT.value, currency=currency)


def _narrowed(rows: CaseFilter, more: Mapping[str, Any]) -> CaseFilter:
    return replace(rows, **more)


def _in_currencies(lines: Iterable[Line]) -> Mapping[str, list[Line]]:
    found: dict[str, list[Line]] = defaultdict(list)
    for line in _of(lines, ResultKind.AMOUNT):
        found[line.currency].append(line)
    return found


def _of(lines: Iterable[Line], kind: ResultKind) -> list[Line]:
    return [line for line in lines if line.kind is kind]


def _columns(label: str, key: str) -> tuple[Column, ...]:
    bound = gettext("At least (1: yes)")
    return (
        Column(label=gettext("Requests"), keys=("requests",)),
        Column(label=gettext("Results recorded"), keys=("entries",)),
        Column(label=label, keys=(key, "at_least"), exported=(label, bound)),
    )


def _cells(total: Sum, rows: CaseFilter, read: Reading) -> tuple[Cell, ...]:
    text, value = read(total)
    return (
        cells.count(total.requests, rows),
        cells.count(total.entries),
        Cell(text=text, values=(value, int(total.at_least))),
    )


def _everything(lines: Sequence[Line], rows: CaseFilter) -> tuple[Cell, ...]:
    sums = [summed(_of(lines, kind)) for kind in COUNTED]
    return (
        cells.count(requests_of(lines), rows),
        *(Cell(text=text, values=(value,)) for text, value in map(_number, sums)),
    )


def _number(total: Sum) -> tuple[str, Value]:
    """Of things: a whole number, unless somebody has recorded a fraction."""
    whole = total.quantity == total.quantity.to_integral_value()
    text = number_format(total.quantity, 0 if whole else PLACES, force_grouping=True)
    return _bound(total, text), int(total.quantity) if whole else f"{total.quantity:f}"


def _amount(total: Sum) -> tuple[str, Value]:
    """Of money: every decimal, which a floating point number would not keep."""
    text = number_format(total.quantity, PLACES, force_grouping=True)
    return _bound(total, text), f"{total.quantity:.{PLACES}f}"


def _bound(total: Sum, text: str) -> str:
    return gettext("at least %(number)s") % {"number": text} if total.at_least else text
