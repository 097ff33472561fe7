"""Words that the edges translate: a message identifier with its parameters, never a finished sentence."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Union, cast

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


Stored = Mapping[str, object]


def as_data(text: Message) -> dict[str, object]:
    """The message as databases keep it: key and parameters in plain JSON values, read back by :func:`from_data`."""
    return {"msgid": text.msgid, "params": {name: _stored(value) for name, value in text.params}}


def _stored(value: Param) -> object:
    if isinstance(value, Message):
        return {"message": as_data(value)}
    if isinstance(value, datetime):
        return {"moment": value.isoformat()}
    return {"day": value.isoformat()} if isinstance(value, date) else value


def from_data(data: Stored) -> Message:
    """The message that :func:`as_data` stored."""
    params = cast(Mapping[str, object], data["params"])
    return message(str(data["msgid"]), **{name: _loaded(value) for name, value in params.items()})


def _loaded(value: object) -> Param:
    if not isinstance(value, Mapping):
        return cast(Param, value)
    if "moment" in value:
        return datetime.fromisoformat(value["moment"])
    return date.fromisoformat(value["day"]) if "day" in value else from_data(value["message"])
