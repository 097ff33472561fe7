"""Days counted by the database: who kept the paper, what was asked, what came back as deficient."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db.models import Count, DateField, F, Min, Q, QuerySet, Sum, Value
from django.db.models.functions import Coalesce, Least

from tracker.accounts.models import Office
from tracker.casework.filtering.narrowing import between
from tracker.casework.filtering.stretched import running_on
from tracker.casework.filters import STRETCH, CaseFilter, of_requests
from tracker.casework.models import Stretch
from tracker.casework.models.request import AssistanceRequestQuerySet
from tracker.reports.counting import DaysBetween
from workflows.vocabulary import Party, StretchKind

Way = tuple[str, str]
"""A channel and a direction: one route."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Stretches of one kind at one place: how many, those that still run, their days, and requests that began there.

    ``turn``: the so manyth of their request there, so that those of one turn are as many requests.
    """

    kind: StretchKind
    way: Way
    office: int
    place: str
    party: Party | None
    turn: int
    began: int
    number: int
    still: int
    days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Stay:
    """What one place of a way took: how many requests were there, how many still are, and all their days."""

    way: Way
    place: str
    party: Party
    requests: int
    still: int
    days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Days:
    """Everything that is counted; each method adds up the lines that it wants."""

    lines: tuple[Line, ...]
    offices: dict[int, tuple[str, str]]

    def sent(self, *, way: Way | None = None, office: int | None = None, direction: str = "") -> int:
        """Requests, those of one way, of one office, in one direction: each begins once."""
        return sum(
            line.began
            for line in self.lines
            if way in (None, line.way) and office in (None, line.office) and direction in ("", line.way[1])
        )

    def ways(self) -> list[Way]:
        """The most travelled first."""
        numbers: Counter[Way] = Counter()
        for line in self.lines:
            numbers[line.way] += line.began
        return sorted(numbers, key=lambda way: (-numbers[way], way))

    def stays(self) -> list[Stay]:
        """Each place of each way."""
        found: dict[tuple[Way, str, Party], list[Line]] = {}
        for line in self.lines:
            if line.kind is StretchKind.HELD and line.party:
                found.setdefault((line.way, line.place, line.party), []).append(line)
        return [
            Stay(
                way=way,
                place=place,
                party=party,
                requests=sum(line.number for line in lines if line.turn == 1),
                still=sum(line.still for line in lines),
                days=sum(line.days for line in lines),
            )
            for (way, place, party), lines in found.items()
        ]

    def of(self, kind: StretchKind) -> list[Line]:
        """The lines of one kind."""
        return [line for line in self.lines if line.kind is kind]


def stretches_of(
    requests: AssistanceRequestQuerySet, wanted: CaseFilter, *, at: datetime
) -> QuerySet[Stretch]:
    """The days of what `apply` keeps of those sent by the day: a request is sent once, whatever is reopened."""
    dossiers = replace(wanted, sent_from=None, sent_until=None, as_of=None)
    on = wanted.as_of or at.date()
    sent = between("sent_on", wanted.sent_from, wanted.sent_until)
    return Stretch.objects.filter(of_requests(requests, dossiers, STRETCH, at=at), *sent, sent_on__lte=on)


def days_of(stretches: QuerySet[Stretch], on: date) -> Days:
    """The days of ``stretches`` up to the end of the day ``on``. Three queries."""
    lines = tuple(_lines(stretches.filter(since_on__lte=on), on))
    offices = Office.objects.filter(pk__in={line.office for line in lines})
    return Days(
        lines=lines,
        offices={pk: (code, name) for pk, code, name in offices.values_list("pk", "code", "name")},
    )


def _lines(stretches: QuerySet[Stretch], on: date) -> Iterator[Line]:
    """Counted by the number of each spot, of which one stretch tells the words. Two queries."""
    day = Value(on, output_field=DateField())
    until: Any = Least(Coalesce(F("until_on"), day), day, output_field=DateField())
    found = stretches.order_by().values_list("spot", "office", "turn")
    lines = list(
        found.annotate(
            one=Min("pk"),
            began=Count("pk", filter=Q(number=1)),
            counted=Count("pk"),
            still=Count("pk", filter=running_on(on)),
            days=Sum(DaysBetween(until, F("since_on"))),
        )
    )
    spots = Stretch.objects.order_by().filter(pk__in=[line[3] for line in lines])
    words = {
        pk: told for pk, *told in spots.values_list("pk", "kind", "channel", "direction", "place", "party")
    }
    for _spot, office, turn, one, began, number, still, days in lines:
        kind, channel, direction, place, party = words[one]
        yield Line(
            kind=StretchKind(kind),
            way=(channel, direction),
            office=office,
            place=place,
            party=Party(party) if party else None,
            turn=turn,
            began=began,
            number=number,
            still=still,
            days=days,
        )


def together(stays: Iterable[Stay], party: Party | None = None) -> int:
    """All days, or those of one party."""
    return sum(stay.days for stay in stays if party in (None, stay.party))
