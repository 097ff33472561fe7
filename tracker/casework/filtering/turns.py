"""What spells had come to by a day, for whoever tells all of it apart: asked in turn, the first that holds decides.

The modules beside this one say the same of each alone, never unknown, so that it can be denied: lists and drill-downs
are narrowed by that. A report asks a million spells for everything, which takes half the time where none of it denies
what was asked before. What is unknown does not hold.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.db.models import F, Q

from tracker.casework.filtering.reached import Acknowledged, Completed
from tracker.casework.filtering.urgent import Acted
from workflows.vocabulary import Outcome, OutcomeGroup


def groups_in_turn(on: date) -> Mapping[OutcomeGroup, Q]:
    """As `group_on`."""
    closed, overdue = Q(closed_on__lte=on), Q(answer_due_on__lt=on)
    return {
        OutcomeGroup.ANSWERED: Q(answered_on__lte=on),
        OutcomeGroup.WITHDRAWN: closed & Q(outcome=Outcome.WITHDRAWN.value),
        OutcomeGroup.ENDED_WITHOUT_ANSWER: closed,
        OutcomeGroup.OPEN_OVERDUE: overdue,
        OutcomeGroup.OPEN_NOT_DUE: ~overdue,
    }


def settled_by(on: date) -> Q:
    """As `settled_on`."""
    return Q(closed_on__lte=on) | Q(answered_on__lte=on, completed_on__lte=on)


def acknowledged_in_turn(on: date) -> Mapping[Acknowledged, Q]:
    """As the first four of `acknowledged_on`; whoever is none of these is still open."""
    return {
        Acknowledged.YES: Q(acknowledged_on__lte=on),
        Acknowledged.ANSWERED: Q(answered_on__lte=on),
        Acknowledged.ENDED: Q(closed_on__lte=on),
    }


def limits_in_turn(on: date) -> Mapping[Acknowledged, Q]:
    """As the last two of them. Whatever came within a limit that is over had come by the day."""
    over, limit = Q(acknowledge_due_on__lt=on), F("acknowledge_due_on")
    return {
        Acknowledged.IN_TIME: over & (Q(acknowledged_on__lte=limit) | Q(answered_on__lte=limit)),
        Acknowledged.LATE: over & ~Q(closed_on__lte=limit),
    }


def completed_in_turn(on: date) -> Mapping[Completed, Q]:
    """As `completed_on`; whoever is none of these is still open."""
    whole = Q(answered_on__lte=on, completed_on__lte=on)
    return {
        Completed.REFUSED: whole & Q(outcome=Outcome.REFUSED.value),
        Completed.YES: whole,
        Completed.ENDED: Q(closed_on__lte=on),
    }


def acted_in_turn(on: date) -> Mapping[Acted, Q]:
    """As the partition of `acted_by`; whoever is none of these waits."""
    return {Acted.YES: Q(acted_on__lte=on), Acted.ENDED: Q(closed_on__lte=on)}
