"""Which steps of a deadline's ladder have passed, and when the next one comes. Pure rules."""

from __future__ import annotations

from datetime import datetime

from tracker.casework.models import Deadline
from workflows.deadlines import LADDERS, Due, Step
from workflows.vocabulary import DeadlineKind


def steps_passed(deadline: Deadline, at: datetime) -> tuple[Step, ...]:
    """Return the steps whose moment has come, in rising severity: the last is the one to be sent."""
    due = _due(deadline)
    return tuple(step for step in LADDERS[DeadlineKind(deadline.kind)] if step.moment(due) <= at)


def next_step_at(deadline: Deadline, at: datetime) -> datetime | None:
    """Return the moment of the next step, None after the last."""
    due = _due(deadline)
    moments = (step.moment(due) for step in LADDERS[DeadlineKind(deadline.kind)])
    return min((moment for moment in moments if moment > at), default=None)


def _due(deadline: Deadline) -> Due:
    return Due(
        due_on=deadline.due_on,
        zone=deadline.zone,
        soon_from=deadline.soon_from,
        due_from=deadline.due_from,
        late_from=deadline.late_from,
    )
