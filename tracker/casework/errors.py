"""What a write refuses, beyond what ``workflows`` refuses; each with words for the person at the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workflows.errors import WorkflowError
from workflows.messages import Message, message

if TYPE_CHECKING:
    from tracker.casework.models import AssistanceRequest


def overtaken(reference: str) -> Message:
    """What whoever read an earlier version of the request is told."""
    return message(
        "Somebody recorded something on %(reference)s since you read it. "
        "Nothing of yours was saved yet: look at what is new, then save again.",
        reference=reference,
    )


class StaleVersion(WorkflowError):
    """Somebody recorded something since the caller read the request: ``seen`` is what was read, ``current`` what is."""

    def __init__(self, current: AssistanceRequest, *, seen: int) -> None:
        super().__init__(overtaken(current.reference))
        self.current = current
        self.seen = seen


class Refused(WorkflowError):
    """The write cannot be done as asked; the reasons say what to do instead."""


class TooManyRows(WorkflowError):
    """More rows than a workbook takes."""

    def __init__(self) -> None:
        super().__init__(
            message(
                "These are too many rows for a workbook. Narrow the list by a filter, or take the CSV file."
            )
        )
