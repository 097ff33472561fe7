"""One rung of a reminder ladder."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from workflows.vocabulary import Audience


class Anchor(StrEnum):
    """The instants of a deadline that rungs hang on."""

    SOON = "soon"
    DUE = "due"
    LATE = "late"


class Moments(Protocol):
    """What a computed date tells a ladder: when it is amber, due and late."""

    @property
    def soon_from(self) -> datetime: ...
    @property
    def due_from(self) -> datetime: ...
    @property
    def late_from(self) -> datetime: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """So many days after an instant of the deadline, these people are told.

    ``chase``: by then the other side should be asked how things stand.
    """

    key: str
    anchor: Anchor
    audience: frozenset[Audience]
    days: int = 0
    chase: bool = False

    def moment(self, due: Moments) -> datetime:
        base = {Anchor.SOON: due.soon_from, Anchor.DUE: due.due_from, Anchor.LATE: due.late_from}[self.anchor]
        return base + timedelta(days=self.days)


def passed(ladder: Iterable[Step], due: Moments, at: datetime) -> tuple[Step, ...]:
    """The rungs whose moment has come, the latest last: it is the one to be told of."""
    return tuple(step for step in sorted(ladder, key=lambda step: step.moment(due)) if step.moment(due) <= at)


def next_moment(ladder: Iterable[Step], due: Moments, at: datetime) -> datetime | None:
    """The moment of the next rung, None after the last."""
    return min((moment for step in ladder if (moment := step.moment(due)) > at), default=None)
