"""What rows stand for: the columns of a row, its name, and the filter that keeps exactly what it counts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from django.db.models import Manager

from tracker.accounts.models import Office
from tracker.casework.filtering.narrowing import ABSENT
from tracker.casework.models.packing import unpacked
from tracker.directory.models import Authority, Jurisdiction

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

    from tracker.casework.filters import CaseFilter

GROUP = "outcome_group"
"""The name under which a report annotates the outcome group of a spell."""

OUTCOME = "outcome_then"
"""The same for the outcome that it had on the day asked for."""

Values = tuple[object, ...]


class GroupBy(StrEnum):
    """The names in the address, which are names of the filter's fields, too."""

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


_REFERRED: Mapping[str, Manager[Any]] = {
    "jurisdiction": Jurisdiction.objects,
    "authority": Authority.objects,
    "requested_authority": Authority.objects,
    "office": Office.objects,
}


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
