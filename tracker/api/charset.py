"""What names a charset in which nothing can be read is refused before anything of it is."""

from __future__ import annotations

from collections.abc import Callable

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import UnsupportedMediaType

from tracker.api.errors import problem_of
from tracker.api.problems import CONTENT_TYPE
from tracker.charsets import MARK

HERE = "/api/"
WORDS = _("Nothing can be read in the charset of this Content-Type. Send UTF-8.")


class RefuseUnreadable:
    """Answers 415 with a problem under the API, and 400 with a page elsewhere."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer; what may be read goes on."""
        if MARK not in request.META:
            return self.get_response(request)
        error = UnsupportedMediaType(request.content_type or "", detail=WORDS)
        problem = problem_of(error)
        if problem is None or not request.path_info.startswith(HERE):
            raise BadRequest(str(WORDS))
        return JsonResponse(problem.as_data(), status=problem.status, content_type=CONTENT_TYPE)
