"""What every address of the API has in common: one moment, one viewer, every use of a token in the record."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final, cast

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.datastructures import MultiValueDict
from rest_framework.exceptions import APIException
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from tracker import clock
from tracker.accounts.models import ApiToken, User
from tracker.accounts.services import record_use
from tracker.api.errors import Refusal, answered
from tracker.casework.viewer import Viewer
from tracker.idempotency.services import Answer
from tracker.idempotency.services import once as kept_once
from workflows.errors import WorkflowError

KEY_HEADER: Final = "Idempotency-Key"
REPLAYED_HEADER: Final = "Idempotent-Replayed"
LONGEST_KEY: Final = 200
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
            auth = self.request.auth
            self._viewer = Viewer(
                user=cast(User, self.request.user),
                at=clock.now(),
                bound_to=auth.office if isinstance(auth, ApiToken) else None,
            )
        return self._viewer

    def finalize_response(self, request: Request, response: Response, *args: Any, **kwargs: Any) -> Response:
        """Keep what it says off every store on the way, and write the use of a token down."""
        answer = super().finalize_response(request, response, *args, **kwargs)
        answer["Cache-Control"] = "no-store"
        token = getattr(request, "used_token", None)
        if token is not None:
            record_use(
                token,
                method=str(request.method),
                path=request.path,
                status=answer.status_code,
                client=request.META.get("REMOTE_ADDR") or None,
                at=clock.now(),
            )
        return answer

    def once(self, write: Callable[[], Response]) -> Response:
        """Answer a POST by ``write``; under an ``Idempotency-Key`` a repeated call gets the first answer.

        A refusal is an answer too. The write and the kept answer are one transaction.
        """
        key = self.request.headers.get(KEY_HEADER, "")
        if not key:
            return write()
        if len(key) > LONGEST_KEY:
            raise Refusal({KEY_HEADER: [f"at most {LONGEST_KEY} signs"]})
        answer = kept_once(
            user=self.viewer.user,
            key=key,
            fingerprint=fingerprint_of(self.request),
            at=self.viewer.at,
            do=lambda: _finished(write),
        )
        response = Response(json.loads(answer.body) if answer.body else None, status=answer.status)
        response.content_type = answer.content_type or None
        for name, value in answer.headers.items():
            response[name] = value
        if answer.replayed:
            response[REPLAYED_HEADER] = "true"
        return response


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
