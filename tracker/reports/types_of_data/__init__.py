"""Types of data: subscriber, traffic and content data among what is asked for, and what became of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tracker.casework import labels
from tracker.casework.figures import Figure
from tracker.reports import words
from tracker.reports.base import About, Question, Report, Result
from tracker.reports.charts.stacks import Piece, Stack, Stacks
from tracker.reports.dimensions import DIMENSIONS, Dimension, GroupBy
from tracker.reports.parts import AS_OF, FILTERS, GROUPING, LEAST, SENT
from tracker.reports.types_of_data.counting import (
    Asked,
    Line,
    anomalies,
    asked_of,
    lines_of,
    summed,
    waits_of,
)
from tracker.reports.types_of_data.definitions import DEFINITIONS
from tracker.reports.types_of_data.tables import TYPES, by_data_type, by_dimension, by_item_type
from workflows.vocabulary import DataCategory, DataType, ItemGroup

if TYPE_CHECKING:
    from tracker.casework.models.request import AssistanceRequestQuerySet

BY: Final[Mapping[GroupBy, Dimension]] = {
    key: DIMENSIONS[key]
    for key in (
        GroupBy.DIRECTION,
        GroupBy.JURISDICTION,
        GroupBy.CHANNEL,
        GroupBy.REGION,
        GroupBy.RELATIONSHIP,
        GroupBy.AUTHORITY,
        GroupBy.OFFICE,
        GroupBy.YEAR,
    )
}

COLOURS: Final = {
    ItemGroup.GRANTED: "answered",
    ItemGroup.PARTLY: "with-us",
    ItemGroup.NIL: "draft",
    ItemGroup.REFUSED: "refused",
    ItemGroup.ENDED: "edge",
    ItemGroup.PENDING: "with-them",
}


def answer(requests: AssistanceRequestQuerySet, question: Question) -> Result:
    """Answer the question over the requests handed in. Two queries, and one for names."""
    dimension = BY[question.by]
    spells = asked_of(requests, question)
    lines = lines_of(spells, dimension, question)
    waits = waits_of(spells, question)
    whole = summed(lines, lambda line: line.once)
    types = by_data_type(lines, waits, question)
    return Result(
        headline=_headline(lines, whole, question),
        sentence=_sentence(lines, whole, question),
        figures=tuple(_figures(lines, question)),
        tables=(types, by_item_type(lines, question), by_dimension(lines, dimension, question))
        if whole.requests
        else (),
        charts=tuple(_charts(lines, question)),
        notes=tuple(_notes(whole)),
        anomalies=tuple(anomalies(lines, waits.values())),
    )


def _asking(lines: Sequence[Line], data_type: DataType) -> Asked:
    found = (line for line in lines if line.item_type and line.data_type == data_type)
    return summed(found, lambda line: line.dated)


def _headline(lines: Sequence[Line], whole: Asked, question: Question) -> str:
    if whole.requests < question.minimum:
        return ""
    return words.share(_asking(lines, DataType.SUBSCRIBER).requests / whole.requests)


def _sentence(lines: Sequence[Line], whole: Asked, question: Question) -> str:
    asking = {one: _asking(lines, DataType(one)).requests for one in DataCategory}
    told = {one.value: words.count(number) for one, number in asking.items()}
    told["requests"] = words.count(whole.requests)
    if whole.requests < question.minimum:
        return (
            gettext(
                "Of %(requests)s requests sent %(subscriber)s ask for subscriber data, %(traffic)s for traffic data,"
                " %(content)s for content data: too few for shares"
            )
            % told
        )
    shares = {f"{one.value}_share": words.share(asking[one] / whole.requests) for one in asking}
    return gettext(
        "ask for subscriber data, %(subscriber)s of %(requests)s requests sent; %(traffic_share)s for traffic data"
        " (%(traffic)s), %(content_share)s for content data (%(content)s). One may ask for several."
    ) % (told | shares)


def _figures(lines: Sequence[Line], question: Question) -> Iterator[Figure]:
    for data_type in DataType:
        yield Figure(
            key=data_type.value,
            label=str(labels.DATA_TYPE[data_type]),
            value=_asking(lines, data_type).requests,
            rows=question.narrowed(data_type=data_type.value),
        )


def _charts(lines: Sequence[Line], question: Question) -> Iterator[Stacks]:
    stacks = tuple(_stack(data_type, _asking(lines, data_type), question) for data_type in DataType)
    if any(line.items for line in lines):
        yield Stacks(
            title=gettext("Items by type of data, and what became of them"),
            table=TYPES,
            said=gettext(
                "One bar for each type of data, of the items asked for, by what had become of them."
            ),
            stacks=stacks,
        )


def _stack(data_type: DataType, row: Asked, question: Question) -> Stack:
    pieces = tuple(
        Piece(
            label=str(labels.ITEM_GROUP[group]),
            value=row.groups[group],
            colour=COLOURS[group],
            rows=question.narrowed(data_type=data_type.value, item_group=group.value),
        )
        for group in ItemGroup
    )
    return Stack(label=str(labels.DATA_TYPE[data_type]), bars=(pieces,))


def _notes(whole: Asked) -> Iterator[str]:
    if whole.items != whole.requests:
        yield gettext(
            "%(items)s items of %(requests)s requests: what became of them counts items, lists name both."
        ) % {"items": words.count(whole.items), "requests": words.count(whole.requests)}


REPORT = Report(
    slug="types-of-data",
    about=About.MATTERS,
    title=_("Types of data and assistance"),
    summary=_(
        "Which share asks for subscriber, traffic or content data, or for something else, and what was granted, refused"
        " or is pending of it."
    ),
    definitions=DEFINITIONS,
    asks=(GROUPING, SENT, AS_OF, LEAST, FILTERS),
    answer=answer,
    dimensions=tuple(BY.values()),
)
