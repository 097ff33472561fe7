"""What is refused, as problem details: mapped here once, for every address of the API."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any, Final

from django.core.exceptions import PermissionDenied, SuspiciousOperation, ValidationError
from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework import exceptions
from rest_framework.response import Response

from tracker.api.events import EventLine
from tracker.api.problems import CONTENT_TYPE, Problem, invalid, refused, told, wrong_parameters
from tracker.casework.errors import StaleVersion
from tracker.casework.models import Event
from tracker.idempotency.services import KeyReused
from workflows.errors import UnknownAction, WorkflowError

TITLES: Final[Mapping[int, tuple[str, Any]]] = {
    400: ("malformed", gettext_lazy("What was sent cannot be read")),
    401: ("not-signed-in", gettext_lazy("Nobody is signed in")),
    403: ("not-allowed", gettext_lazy("This is not allowed")),
    404: ("not-found", gettext_lazy("There is nothing here that you may see")),
    405: ("method", gettext_lazy("This address does not take that method")),
    406: ("not-acceptable", gettext_lazy("The answer cannot be had in that form")),
    409: ("conflict", gettext_lazy("Somebody was quicker")),
    412: ("precondition", gettext_lazy("The request is no longer as you read it")),
    413: ("too-large", gettext_lazy("This is too much at once")),
    415: ("media-type", gettext_lazy("This kind of body is not taken here")),
    422: ("refused", gettext_lazy("This cannot be done as it was asked")),
    429: ("too-often", gettext_lazy("Too many calls in a short time")),
}


class PreconditionFailed(exceptions.APIException):
    """The ``If-Match`` of the caller is not the version that is there."""

    status_code = HTTPStatus.PRECONDITION_FAILED
    default_detail = gettext_lazy("Read the request again; its ETag has changed.")


class Refusal(exceptions.APIException):
    """What was sent is understood and wrong; ``detail`` as serializers give it, ``more`` members of the problem."""

    status_code = HTTPStatus.UNPROCESSABLE_ENTITY

    def __init__(self, detail: Any, *, more: Mapping[str, Any] | None = None) -> None:
        super().__init__(detail)
        self.more = more or {}


class WrongParameter(Refusal):
    """A part of the address after the question mark is wrong; ``detail`` by the name of the parameter."""


def answered(error: Exception, _context: Mapping[str, Any]) -> Response | None:
    """The answer to ``error``; None for a fault of ours, which Django answers 500 and logs."""
    found = problem_of(error)
    if found is None:
        return None
    headers = {}
    if wait := getattr(error, "wait", None):
        headers["Retry-After"] = str(int(wait) + 1)
    if challenge := getattr(error, "auth_header", None):
        headers["WWW-Authenticate"] = challenge
    return Response(found.as_data(), status=found.status, headers=headers, content_type=CONTENT_TYPE)


def problem_of(error: Exception) -> Problem | None:
    """The one mapping from what went wrong to what is said about it."""
    for kind, make in _MAKERS.items():
        if isinstance(error, kind):
            return make(error)
    return None


def _stale(error: StaleVersion) -> Problem:
    return _problem(
        HTTPStatus.CONFLICT,
        reasons=tuple(map(told, error.reasons)),
        more={
            "seen_version": error.seen,
            "current_version": error.current.version,
            "since": EventLine(_since(error), many=True).data,
        },
    )


def _since(error: StaleVersion) -> QuerySet[Event]:
    """What was recorded after the version that the caller had read."""
    later = Event.objects.filter(request=error.current, sequence__gt=error.seen)
    return later.select_related("by").order_by("sequence")


def _not_there(error: WorkflowError) -> Problem:
    return _problem(HTTPStatus.NOT_FOUND, reasons=tuple(map(told, error.reasons)))


def _told(error: WorkflowError) -> Problem:
    return _problem(HTTPStatus.UNPROCESSABLE_ENTITY, reasons=tuple(map(told, error.reasons)))


def _refused(error: ValidationError) -> Problem:
    return _problem(HTTPStatus.UNPROCESSABLE_ENTITY, reasons=tuple(refused(error)))


def _invalid(error: exceptions.APIException) -> Problem:
    more = error.more if isinstance(error, Refusal) else {}
    return _problem(HTTPStatus.UNPROCESSABLE_ENTITY, reasons=tuple(invalid(error.detail)), more=more)


def _too_much(_error: SuspiciousOperation) -> Problem:
    return _problem(HTTPStatus.BAD_REQUEST, detail=_("There is more in this call than is taken at once."))


def _wrong_parameter(error: WrongParameter) -> Problem:
    reasons = tuple(wrong_parameters(error.detail))
    return _problem(HTTPStatus.UNPROCESSABLE_ENTITY, reasons=reasons)


def _of_framework(error: exceptions.APIException) -> Problem:
    return _problem(HTTPStatus(error.status_code), detail=str(error.detail))


def _problem(status: HTTPStatus, **parts: Any) -> Problem:
    slug, title = TITLES[status]
    return Problem(slug=slug, status=status, title=str(title), **parts)


_MAKERS: Final[Mapping[type[Exception], Callable[[Any], Problem]]] = {
    StaleVersion: _stale,
    UnknownAction: _not_there,
    KeyReused: _told,
    WorkflowError: _told,
    ValidationError: _refused,
    WrongParameter: _wrong_parameter,
    exceptions.ValidationError: _invalid,
    Refusal: _invalid,
    exceptions.APIException: _of_framework,
    SuspiciousOperation: _too_much,
    Http404: lambda _error: _problem(HTTPStatus.NOT_FOUND),
    PermissionDenied: lambda _error: _problem(
        HTTPStatus.FORBIDDEN, detail=_("Your role does not include this.")
    ),
}
