"""By what figures can be grouped: one line each, used by every report."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from django.db.models import Manager
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tracker.accounts.models import Office
from tracker.casework import labels
from tracker.casework.filtering.narrowing import ABSENT
from tracker.casework.models.packing import unpacked, unpacked_types
from tracker.directory.models import Authority, Jurisdiction
from workflows import registry
from workflows.vocabulary import Direction, ItemType, OffenceCategory, Outcome, OutcomeGroup, Urgency

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

    from tracker.casework.filters import CaseFilter

GROUP = "outcome_group"
"""The name under which a report annotates the outcome group of a spell."""

OUTCOME = "outcome_then"
"""The same for the outcome that it had on the day asked for."""

Values = tuple[object, ...]


class GroupBy(StrEnum):
    """The names in the address. All but the last few are names of the filter's fields, too."""

    CHANNEL = "channel"
    INSTRUMENT = "instrument"
    JURISDICTION = "jurisdiction"
    REGION = "region"
    RELATIONSHIP = "relationship"
    AUTHORITY = "authority"
    OFFICE = "office"
    YEAR = "year"
    DIRECTION = "direction"
    URGENCY = "urgency"
    OFFENCE = "offence"
    ITEM_TYPE = "item_type"
    OUTCOME = "outcome"
    OUTCOME_GROUP = "outcome_group"


@dataclass(frozen=True, slots=True, kw_only=True)
class Dimension:
    """What rows stand for. ``columns`` are looked up on a spell; the first is the key that the filter takes.

    ``is_multiple``: a request may stand in several rows, so that the rows exceed the requests. ``is_ordered``: the
    rows have an order of their own, that of ``order`` where it names them. ``is_result``: the rows are what came of the
    requests, so that none has a rate. ``packed`` is the column of spells that holds all values of one request in one
    text, which ``unpack`` reads, where it may have several; ``refers`` the one that refers to the table of the columns.
    What is grouped by these is counted without joining a row to each of a million spells. ``only`` is the one row that
    a filter of the same name leaves: the others would lead to requests that were not counted.
    """

    key: GroupBy
    label: StrPromise
    columns: tuple[str, ...]
    absent: StrPromise
    named: Callable[[Values], str]
    is_multiple: bool = False
    is_ordered: bool = False
    order: tuple[str, ...] = ()
    is_result: bool = False
    packed: str = ""
    unpack: Callable[[str], Sequence[str]] = unpacked
    refers: str = ""
    only: str = ""

    def within(self, wanted: CaseFilter) -> Dimension:
        """The same over requests that were narrowed so."""
        return replace(self, only=getattr(wanted, self.key.value)) if self.is_multiple else self

    def has(self, values: Values) -> bool:
        """Whether these values make a row."""
        return self.only in ("", values[0])

    @property
    def grouped(self) -> tuple[str, ...]:
        """The columns of spells by which the database groups; `rows_of` tells what their values stand for."""
        return tuple(filter(None, (self.packed, self.refers))) or self.columns

    def rows_of(self, found: Iterable[Values]) -> Mapping[Values, tuple[Values, ...]]:
        """The rows, each once, in which requests stand that have these values of `grouped`.

        One query where the columns are those of another table.
        """
        different = set(found)
        if self.packed:
            return {values: tuple(filter(self.has, self._unpacked(values))) for values in different}
        if not self.refers:
            return {values: (values,) for values in different}
        names = [column.removeprefix(f"{self.refers}__") for column in self.columns]
        rows = _REFERRED[self.refers.rpartition("__")[-1]].filter(pk__in=[pk for (pk,) in different])
        named: dict[Values, tuple[Values, ...]] = {(None,): ((None,) * len(names),)}
        named |= {(pk,): (tuple(values),) for pk, *values in rows.values_list("pk", *names)}
        return named

    def _unpacked(self, values: Values) -> Iterable[Values]:
        return ((one,) for one in self.unpack(str(values[0])))

    def label_of(self, values: Values) -> str:
        """What the row of these values is called."""
        return str(self.absent) if values[0] in (None, "") else self.named(values)

    def rank_of(self, values: Values) -> tuple[int, str]:
        """Where the row stands among those of an ordered dimension."""
        name = str(values[0])
        return self.order.index(name) if name in self.order else len(self.order), name

    def code_of(self, values: Values) -> str:
        """The code beside the name, where the columns hold both."""
        return str(values[0]) if self.key in (GroupBy.JURISDICTION, GroupBy.OFFICE) else ""

    def jurisdiction_of(self, values: Values) -> str:
        """The code of the jurisdiction that the row is about, where rows are about one."""
        return self.code_of(values) if self.key is GroupBy.JURISDICTION else ""

    def filter_of(self, values: Values) -> Mapping[str, object]:
        """The filter that keeps exactly the rows of these values."""
        key = values[0]
        value: object = ABSENT if key in (None, "") else key if isinstance(key, int) else str(key)
        return {self.key.value: value}


