"""Which requests had been refused by a day, wholly or in part, and which were closed: rows behind figures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from django.db.models import Q

from tracker.casework.filtering.narrowing import came_by
from tracker.casework.filtering.speaking import outcome_on
from tracker.casework.filtering.stretched import YES
from tracker.casework.models import Stretch
from workflows.vocabulary import Outcome, StretchKind

if TYPE_CHECKING:
    from tracker.casework.filters import CaseFilter


class Refused(StrEnum):
    """``WHOLE``: nothing that was asked for was given; ``PART``: something was, or may still be."""

    YES = "yes"
    WHOLE = "whole"
    PART = "part"


@dataclass(frozen=True, kw_only=True)  # no slots: two parts that have them cannot be put together
class RefusalFilter:
    """Names in the address, both by the day that is asked for."""

    refused: str = ""
    closed: str = ""


def refused(wanted: CaseFilter, on: date) -> Iterator[Q]:
    """Conditions on speaking spells, one for each that is asked. With a ground: refused on that one."""
    if wanted.refused:
        refusals = Stretch.objects.filter(kind=StretchKind.REFUSAL.value, since_on__lte=on)
        if wanted.ground:
            refusals = refusals.filter(ground=wanted.ground)
        yield Q(request__in=refusals.values("request"))
    if wanted.refused in (Refused.WHOLE, Refused.PART):
        whole = outcome_on(Outcome.REFUSED, on)
        yield whole if wanted.refused == Refused.WHOLE else ~whole
    if wanted.closed:
        closed = came_by("closed_on", on)
        yield closed if wanted.closed == YES else ~closed
