"""Which requests were acknowledged or wholly answered by a day, and what became of the others: rows behind figures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.db.models import F, Q

from tracker.casework.filtering.narrowing import came_by
from workflows.vocabulary import Outcome


class Acknowledged(StrEnum):
    """The first four are a partition; the last two are of those whose limit is over: it was kept, or missed."""

    YES = "yes"
    ANSWERED = "answered"
    ENDED = "ended"
    OPEN = "open"
    IN_TIME = "in_time"
    LATE = "late"


class Completed(StrEnum):
    """A partition."""

    YES = "yes"
    REFUSED = "refused"
    ENDED = "ended"
    OPEN = "open"


@dataclass(frozen=True, kw_only=True)  # no slots: two parts that have them cannot be put together
class ReachedFilter:
    """Names in the address, both by the day that is asked for."""

    acknowledged: str = ""
    completed: str = ""


def reached(wanted: ReachedFilter, on: date) -> Iterator[Q]:
    """Conditions on spells, one for each that is asked."""
    if wanted.acknowledged:
        yield acknowledged_on(on)[Acknowledged(wanted.acknowledged)]
    if wanted.completed:
        yield completed_on(on)[Completed(wanted.completed)]


def acknowledged_on(on: date) -> Mapping[Acknowledged, Q]:
    """What a speaking spell had come to by the day. Whoever answers within the limit of an acknowledgement keeps it.

    While the limit runs it is neither kept nor missed: missed it is later only, so those kept early alone would count.
    """
    yes, answered, closed = (came_by(name, on) for name in ("acknowledged_on", "answered_on", "closed_on"))
    over = Q(acknowledge_due_on__isnull=False, acknowledge_due_on__lt=on)
    in_time, gone = (
        (yes & _within("acknowledged_on")) | (answered & _within("answered_on")),
        closed & _within("closed_on"),
    )
    return {
        Acknowledged.YES: yes,
        Acknowledged.ANSWERED: ~yes & answered,
        Acknowledged.ENDED: ~yes & ~answered & closed,
        Acknowledged.OPEN: ~yes & ~answered & ~closed,
        Acknowledged.IN_TIME: over & in_time,
        Acknowledged.LATE: over & ~in_time & ~gone,
    }


def completed_on(on: date) -> Mapping[Completed, Q]:
    """Wholly answered: something was answered, and nothing asked for was open any more."""
    whole = came_by("answered_on", on) & came_by("completed_on", on)
    closed, refused = came_by("closed_on", on), Q(outcome=Outcome.REFUSED.value)
    return {
        Completed.YES: whole & ~refused,
        Completed.REFUSED: whole & refused,
        Completed.ENDED: ~whole & closed,
        Completed.OPEN: ~whole & ~closed,
    }


def _within(column: str) -> Q:
    """Not after the last day for an acknowledgement; likewise never unknown."""
    return Q(
        acknowledge_due_on__isnull=False,
        **{f"{column}__isnull": False, f"{column}__lte": F("acknowledge_due_on")},
    )
