"""Which requests had been somewhere, were asked about, returned, refused or postponed by a day: rows behind figures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any, Final

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from tracker.casework.filtering.narrowing import came_by
from tracker.casework.models import Stretch
from workflows.vocabulary import Resumption, StretchKind

YES: Final = "yes"
NO: Final = "no"
STILL: Final = "still"


@dataclass(frozen=True, slots=True, kw_only=True)
class Times:
    """How often, both ends included; ``until`` None is open-ended. ``key`` stands in the address."""

    key: str
    start: int
    until: int | None


QUESTIONS: Final[Mapping[str, Times]] = MappingProxyType(
    {
        times.key: times
        for times in (
            Times(key="0", start=0, until=0),
            Times(key="1", start=1, until=1),
            Times(key="2", start=2, until=2),
            Times(key="3-", start=3, until=None),
            Times(key="1-", start=1, until=None),
        )
    }
)


@dataclass(frozen=True, kw_only=True)  # no slots: two parts that have them cannot be put together
class StretchFilter:
    """Names in the address, all by the day that is asked for. ``still``: what else is asked still goes on.

    With nothing else asked, ``still`` keeps those that somebody still holds: the open ones. ``postponed`` is `YES`,
    `STILL`, or what ended a postponement. ``ground``: something was refused, returned or postponed on it; where one of
    these is asked as well, that one was.
    """

    stop: str = ""
    still: str = ""
    questions: str = ""
    returned: str = ""
    ground: str = ""
    consulted: str = ""
    postponed: str = ""


def stretched(wanted: StretchFilter, on: date) -> Iterator[Q]:
    """Conditions on requests, one for each that is asked."""
    begun = Stretch.objects.filter(since_on__lte=on)
    lasting = begun.filter(running_on(on)) if wanted.still else begun
    if wanted.questions:
        yield _asked(QUESTIONS[wanted.questions], begun.filter(kind=StretchKind.QUESTION.value))
        if wanted.still:
            yield _among(lasting.filter(kind=StretchKind.QUESTION.value))
    if wanted.returned:
        yield _among(_on_its_ground(wanted, lasting.filter(kind=StretchKind.RETURN.value)))
    if wanted.stop or (wanted.still and not wanted.questions and not wanted.returned):
        there = lasting.filter(kind=StretchKind.HELD.value)
        yield _among(there.filter(place=wanted.stop) if wanted.stop else there)
    if wanted.ground:
        yield _among(begun.exclude(kind=StretchKind.HELD.value).filter(ground=wanted.ground))
    if wanted.consulted:
        yield _among(_consulted(wanted, begun))
    if wanted.postponed:
        yield _among(_postponed(wanted, begun, on))


def running_on(on: date) -> Q:
    """Stretches that had begun by the day and were still going on at its end."""
    return Q(since_on__lte=on) & (Q(until_on__isnull=True) | Q(until_on__gt=on))


def consulted_first(refusal: str = "") -> Exists:
    """Whether a refusal came after a consultation of the same request; ``refusal`` leads to it from what is counted."""
    earlier = Stretch.objects.filter(
        request=OuterRef("request"),
        kind=StretchKind.CONSULTATION.value,
        number__lt=OuterRef(f"{refusal}number"),
        since_on__lte=OuterRef(f"{refusal}since_on"),
    )
    return Exists(earlier)


def _consulted(wanted: StretchFilter, begun: QuerySet[Stretch]) -> QuerySet[Stretch]:
    """Refusals that came after a consultation, or without one."""
    held = consulted_first()
    found = _on_its_ground(wanted, begun.filter(kind=StretchKind.REFUSAL.value))
    return found.filter(held if wanted.consulted == YES else ~held)


def _on_its_ground(wanted: StretchFilter, found: QuerySet[Stretch]) -> QuerySet[Stretch]:
    return found.filter(ground=wanted.ground) if wanted.ground else found


def _postponed(wanted: StretchFilter, begun: QuerySet[Stretch], on: date) -> QuerySet[Stretch]:
    found = _on_its_ground(wanted, begun.filter(kind=StretchKind.POSTPONEMENT.value))
    if wanted.postponed == STILL:
        return found.filter(running_on(on))
    return found if wanted.postponed == YES else found.filter(ended_as(Resumption(wanted.postponed), on))


def ended_as(ending: Resumption, on: date) -> Q:
    """Postponements that had been ended so by the day."""
    return came_by("until_on", on) & Q(ending=ending.value)


def _asked(times: Times, questions: QuerySet[Stretch]) -> Q:
    if not times.start:
        return ~_among(questions)
    counted = questions.order_by().values("request").annotate(asked=Count("pk"))
    often = Q(asked__gte=times.start)
    if times.until is not None:
        often &= Q(asked__lte=times.until)
    return Q(pk__in=counted.filter(often).values("request"))


def _among(found: QuerySet[Stretch, Any]) -> Q:
    return Q(pk__in=found.values("request"))
