"""When whom to remind: the rungs of each kind of deadline, and how an office may tighten them. House rules."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from workflows.deadlines.rules import DeadlineRule
from workflows.deadlines.steps import Anchor, Step
from workflows.messages import Message, counted, message
from workflows.vocabulary import Audience, DeadlineKind, Urgency

_OFFICER = frozenset({Audience.OFFICER})
_BOTH = frozenset({Audience.OFFICER, Audience.SUPERVISOR})
_SOON = Step(key="soon", anchor=Anchor.SOON, audience=_OFFICER)
_DUE = Step(key="due", anchor=Anchor.DUE, audience=_OFFICER)

# In rising severity: a late sweep tells only the last rung that has passed.
LADDERS: Mapping[DeadlineKind, tuple[Step, ...]] = MappingProxyType(
    {
        DeadlineKind.REPLY: (
            _SOON,
            _DUE,
            Step(key="late", anchor=Anchor.LATE, days=7, audience=_BOTH, chase=True),
        ),
        DeadlineKind.OBLIGATION: (_SOON, _DUE, Step(key="late", anchor=Anchor.LATE, days=1, audience=_BOTH)),
        DeadlineKind.EXPECTATION: (
            _SOON,
            _DUE,
            Step(key="late", anchor=Anchor.LATE, days=14, audience=_BOTH, chase=True),
        ),
        # The second is at the start of the warning, 14 days before.
        DeadlineKind.EXPIRY: (
            Step(key="thirty_days", anchor=Anchor.DUE, days=-30, audience=_OFFICER),
            _SOON,
            Step(key="seven_days", anchor=Anchor.DUE, days=-7, audience=_OFFICER),
            Step(key="three_days", anchor=Anchor.DUE, days=-3, audience=_OFFICER),
            Step(key="one_day", anchor=Anchor.DUE, days=-1, audience=_BOTH),
            Step(key="lost", anchor=Anchor.LATE, audience=_BOTH),
        ),
    }
)
IN_HOURS = (_SOON, Step(key="late", anchor=Anchor.LATE, audience=_BOTH))
"""For rules that count hours: a day after the end would be too late for anybody."""
OF_ENQUIRIES = (
    _SOON,
    replace(_DUE, chase=True),
    Step(key="late", anchor=Anchor.LATE, days=1, audience=_BOTH, chase=True),
)

# Of these kinds, the rungs that hang on these instants are told at once; all others wait for the morning.
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


def ladder_of(rule: DeadlineRule | None, kind: DeadlineKind) -> tuple[Step, ...]:
    """The rule's own ladder or, where it names none or is no longer known, that of its kind."""
    return (rule.ladder if rule else ()) or LADDERS[kind]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tightening:
    """What an office asks beyond a table: ``step`` earlier or for more people; with an ``anchor``, a new rung."""

    step: str
    anchor: Anchor | None = None
    days: int | None = None
    audience: frozenset[Audience] = frozenset()

    def faults(self, ladder: Iterable[Step]) -> Iterator[Message]:
        """Why it does not tighten the ladder."""
        rung = next((step for step in ladder if step.key == self.step), None)
        if self.anchor is not None:
            if self.days is None:
                yield message("Say how many days before or after.")
            return
        if rung is None:
            yield message("This ladder has no such rung.")
        elif self.days is not None and self.days > rung.days:
            yield counted(
                "The rung comes at %(count)s day: only earlier ones tighten it.",
                "The rung comes at %(count)s days: only earlier ones tighten it.",
                count=rung.days,
            )
        elif self.days in {None, rung.days} and self.audience <= rung.audience:
            yield message("This changes nothing: make the rung earlier, or tell somebody else too.")


def tightened(ladder: Iterable[Step], changes: Iterable[Tightening]) -> tuple[Step, ...]:
    """The ladder with all the changes: of each rung the earliest moment, and everybody who is to be told."""
    rungs = {step.key: step for step in ladder}
    for change in changes:
        rung = rungs.get(change.step)
        if change.anchor is not None and change.days is not None:
            audience = _OFFICER | change.audience
            rungs[change.step] = Step(
                key=change.step, anchor=change.anchor, days=change.days, audience=audience
            )
        elif rung is not None:
            days = rung.days if change.days is None else min(rung.days, change.days)
            rungs[change.step] = replace(rung, days=days, audience=rung.audience | change.audience)
    return tuple(rungs.values())
