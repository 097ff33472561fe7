"""Urgent requests by what the side that is asked had done by a day, and whether its hours are recorded."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from django.db.models import Q

from tracker.casework.filtering.narrowing import came_by
from workflows.vocabulary import Urgency


class Acted(StrEnum):
    """Of urgent requests and emergencies. ``YES``, ``WAITING`` and ``ENDED`` are a partition of ``ANY``."""

    ANY = "any"
    YES = "yes"
    WAITING = "waiting"
    ENDED = "ended"
    TIMED = "timed"


@dataclass(frozen=True, kw_only=True)  # no slots: two parts that have them cannot be put together
class UrgentFilter:
    """A name in the address, by the day that is asked for."""

    acted: str = ""


PRESSING: Final = Q(urgency__in=[Urgency.URGENT.value, Urgency.EMERGENCY.value])


def urgent(wanted: UrgentFilter, on: date) -> Iterator[Q]:
    """Conditions on speaking spells, if any is asked."""
    if wanted.acted:
        yield PRESSING & acted_by(on)[Acted(wanted.acted)]


def acted_by(on: date) -> Mapping[Acted, Q]:
    """What had been done by the day. ``TIMED``: the hours are recorded by which its waiting is measured."""
    acted, closed = came_by("acted_on", on), came_by("closed_on", on)
    timed = Q(sent_at__isnull=False) & (Q(acted_at__isnull=False) | ~acted)
    return {
        Acted.ANY: Q(),
        Acted.YES: acted,
        Acted.WAITING: ~acted & ~closed,
        Acted.ENDED: ~acted & closed,
        Acted.TIMED: timed,
    }
