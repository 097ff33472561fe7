"""What became of preserved data by a day, as conditions: the report counts by these, the register lists by them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import reduce
from operator import or_
from typing import Final

from django.db.models import F, Q

from tracker.casework.filtering.narrowing import between, came_by
from tracker.casework.models import PreservationSpell
from workflows.vocabulary import PreservationGroup

DUE: Final = (
    PreservationGroup.RECEIVED,
    PreservationGroup.SENT,
    PreservationGroup.LATE,
    PreservationGroup.ABANDONED,
)
"""Those whose day has come: what a rate of coverage is made of."""


class Preserving(StrEnum):
    """What figures count beside the single groups."""

    HELD = "held"
    DUE = "due"
    SENT_OR_RECEIVED = "sent_or_received"
    GAP = "gap"
    OPEN_GAP = "open_gap"
    FOLLOWED = "followed"
    UNFOLLOWED = "unfollowed"


@dataclass(frozen=True, kw_only=True)  # no slots: two parts that have them cannot be put together
class PreservationFilter:
    """What was preserved: ``preservation`` is a group or one of `Preserving`, as of the day of the whole filter.

    ``expiry_from`` and ``expiry_until`` are those of the last day, as it was known on that day.
    """

    preservation: str = ""
    renewals: int | None = None
    expiry_from: date | None = None
    expiry_until: date | None = None

    @property
    def asks_of_preservations(self) -> bool:
        asked = (self.preservation, self.renewals, self.expiry_from, self.expiry_until)
        return any(value not in ("", None) for value in asked)


def preservations(wanted: PreservationFilter, on: date) -> Iterator[Q]:
    """As a condition on requests: whether something is wanted of what they had preserved, and what."""
    if wanted.asks_of_preservations:
        yield Q(pk__in=PreservationSpell.objects.filter(speaking(wanted, on)).values("request"))


def speaking(wanted: PreservationFilter, on: date) -> Q:
    """The stretches that spoke for what was preserved on the day, as wanted: at most one for each item."""
    spoke = Q(stated_on__lte=on) & (Q(superseded_on__isnull=True) | Q(superseded_on__gt=on))
    if wanted.preservation:
        spoke &= standing(wanted.preservation, on)
    if wanted.renewals is not None:
        spoke &= Q(renewals=wanted.renewals)
    return Q(spoke, *between("until_on", wanted.expiry_from, wanted.expiry_until))


def standing(key: str, on: date) -> Q:
    """The condition of a group or of one of `Preserving`."""
    groups = groups_on(on)
    due = reduce(or_, (groups[group] for group in DUE))
    gap = due & ~groups[PreservationGroup.RECEIVED] & Q(until_on__lt=on)
    beyond = {
        Preserving.HELD: Q(),
        Preserving.DUE: due,
        Preserving.SENT_OR_RECEIVED: groups[PreservationGroup.RECEIVED] | groups[PreservationGroup.SENT],
        Preserving.GAP: gap,
        Preserving.OPEN_GAP: gap & ~came_by("production_received_on", on),
        Preserving.FOLLOWED: came_by("production_sent_on", on),
        Preserving.UNFOLLOWED: ~came_by("production_sent_on", on),
    }
    return groups[PreservationGroup(key)] if key in set(PreservationGroup) else beyond[Preserving(key)]


def groups_on(on: date) -> Mapping[PreservationGroup, Q]:
    """Where a speaking stretch stood on the day ``on``. Until the end of its last day it may still be covered."""
    due = Q(until_on__isnull=False, until_on__lte=on)
    received, sent = came_by("production_received_on", on), came_by("production_sent_on", on)
    in_time = received & Q(production_received_on__lte=F("until_on"))
    sent_in_time = sent & Q(production_sent_on__lte=F("until_on"))
    let_go = came_by("ended_on", on) & (Q(until_on__isnull=True) | Q(ended_on__lte=F("until_on")))
    ended = let_go & ~received
    expired = due & ~ended & ~in_time
    return {
        PreservationGroup.RECEIVED: due & in_time,
        PreservationGroup.SENT: expired & sent_in_time,
        PreservationGroup.LATE: expired & ~sent_in_time & sent,
        PreservationGroup.ABANDONED: expired & ~sent,
        PreservationGroup.COVERED: ~due & received,
        PreservationGroup.RUNNING: ~due & ~received & ~let_go,
        PreservationGroup.ENDED: ended,
    }
