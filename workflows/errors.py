"""What can go wrong in a decision, each with words an officer can act on."""

from collections.abc import Iterable

from workflows.messages import Message


class WorkflowError(Exception):
    """Base of every refusal by ``workflows``; ``reasons`` holds at least one message."""

    def __init__(self, first: Message, *others: Message) -> None:
        self.reasons = (first, *others)
        super().__init__("; ".join(str(reason) for reason in self.reasons))


class DefinitionError(Exception):
    """A channel's or an instrument's table contradicts itself; raised when the table is imported."""

    def __init__(self, subject: str, faults: Iterable[str]) -> None:
        self.subject = subject
        self.faults = tuple(faults)
        super().__init__(f"{subject}: " + "; ".join(self.faults))


class ActionNotAllowed(WorkflowError):
    """The action may not be done now, by this person, with this data; ``reasons`` holds every reason."""


class UnknownAction(WorkflowError):
    """The channel's table has no action of that name for this direction."""


class UnknownChannel(WorkflowError):
    """No channel of that key is registered."""


class UnknownInstrument(WorkflowError):
    """No instrument of that key is registered."""


class UnknownDirection(WorkflowError):
    """The channel does not go that way."""
