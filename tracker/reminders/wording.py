"""What a reminder says: our reference, the rule, the date, why that date, and a link. No title, names or facts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

from tracker.casework.models import Deadline
from tracker.casework.queries import rule_label
from tracker.outbox.params import Value
from tracker.reminders.policy import is_counted_in_hours
from tracker.reminders.queries import Line
from workflows.deadlines import Step
from workflows.messages import Message, from_data, message
from workflows.vocabulary import Audience, DeadlineKind

TEMPLATE: Final = "mail/reminder"
DIGEST_TEMPLATE: Final = "mail/digest"

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


GROUPS: Final[Mapping[DeadlineKind, Message]] = MappingProxyType(
    {
        DeadlineKind.EXPIRY: message("Lost if we wait"),
        DeadlineKind.OBLIGATION: message("We owe"),
        DeadlineKind.REPLY: message("They owe us"),
        DeadlineKind.EXPECTATION: message("Expected by custom"),
    }
)
"""What is lost first stands first in a digest."""


def params(deadline: Deadline, step: Step, told_as: Audience) -> dict[str, Value]:
    """Return what the reminder is worded from, once its reader is known."""
    return {
        "standing": STANDINGS[DeadlineKind(deadline.kind), step.key],
        "reference": deadline.request.reference,
        "rule": rule_label(deadline),
        "due": deadline.due_from if is_counted_in_hours(deadline) else deadline.due_on,
        "explanation": tuple(from_data(line) for line in deadline.explanation),
        "reason": REASONS[told_as],
        "path": f"/requests/{deadline.request.uuid}/",
    }


def digest_params(lines: Sequence[Line]) -> dict[str, Value]:
    """Return what a digest is worded from: its lines by what is lost first, then by date."""
    return {
        "count": len(lines),
        "groups": [
            {"title": title, "lines": [params(line.deadline, line.step, line.told_as) for line in found]}
            for kind, title in GROUPS.items()
            if (found := _of_kind(kind, lines))
        ],
        "reasons": [
            reason for told_as, reason in REASONS.items() if told_as in {line.told_as for line in lines}
        ],
    }


def _of_kind(kind: DeadlineKind, lines: Sequence[Line]) -> list[Line]:
    found = [line for line in lines if line.deadline.kind == kind]
    return sorted(found, key=lambda line: (line.deadline.late_from, line.deadline.pk))
