"""When whom to remind: the rungs of each kind of deadline. House rules."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType

from workflows.deadlines.counting import Due
from workflows.vocabulary import Audience, DeadlineKind, Urgency


class Anchor(StrEnum):
    SOON = "soon"
    DUE = "due"
    LATE = "late"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One rung of a reminder ladder: so many days after an instant of the deadline, these people are told."""

    key: str
    anchor: Anchor
    audience: frozenset[Audience]
    days: int = 0

    def moment(self, due: Due) -> datetime:
        base = {Anchor.SOON: due.soon_from, Anchor.DUE: due.due_from, Anchor.LATE: due.late_from}[self.anchor]
        return base + timedelta(days=self.days)


_OFFICER = frozenset({Audience.OFFICER})
_BOTH = frozenset({Audience.OFFICER, Audience.SUPERVISOR})
_SOON = Step(key="soon", anchor=Anchor.SOON, audience=_OFFICER)
_DUE = Step(key="due", anchor=Anchor.DUE, audience=_OFFICER)

# House rules, in rising severity: a late sweep sends only the last rung that has passed.
LADDERS: Mapping[DeadlineKind, tuple[Step, ...]] = MappingProxyType(
    {
        DeadlineKind.REPLY: (_SOON, _DUE, Step(key="late", anchor=Anchor.LATE, days=7, audience=_BOTH)),
        DeadlineKind.OBLIGATION: (_SOON, _DUE, Step(key="late", anchor=Anchor.LATE, days=1, audience=_BOTH)),
        DeadlineKind.EXPECTATION: (
            _SOON,
            _DUE,
            Step(key="late", anchor=Anchor.LATE, days=14, audience=_BOTH),
        ),
        DeadlineKind.EXPIRY: (
            _SOON,
            Step(key="three_days", anchor=Anchor.DUE, days=-3, audience=_OFFICER),
            Step(key="lost", anchor=Anchor.LATE, audience=_BOTH),
        ),
    }
)

# House rule: of these kinds, the rungs that hang on these instants are told at once; all others wait for the morning.
AT_ONCE: Mapping[DeadlineKind, frozenset[Anchor]] = MappingProxyType(
    {
        DeadlineKind.EXPIRY: frozenset(Anchor),
        DeadlineKind.OBLIGATION: frozenset({Anchor.LATE}),
        DeadlineKind.REPLY: frozenset(),
        DeadlineKind.EXPECTATION: frozenset(),
    }
)
PRESSING = frozenset({Urgency.URGENT, Urgency.EMERGENCY})
"""Of a request that is as urgent as this everything is told at once."""


def goes_at_once(step: Step, kind: DeadlineKind, *, urgency: Urgency, in_hours: bool) -> bool:
    """Whether a rung cannot wait for the morning. A deadline counted in hours never can."""
    return in_hours or urgency in PRESSING or step.anchor in AT_ONCE[kind]
