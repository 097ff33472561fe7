"""Django's complaints become messages, so that a report is translated where it is shown."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils import translation

from workflows.messages import Message

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from workflows.messages import Param


def messages_of(
    faults: ValidationError | Mapping[str, list[ValidationError]],
) -> Iterator[tuple[str, Message]]:
    """Yield each complaint with the field it is about."""
    for field, errors in _by_field(faults).items():
        for error in errors:
            yield field, _message(error)


def _by_field(
    faults: ValidationError | Mapping[str, list[ValidationError]],
) -> Mapping[str, list[ValidationError]]:
    if not isinstance(faults, ValidationError):
        return faults
    if hasattr(faults, "error_dict"):
        return faults.error_dict
    return {NON_FIELD_ERRORS: faults.error_list}


def _message(error: ValidationError) -> Message:
    """Take the untranslated sentence, which is the catalogue's key, and the parameters apart."""
    with translation.override("en"):
        msgid = str(error.message)
        params = {name: _param(value) for name, value in (error.params or {}).items()}
        # Sentences with a singular and a plural are chosen by Django when formatted: taken as they are.
        finished = "; ".join(error.messages)
    return Message(msgid, tuple(sorted(params.items()))) if "%(" in msgid else Message(finished)


def _param(value: object) -> Param:
    return value if isinstance(value, str | int | date | Message) else str(value)
