"""Problem details (RFC 9457): what was refused, every reason, and where in the body each of them belongs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any, Final

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from rest_framework.exceptions import ErrorDetail

from tracker.words import spoken
from workflows.messages import Message, as_data

CONTENT_TYPE: Final = "application/problem+json"
TYPE_PREFIX: Final = "urn:mla-tracker:problem:"

# The parameter by which a reason says that it is about the day.
DAY_PARAMETER: Final = "on"
DAY_POINTER: Final = "#/occurred_on"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One reason: in words, and as key and parameters where it comes from the tables.

    ``pointer`` (RFC 6901) says where in the body it belongs, ``parameter`` in which part of the address.
    """

    detail: str
    pointer: str = ""
    parameter: str = ""
    message: Mapping[str, Any] | None = None

    def as_data(self) -> dict[str, Any]:
        data: dict[str, Any] = {"detail": self.detail}
        if self.pointer:
            data["pointer"] = self.pointer
        if self.parameter:
            data["parameter"] = self.parameter
        if self.message is not None:
            data["message"] = dict(self.message)
        return data


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One answer that is none of what was asked for."""

    slug: str
    status: HTTPStatus
    title: str
    detail: str = ""
    reasons: tuple[Reason, ...] = ()
    more: Mapping[str, Any] = field(default_factory=dict)

    def as_data(self) -> dict[str, Any]:
        """The members of the JSON object."""
        return {
            "type": f"{TYPE_PREFIX}{self.slug}",
            "title": self.title,
            "status": int(self.status),
            "detail": self.detail or " ".join(reason.detail for reason in self.reasons) or self.title,
            **({"errors": [reason.as_data() for reason in self.reasons]} if self.reasons else {}),
            **self.more,
        }


def told(message: Message) -> Reason:
    """A reason of the tables or services, at the day where it is about the day."""
    return Reason(
        detail=spoken(message),
        pointer=DAY_POINTER if DAY_PARAMETER in message.mapping else "",
        message=as_data(message),
    )


def refused(error: ValidationError) -> Iterator[Reason]:
    """The reasons of a model or service, each at its field."""
    if not hasattr(error, "error_dict"):
        yield from (Reason(detail=words) for words in error.messages)
        return
    for name, messages in error.message_dict.items():
        pointer = "" if name == NON_FIELD_ERRORS else pointer_to(name)
        yield from (Reason(detail=words, pointer=pointer) for words in messages)


def invalid(detail: Any, *path: str | int) -> Iterator[Reason]:
    """The reasons of a serializer, however deep they lie."""
    if isinstance(detail, Mapping):
        for name, inner in detail.items():
            own = path if name == "non_field_errors" else (*path, name)
            yield from invalid(inner, *own)
    elif isinstance(detail, ErrorDetail | str):
        yield Reason(detail=str(detail), pointer=pointer_to(*path) if path else "")
    elif isinstance(detail, Sequence):
        listed = any(isinstance(entry, Mapping) for entry in detail)
        for index, entry in enumerate(detail):
            yield from invalid(entry, *((*path, index) if listed else path))


def wrong_parameters(detail: Any) -> Iterator[Reason]:
    """The reasons against parts of the address, each by the name of its parameter."""
    for name, messages in detail.items():
        yield from (Reason(detail=str(words), parameter=name) for words in messages)


def pointer_to(*path: str | int) -> str:
    """A JSON pointer as a fragment (RFC 6901, 6)."""
    escaped = (str(part).replace("~", "~0").replace("/", "~1") for part in path)
    return "#/" + "/".join(escaped)
