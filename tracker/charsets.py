"""In what callers say that their text is written. Django fails at a codec that is none for text before any view."""

from __future__ import annotations

import codecs
from collections.abc import Awaitable, Callable, Iterable
from typing import Any, Final
from wsgiref.types import StartResponse, WSGIApplication

from django.utils.http import parse_header_parameters

READABLE: Final = frozenset({"utf-8", "ascii", "iso8859-1", "cp1252"})
"""As Python names them. Others fail at some text, or are no charset at all: hex, rot13, idna."""
MARK: Final = "HTTP_UNREADABLE_CHARSET"
"""By what the requests are known of which the charset was taken away: a header of that name says no more."""

AsgiApplication = Callable[[dict[str, Any], Any, Any], Awaitable[None]]


def is_readable(content_type: str) -> bool:
    """Whether text of this type can be read: UTF-8 where no charset is named."""
    try:
        charset = parse_header_parameters(content_type)[1].get("charset")
        return not charset or codecs.lookup(charset).name in READABLE
    except (LookupError, ValueError):
        return False


def marked_wsgi(application: WSGIApplication) -> WSGIApplication:
    """Hand on what cannot be read without its charset, and marked: whoever answers refuses it."""

    def answer(environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        stated = environ.get("CONTENT_TYPE", "")
        if not is_readable(stated):
            environ |= {"CONTENT_TYPE": _bare(stated), MARK: "1"}
        return application(environ, start_response)

    return answer


def marked_asgi(application: AsgiApplication) -> AsgiApplication:
    """The same for the other kind of server."""

    async def answer(scope: dict[str, Any], receive: Any, send: Any) -> None:
        await application(_marked(scope), receive, send)

    return answer


def _marked(scope: dict[str, Any]) -> dict[str, Any]:
    headers = dict(scope.get("headers", ()))
    stated = headers.get(b"content-type", b"").decode("latin-1")
    if is_readable(stated):
        return scope
    headers |= {b"content-type": _bare(stated).encode("latin-1"), b"unreadable-charset": b"1"}
    return {**scope, "headers": list(headers.items())}


def _bare(content_type: str) -> str:
    return content_type.partition(";")[0].strip()
