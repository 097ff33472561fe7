"""The tables: by type of data, by kind of assistance, and what each direction, place or channel asks for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from django.utils.translation import gettext

from tracker.casework import labels
from tracker.casework.filtering.narrowing import ABSENT
from tracker.casework.filters import CaseFilter
from tracker.reports import cells, words
from tracker.reports.base import Cell, Column, Question, Row, Table
from tracker.reports.dimensions import Dimension, Values
from tracker.reports.rates import rate_and_interval
from tracker.reports.rows import ranked_by, table_by
from tracker.reports.types_of_data.counting import Asked, Line, Waits, summed
from workflows.vocabulary import DataCategory, DataType, ItemGroup, ItemType

TYPES: Final = "types"


def by_data_type(lines: Sequence[Line], waits: Mapping[str, Waits], question: Question) -> Table:
    """Each type of data, also one of which there is nothing; below them both sums."""
    whole = summed(lines, lambda line: line.once)
    rows = [
        (str(labels.DATA_TYPE[one]), one.value, summed(_of(lines, one.value), lambda line: line.dated))
        for one in DataType
    ]
    bare = sum(line.once for line in lines if not line.item_type)
    if bare:
        rows.append((gettext("Nothing recorded"), ABSENT, Asked(requests=bare)))
    tags = Asked(requests=sum(row.requests for _label, _code, row in rows), groups=whole.groups)
    return Table(
        key=TYPES,
        title=gettext("By type of data"),
        heading=gettext("Type of data"),
        columns=tuple(_data_columns()),
        rows=tuple(
            Row(
                label=label,
                cells=(
                    *_shares(row, whole, question, question.narrowed(data_type=code)),
                    *_became(row, question.narrowed(data_type=code), question.minimum),
                    _median(waits.get(code), question.minimum),
                ),
            )
            for label, code, row in rows
        ),
        totals=(
            Row(
                label=gettext("Sum of the rows"),
                cells=(cells.count(tags.requests), *_rest(tags, question.minimum)),
            ),
            Row(
                label=gettext("Requests, each once"),
                cells=(
                    cells.count(whole.requests, question.narrowed()),
                    *_rest(whole, question.minimum),
                ),
            ),
        )
        if whole.requests
        else (),
        notes=words.several_rows(tags.requests, once=whole.requests),
    )


def by_item_type(lines: Sequence[Line], question: Question) -> Table:
    """Each kind of assistance that is asked for, the most frequent first."""
    found: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        if line.item_type:
            found[line.item_type].append(line)
    rows = [(kind, summed(some, lambda line: line.typed)) for kind, some in found.items()]
    whole = summed(lines, lambda line: line.once)
    tags = sum(row.requests for _kind, row in rows)
    return Table(
        key="assistance",
        title=gettext("By kind of assistance"),
        heading=gettext("Assistance"),
        columns=(
            Column(label=gettext("Requests"), keys=("requests",)),
            Column(label=gettext("Items"), keys=("items",)),
            *_group_columns(),
            *rate_and_interval(),
        ),
        rows=tuple(
            Row(
                label=str(labels.ITEM_TYPE[ItemType(kind)]),
                cells=(
                    cells.count(row.requests, question.narrowed(item_type=kind)),
                    cells.count(row.items),
                    *_became(row, question.narrowed(item_type=kind), question.minimum),
                ),
            )
            for kind, row in sorted(rows, key=lambda one: (-one[1].requests, one[0]))
        ),
        totals=(
            Row(
                label=gettext("Sum of the rows"),
                cells=(
                    cells.count(tags),
                    cells.count(whole.items),
                    *_became(whole, None, question.minimum),
                ),
            ),
        )
        if rows
        else (),
        notes=words.several_rows(tags, once=whole.requests),
    )


def by_dimension(lines: Sequence[Line], dimension: Dimension, question: Question) -> Table:
    """How many requests of each row ask for which data."""
    found: dict[Values, list[Line]] = defaultdict(list)
    for line in lines:
        found[line.values].append(line)

    def place(values: Values, some: Sequence[Line]) -> tuple[int, str]:
        return -sum(line.once for line in some), dimension.label_of(values)

    return table_by(
        dimension,
        ranked_by(dimension, found, place),
        lambda some, kept: _types(some, question.narrowed(**kept), question),
        key="rows",
        title=gettext("Requests by %(dimension)s"),
        columns=(Column(label=gettext("Requests"), keys=("requests",)), *_type_columns()),
        whole=lines,
    )


def _of(lines: Sequence[Line], data_type: str) -> list[Line]:
    return [line for line in lines if line.item_type and line.data_type == data_type]


def _data_columns() -> Iterator[Column]:
    yield Column(label=gettext("Requests"), keys=("requests",))
    yield Column(label=gettext("Share"), keys=("share",))
    yield Column(label=gettext("Items"), keys=("items",))
    yield from _group_columns()
    yield from rate_and_interval()
    yield Column(label=gettext("Median days"), keys=("median_days",))


def _group_columns() -> Iterator[Column]:
    for group in ItemGroup:
        yield Column(label=str(labels.ITEM_GROUP[group]), keys=(group.value,))


def _shares(row: Asked, whole: Asked, question: Question, rows: CaseFilter) -> tuple[Cell, ...]:
    return (
        cells.count(row.requests, rows),
        cells.part_of_enough(row.requests, whole.requests, minimum=question.minimum),
        cells.count(row.items),
    )


def _rest(row: Asked, minimum: int) -> tuple[Cell, ...]:
    """Of a sum: its items, and what became of them; a request may have several of them."""
    nothing = cells.silent(gettext("n/a"))
    return (nothing, cells.count(row.items), *_became(row, None, minimum), nothing)


def _became(row: Asked, rows: CaseFilter | None, minimum: int) -> Iterator[Cell]:
    for group in ItemGroup:
        yield cells.count(row.groups[group], replace(rows, item_group=group.value) if rows else None)
    yield from cells.rate(row.granted, row.items, minimum=minimum)


def _median(waits: Waits | None, minimum: int) -> Cell:
    if waits is None or not waits.items:
        return cells.silent(gettext("n/a"))
    return cells.median_of_all(waits.answered, waits.waiting, minimum=minimum)


def _type_columns() -> Iterator[Column]:
    for data_type in DataType:
        label = str(labels.DATA_TYPE[data_type])
        yield Column(label=label, keys=(data_type.value,))
        if data_type.value in set(DataCategory):
            exported = (gettext("%(type)s: share") % {"type": label},)
            yield Column(label=gettext("Share"), keys=(f"{data_type.value}_share",), exported=exported)


def _types(lines: Sequence[Line], rows: CaseFilter, question: Question) -> Iterator[Cell]:
    """Requests, and how many of them ask for each type; why there are no shares is said once."""
    requests, few = sum(line.once for line in lines), cells.unknown
    yield cells.count(requests, rows)
    for data_type in DataType:
        asking = sum(line.dated for line in _of(lines, data_type.value))
        yield cells.count(asking, replace(rows, data_type=data_type.value))
        if data_type.value not in set(DataCategory):
            continue
        if requests >= question.minimum:
            yield cells.part(asking, requests)
        else:
            yield few(cells.too_few(requests, question.minimum))
            few = cells.silent
