"""What services refuse, as errors of the form that asked: mapped here once, for every page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from http import HTTPStatus
from typing import Protocol, TypeVar, cast

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.forms import BaseForm

from tracker.casework.errors import StaleVersion
from tracker.words import spoken
from workflows.errors import WorkflowError
from workflows.messages import Message

Made = TypeVar("Made")

# The parameter by which a reason says that it is about the day, and the field in which the day was typed.
DAY_PARAMETER = "on"
DAY_FIELD = "occurred_on"


class Outdated(Protocol):
    """A form that says on which version it was filled in."""

    def is_outdated(self, current: int, *, seen: int) -> None: ...


def attempt(form: BaseForm, write: Callable[[], object]) -> bool:
    """Do ``write``; where it is refused put every reason on the form and return False."""

    def done() -> bool:
        write()
        return True

    return attempted(form, done) is not None


def attempted(form: BaseForm, write: Callable[[], Made]) -> Made | None:
    """Return what ``write`` makes; where it is refused put every reason on the form and return None."""
    try:
        return write()
    except StaleVersion as error:
        _add(form, error.reasons)
        cast(Outdated, form).is_outdated(error.current.version, seen=error.seen)
    except WorkflowError as error:
        _add(form, error.reasons)
    except ValidationError as error:
        _add_invalid(form, error)
    return None


def status_of(form: BaseForm) -> HTTPStatus:
    """What to answer with while ``form`` is shown: conflict, refused, or simply shown."""
    if getattr(form, "conflict", None) is not None:
        return HTTPStatus.CONFLICT
    return HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound and form.errors else HTTPStatus.OK


def _add(form: BaseForm, reasons: tuple[Message, ...]) -> None:
    for reason in reasons:
        dated = DAY_PARAMETER in reason.mapping and DAY_FIELD in form.fields
        form.add_error(DAY_FIELD if dated else None, spoken(reason))


def _add_invalid(form: BaseForm, error: ValidationError) -> None:
    for name, words in _by_field(error):
        form.add_error(name if name in form.fields else None, words)


def _by_field(error: ValidationError) -> Iterator[tuple[str, list[str]]]:
    if hasattr(error, "error_dict"):
        yield from error.message_dict.items()
    else:
        yield NON_FIELD_ERRORS, error.messages
