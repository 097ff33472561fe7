"""What was sent with a page, as a form takes it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest


def posted(request: HttpRequest) -> tuple[Any, ...]:
    """The first arguments of a form: what was typed and the files with it; none while it is only shown."""
    return (request.POST, request.FILES) if request.method == "POST" else ()
