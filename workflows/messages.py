"""Words that the edges translate: a message identifier with its parameters, never a finished sentence."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Union

Param = Union[str, int, date, datetime, "Message"]


@dataclass(frozen=True, slots=True)
class Message:
    """An English sentence with ``%(name)s`` places, and what goes into them.

    ``params`` may hold other messages and dates; whoever shows the message translates and formats them.
    """

    msgid: str
    params: tuple[tuple[str, Param], ...] = ()

    def __str__(self) -> str:
        """The English sentence: for logs and test output, never for pages."""
        return self.msgid % {name: str(value) for name, value in self.params} if self.params else self.msgid

    @property
    def mapping(self) -> Mapping[str, Param]:
        return dict(self.params)


def message(msgid: str, **params: Param) -> Message:
    """Mark ``msgid`` for the catalogue extractor (which knows this function's name) and bind its parameters."""
    return Message(msgid, tuple(sorted(params.items())))
