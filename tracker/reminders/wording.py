"""What a reminder says: our reference, the rule, the date, why that date, and a link. No title, names or facts."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from tracker.casework.models import Deadline
from tracker.casework.queries import rule_label
from tracker.outbox.params import Value
from workflows.deadlines import Step
from workflows.messages import Message, from_data, message
from workflows.vocabulary import Audience, DeadlineKind

TEMPLATE: Final = "mail/reminder"

# A late sweep may send a step days after its moment: no word says "today".
STANDINGS: Final[Mapping[tuple[DeadlineKind, str], Message]] = MappingProxyType(
    {
        (DeadlineKind.REPLY, "soon"): message("due soon"),
        (DeadlineKind.REPLY, "due"): message("due"),
        (DeadlineKind.REPLY, "late"): message("overdue"),
        (DeadlineKind.OBLIGATION, "soon"): message("due soon"),
        (DeadlineKind.OBLIGATION, "due"): message("due"),
        (DeadlineKind.OBLIGATION, "late"): message("overdue"),
        (DeadlineKind.EXPECTATION, "soon"): message("to be expected by now"),
        (DeadlineKind.EXPECTATION, "due"): message("at the end of the usual time"),
        (DeadlineKind.EXPECTATION, "late"): message("later than usual"),
        (DeadlineKind.EXPIRY, "soon"): message("expires soon"),
        (DeadlineKind.EXPIRY, "three_days"): message("about to expire"),
        (DeadlineKind.EXPIRY, "lost"): message("expired"),
    }
)

REASONS: Final[Mapping[Audience, Message]] = MappingProxyType(
    {
        Audience.OFFICER: message(
            "You receive this because you are responsible for the request, or stand in for who is."
        ),
        Audience.SUPERVISOR: message(
            "You receive this because you head the office, or stand in for who does."
        ),
    }
)


def notice(deadline: Deadline, step: Step) -> Message:
    """Return what the notice inside the program says beside the reference."""
    return message(
        "%(rule)s: %(standing)s, %(due)s",
        rule=rule_label(deadline),
        standing=STANDINGS[DeadlineKind(deadline.kind), step.key],
        due=deadline.due_on,
    )


def params(deadline: Deadline, step: Step, told_as: Audience) -> dict[str, Value]:
    """Return what the reminder is worded from, once its reader is known."""
    return {
        "standing": STANDINGS[DeadlineKind(deadline.kind), step.key],
        "reference": deadline.request.reference,
        "rule": rule_label(deadline),
        "due": deadline.due_from if deadline.counts_hours else deadline.due_on,
        "explanation": tuple(from_data(line) for line in deadline.explanation),
        "reason": REASONS[told_as],
        "path": f"/requests/{deadline.request.uuid}/",
    }
