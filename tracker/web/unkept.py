"""What is answered is kept nowhere: on a shared machine whoever goes back after signing out finds the entrance."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse


class KeepNothing:
    """Every page, file and answer but the static files, unless its view has said otherwise."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer, stored by no browser and by nobody on the way."""
        answer = self.get_response(request)
        answer.headers.setdefault("Cache-Control", "no-store")
        return answer
