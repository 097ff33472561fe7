"""What every address of the API has in common: one moment, one viewer, every use of a token in the record."""

from __future__ import annotations

import hashlib
import json
import logging
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from http import HTTPStatus
from typing import Any, Final, cast

from django.core.exceptions import SuspiciousOperation, ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import DatabaseError, transaction
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from rest_framework.exceptions import APIException, Throttled
from rest_framework.permissions import SAFE_METHODS
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from tracker import clock
from tracker.accounts.clients import address_of
from tracker.accounts.models import ApiToken, User
from tracker.accounts.services import record_use
from tracker.api.errors import WrongParameter, answered
from tracker.api.headers import KEY, KEY_HEADER, LONGEST_KEY, REPLAYED_HEADER
from tracker.casework.viewer import Viewer
from tracker.idempotency.services import Answer
from tracker.idempotency.services import once as kept_once
from workflows.errors import WorkflowError

logger = logging.getLogger(__name__)

FAULT: Final = HTTPStatus.INTERNAL_SERVER_ERROR
KEPT_HEADERS: Final = ("Location", "ETag")
HANDLED: Final = (WorkflowError, ValidationError, APIException)
"""What a write may be refused with; anything else is a fault of ours, and nothing of it is kept."""


class ApiView(APIView):
    """Base of every view: what it answers is of one moment, is not stored on the way, and is recorded for tokens."""

    _viewer: Viewer | None = None

    @property
    def viewer(self) -> Viewer:
        """Who asks, and when; the same for the whole of one call."""
        if self._viewer is None:
            # Who calls by a token was looked at as the token was; there is no second moment.
            bound: Viewer | None = getattr(self.request, "viewer", None)
            self._viewer = bound or Viewer(user=cast(User, self.request.user), at=clock.now())
        return self._viewer

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer, and write the use of a token down, once, whatever the answer is.

        It is written after the answer is known and what the view wrote is committed. Where it cannot be written, a
        read is not answered: nobody reads unrecorded. A write stands, in the log of what it changed as well, so its
        answer goes out: called failed, it would be done again.
        """
        try:
            answer = super().dispatch(request, *args, **kwargs)
        except Exception as error:
            with suppress(DatabaseError):  # the fault that came first is the one to be told
                record(
                    self.request, HTTPStatus.BAD_REQUEST if isinstance(error, SuspiciousOperation) else FAULT
                )
            raise
        try:
            record(self.request, answer.status_code)
        except DatabaseError:
            if request.method in SAFE_METHODS:
                raise
            logger.exception("A write by a token could not be recorded as its use.")
        return answer

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Ask who calls before anything can be refused, so that every refusal is recorded for the token.

        What is refused counts as a call as well: otherwise whoever is refused may ask, and be recorded, without end.
        """
        try:
            self.perform_authentication(request)
            super().initial(request, *args, **kwargs)
        except Throttled:
            raise
        except APIException:  # the framework counts last, and was not there yet
            self.check_throttles(request)
            raise
        twice = [name for name, values in request.query_params.lists() if len(values) > 1]
        if twice:  # one of them would be lost in silence
            raise WrongParameter({name[:60]: [_("Give this once.")] for name in twice})

    def once(self, write: Callable[[], Response]) -> Response:
        """Answer a POST by ``write``; under an ``Idempotency-Key`` a repeated call gets the first answer.

        A refusal is an answer too. The write and the kept answer are one transaction. A kept answer is given again
        only to whoever may still see what it is about.
        """
        key = self.request.headers.get(KEY_HEADER)
        if key is None:
            return write()
        if len(key) > LONGEST_KEY or not re.fullmatch(KEY, key):
            wanted = _("Use up to %(most)d visible signs of ASCII.") % {"most": LONGEST_KEY}
            raise WrongParameter({KEY_HEADER: [wanted]})
        answer = kept_once(
            user=self.viewer.user,
            key=key,
            fingerprint=fingerprint_of(self.request),
            at=self.viewer.at,
            do=lambda: _finished(write),
        )
        body = json.loads(answer.body) if answer.body else None
        if answer.replayed:
            self.require_sight(body)
        response = Response(body, status=answer.status)
        response.content_type = answer.content_type or None
        for name, value in answer.headers.items():
            response[name] = value
        if answer.replayed:
            response[REPLAYED_HEADER] = "true"
        return response

    def require_sight(self, told: Any) -> None:
        """Raise Http404 where the caller may not see any more what a kept answer ``told``.

        Rights end, and a token of the same user may be bound to another office. To be said by views that tell of
        something which not everybody sees.
        """


def record(request: Request, status: int) -> None:
    """Write down that the token of the call, if there is one, was used and what was answered."""
    token: ApiToken | None = getattr(request, "used_token", None)
    if token is not None:
        record_use(
            token,
            method=str(request.method),
            path=request.path,
            status=status,
            client=address_of(request),
            at=clock.now(),
        )


class Nowhere(ApiView):
    """Every address that is none: answered as the others are, not by a page."""

    schema = None
    http_method_names = ()

    def http_method_not_allowed(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> Any:  # noqa: ARG002
        """There is nothing here, by whatever method."""
        raise Http404


def fingerprint_of(request: Request) -> str:
    """SHA-256 of what is asked, whatever boundary or spacing it came in."""
    found = hashlib.sha256(f"{request.method} {request.get_full_path()}\n".encode())
    for name, value in _sent(cast(Mapping[str, Any], request.data)):
        if isinstance(value, UploadedFile):
            value.seek(0)
            for chunk in value.chunks():
                found.update(chunk)
            value.seek(0)
        told = [value.name, value.size] if isinstance(value, UploadedFile) else value
        found.update(json.dumps([name, told], sort_keys=True, default=str).encode())
    return found.hexdigest()


def _sent(data: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Every value by its name; of a form there may be several under one."""
    for name in sorted(data):
        if isinstance(data, MultiValueDict):
            yield from ((name, value) for value in data.getlist(name))
        else:
            yield name, data[name]


def _finished(write: Callable[[], Response]) -> Answer:
    try:
        with transaction.atomic():
            response = write()
    except HANDLED as error:
        refusal = answered(error, {})
        if refusal is None:
            raise
        response = refusal
    headers = {name: response[name] for name in KEPT_HEADERS if response.has_header(name)}
    body = JSONRenderer().render(response.data).decode() if response.data is not None else ""
    return Answer(
        status=response.status_code, body=body, headers=headers, content_type=response.content_type or ""
    )
