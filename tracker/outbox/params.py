"""What a mail is worded from, as JSON and back: keys, numbers, dates and messages; never a finished sentence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Union, cast

from workflows.messages import Message, Param, as_data, from_data, message

Value = Union[Param, Sequence[Message], Sequence[Mapping[str, "Value"]]]  # noqa: UP007  # names itself
"""A list holds messages (lines that the template prints one below the other), or rows of further values."""


def stored(params: Mapping[str, Value]) -> dict[str, object]:
    """Return the parameters as plain JSON values."""
    return {name: _stored(value) for name, value in params.items()}


def loaded(data: Mapping[str, object]) -> dict[str, Value]:
    """Return the parameters that `stored` wrote."""
    return {name: _loaded(value) for name, value in data.items()}


def _stored(value: Value) -> object:
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [as_data(line) if isinstance(line, Message) else {"row": stored(line)} for line in value]
    return cast(Mapping[str, object], as_data(message("", value=value))["params"])["value"]


def _loaded(data: object) -> Value:
    if isinstance(data, list):
        return tuple(loaded(line["row"]) if "row" in line else from_data(line) for line in data)  # type: ignore[return-value]  # all of one kind
    return from_data({"msgid": "", "params": {"value": data}}).mapping["value"]
