"""Words that the edges translate: a message identifier with its parameters, never a finished sentence."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Union, cast

Param = Union[str, int, date, datetime, "Message"]


@dataclass(frozen=True, slots=True)
class Message:
    """An English sentence with ``%(name)s`` places, and what goes into them.

    ``params`` may hold other messages and dates; whoever shows the message translates and formats them. Where there is
    a ``plural``, the parameter ``count`` decides between the forms; a language may have more of them.
    """

    msgid: str
    params: tuple[tuple[str, Param], ...] = ()
    plural: str = ""

    def __str__(self) -> str:
        """The English sentence: for logs and test output, never for pages."""
        form = self.plural if self.plural and self.count != 1 else self.msgid
        return form % {name: str(value) for name, value in self.params} if self.params else form

    @property
    def count(self) -> int:
        """What the plural is of."""
        return cast(int, self.mapping["count"])

    @property
    def mapping(self) -> Mapping[str, Param]:
        return dict(self.params)


def message(msgid: str, **params: Param) -> Message:
    """Mark ``msgid`` for the catalogue extractor (which knows this function's name) and bind its parameters."""
    return Message(msgid, tuple(sorted(params.items())))


def counted(msgid: str, plural: str, *, count: int, **params: Param) -> Message:
    """Mark a sentence in both its forms for the catalogue extractor, as ``ngettext`` does, and bind its parameters."""
    return Message(msgid, tuple(sorted({**params, "count": count}.items())), plural)


Stored = Mapping[str, object]


def as_data(text: Message) -> dict[str, object]:
    """The message as databases keep it: key and parameters in plain JSON values, read back by :func:`from_data`."""
    data: dict[str, object] = {
        "msgid": text.msgid,
        "params": {name: _stored(value) for name, value in text.params},
    }
    return data | ({"plural": text.plural} if text.plural else {})


def _stored(value: Param) -> object:
    if isinstance(value, Message):
        return {"message": as_data(value)}
    if isinstance(value, datetime):
        return {"moment": value.isoformat()}
    return {"day": value.isoformat()} if isinstance(value, date) else value


def from_data(data: Stored) -> Message:
    """The message that :func:`as_data` stored."""
    params = cast(Mapping[str, object], data["params"])
    loaded = sorted((name, _loaded(value)) for name, value in params.items())
    return Message(str(data["msgid"]), tuple(loaded), str(data.get("plural", "")))


def _loaded(value: object) -> Param:
    if not isinstance(value, Mapping):
        return cast(Param, value)
    if "moment" in value:
        return datetime.fromisoformat(value["moment"])
    return date.fromisoformat(value["day"]) if "day" in value else from_data(value["message"])