def of_request(dimension: Dimension, through: str = "") -> Dimension:
    """The same, looked up on the request, or ``through`` what leads to it."""
    columns = (column.replace("authority__", "requested_authority__", 1) for column in dimension.columns)
    refers = "requested_authority" if dimension.refers == "authority" else dimension.refers
    return replace(
        dimension,
        columns=tuple(f"{through}{column}" for column in columns),
        packed="",
        refers=f"{through}{refers}" if refers else "",
    )


def _channel(values: Values) -> str:
    channel = registry.CHANNELS.get(str(values[0]))
    return gettext(channel.label.msgid) if channel else str(values[0])


def _instrument(values: Values) -> str:
    law = registry.INSTRUMENTS.get(str(values[0]))
    return gettext(law.label.msgid) if law else str(values[0])


def _last(values: Values) -> str:
    return str(values[-1])


def _authority(values: Values) -> str:
    _uuid, name, jurisdiction = values
    return f"{name} ({jurisdiction})" if jurisdiction else str(name)


_REFERRED: Mapping[str, Manager[Any]] = {
    "jurisdiction": Jurisdiction.objects,
    "authority": Authority.objects,
    "requested_authority": Authority.objects,
    "office": Office.objects,
}


DIMENSIONS: Mapping[GroupBy, Dimension] = {
    dimension.key: dimension
    for dimension in (
        Dimension(
            key=GroupBy.CHANNEL,
            label=_("Channel"),
            columns=("channel",),
            absent=_("No channel"),
            named=_channel,
        ),
        Dimension(
            key=GroupBy.INSTRUMENT,
            label=_("Instrument"),
            columns=("instrument",),
            absent=_("No instrument"),
            named=_instrument,
        ),
        Dimension(
            key=GroupBy.JURISDICTION,
            label=_("Jurisdiction"),
            columns=("jurisdiction__code", "jurisdiction__name"),
            absent=_("No jurisdiction"),
            named=_last,
            refers="jurisdiction",
        ),
        Dimension(
            key=GroupBy.REGION,
            label=_("Region"),
            columns=("jurisdiction__region",),
            absent=_("No region recorded"),
            named=_last,
            refers="jurisdiction",
        ),
        Dimension(
            key=GroupBy.RELATIONSHIP,
            label=_("Relationship group"),
            columns=("jurisdiction__relationship_group__code", "jurisdiction__relationship_group__name"),
            absent=_("In no relationship group"),
            named=_last,
            refers="jurisdiction",
        ),
        Dimension(
            key=GroupBy.AUTHORITY,
            label=_("Requested authority"),
            columns=("authority__uuid", "authority__name", "authority__jurisdiction__code"),
            absent=_("No authority named"),
            named=_authority,
            refers="authority",
        ),
        Dimension(
            key=GroupBy.OFFICE,
            label=_("Office"),
            columns=("office__code", "office__name"),
            absent=_("No office"),
            named=_last,
            refers="office",
        ),
        Dimension(
            key=GroupBy.YEAR,
            label=_("Year of sending"),
            columns=("sent_on__year",),
            absent=_("No year"),
            named=_last,
            is_ordered=True,
        ),
        Dimension(
            key=GroupBy.DIRECTION,
            label=_("Direction"),
            columns=("direction",),
            absent=_("No direction"),
            named=lambda values: str(labels.DIRECTION[Direction(str(values[0]))]),
        ),
        Dimension(
            key=GroupBy.URGENCY,
            label=_("Urgency"),
            columns=("urgency",),
            absent=_("No urgency"),
            named=lambda values: str(labels.URGENCY[Urgency(str(values[0]))]),
            is_ordered=True,
            order=tuple(Urgency),
        ),
        Dimension(
            key=GroupBy.OFFENCE,
            label=_("Offence"),
            columns=("request__offences__category",),
            absent=_("No offence recorded"),
            named=lambda values: str(labels.OFFENCE_CATEGORY[OffenceCategory(str(values[0]))]),
            is_multiple=True,
            packed="offences",
        ),
        Dimension(
            key=GroupBy.ITEM_TYPE,
            label=_("Assistance"),
            columns=("request__items__type",),
            absent=_("Nothing recorded"),
            named=lambda values: str(labels.ITEM_TYPE[ItemType(str(values[0]))]),
            is_multiple=True,
            is_ordered=True,
            order=tuple(ItemType),
            packed="asked",
            unpack=unpacked_types,
        ),
        Dimension(
            key=GroupBy.OUTCOME,
            label=_("Outcome"),
            columns=(OUTCOME,),
            absent=_("No outcome"),
            named=lambda values: str(labels.OUTCOME[Outcome(str(values[0]))]),
            is_ordered=True,
            order=tuple(Outcome),
            is_result=True,
        ),
        Dimension(
            key=GroupBy.OUTCOME_GROUP,
            label=_("Outcome group"),
            columns=(GROUP,),
            absent=_("In no group"),
            named=lambda values: str(labels.OUTCOME_GROUP[OutcomeGroup(str(values[0]))]),
            is_ordered=True,
            order=tuple(OutcomeGroup),
            is_result=True,
        ),
    )
}
