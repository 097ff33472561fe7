"""What a reminder says: our reference, the rule, the date, why that date, and a link. No title, names or facts."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from django.urls import reverse

from tracker.casework.models import Deadline
from tracker.casework.queries import rule_label
from tracker.outbox.params import Value
from tracker.reminders.queries import Line
from workflows.deadlines import Anchor, Step
from workflows.messages import Message, from_data, message
from workflows.procedures.assembly import ENQUIRE
from workflows.vocabulary import Audience, DeadlineKind

TEMPLATE: Final = "mail/reminder"
DIGEST_TEMPLATE: Final = "mail/digest"


class Phase(StrEnum):
    """Where a rung stands to the date."""

    BEFORE = "before"
    CLOSE = "close"
    AT = "at"
    AFTER = "after"


# A late sweep may send a step days after its moment: no word says "today".
STANDINGS: Final[Mapping[DeadlineKind, Mapping[Phase, Message]]] = MappingProxyType(
    {
        DeadlineKind.REPLY: {
            Phase.BEFORE: message("due soon"),
            Phase.CLOSE: message("due soon"),
            Phase.AT: message("due"),
            Phase.AFTER: message("overdue"),
        },
        DeadlineKind.OBLIGATION: {
            Phase.BEFORE: message("due soon"),
            Phase.CLOSE: message("due soon"),
            Phase.AT: message("due"),
            Phase.AFTER: message("overdue"),
        },
        DeadlineKind.EXPECTATION: {
            Phase.BEFORE: message("to be expected by now"),
            Phase.CLOSE: message("to be expected by now"),
            Phase.AT: message("at the end of the usual time"),
            Phase.AFTER: message("later than usual"),
        },
        DeadlineKind.EXPIRY: {
            Phase.BEFORE: message("expires soon"),
            Phase.CLOSE: message("about to expire"),
            Phase.AT: message("expired"),
            Phase.AFTER: message("expired"),
        },
    }
)
CLOSE_DAYS: Final = 3

REASONS: Final[Mapping[Audience, Message]] = MappingProxyType(
    {
        Audience.OFFICER: message(
            "You receive this because you are responsible for the request, or stand in for who is."
        ),
        Audience.SUPERVISOR: message(
            "You receive this because you head the office, or stand in for who does."
        ),
        Audience.HEAD_ABOVE: message(
            "You receive this because you head the office above, or stand in for who does."
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


def notice(deadline: Deadline, step: Step) -> Message:
    """Return what the notice inside the program says beside the reference."""
    return message(
        "%(rule)s: %(standing)s, %(due)s",
        rule=rule_label(deadline),
        standing=STANDINGS[DeadlineKind(deadline.kind)][_phase(step)],
        due=deadline.last_day,
    )


def params(line: Line) -> dict[str, Value]:
    """Return what the reminder is worded from."""
    deadline = line.deadline
    uuid = deadline.request.uuid
    return {
        "standing": STANDINGS[DeadlineKind(deadline.kind)][_phase(line.step)],
        "reference": deadline.request.reference,
        "rule": rule_label(deadline),
        "due": deadline.due_from if deadline.counts_hours else deadline.last_day,
        "explanation": tuple(from_data(words) for words in deadline.explanation),
        "reason": REASONS[line.told_as],
        "path": reverse("request", args=[uuid]),
        "chase_path": reverse("request_action", args=[uuid, ENQUIRE.key]) if line.chases else "",
    }


def _phase(step: Step) -> Phase:
    """A rung that an office has moved before the date speaks as one before it."""
    if step.anchor is Anchor.SOON:
        return Phase.BEFORE
    if step.days < 0:
        return Phase.CLOSE if step.days >= -CLOSE_DAYS else Phase.BEFORE
    return Phase.AFTER if step.anchor is Anchor.LATE else Phase.AT


def digest_params(lines: Collection[Line]) -> dict[str, Value]:
    """Return what a digest is worded from: its lines by what is lost first, then by date."""
    return {
        "count": len(lines),
        "groups": [
            {"title": title, "lines": [params(line) for line in found]}
            for kind, title in GROUPS.items()
            if (found := _of_kind(kind, lines))
        ],
        "reasons": [
            reason for told_as, reason in REASONS.items() if told_as in {line.told_as for line in lines}
        ],
    }


def _of_kind(kind: DeadlineKind, lines: Iterable[Line]) -> list[Line]:
    found = [line for line in lines if line.deadline.kind == kind]
    return sorted(found, key=lambda line: (line.deadline.late_from, line.deadline.pk))
