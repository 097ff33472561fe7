"""A charset in which nothing can be read is refused by words, at both kinds of server."""

from __future__ import annotations

import json
from io import BytesIO
from typing import Any
from wsgiref.util import setup_testing_defaults

import pytest
from asgiref.sync import async_to_sync
from asgiref.testing import ApplicationCommunicator

from tracker import asgi, wsgi
from tracker.charsets import is_readable

pytestmark = pytest.mark.django_db

NONE = ["hex", "rot13", "undefined", "idna", "punycode", "utf-16", "no-such", "x" * 2000]


@pytest.mark.parametrize(
    "content_type",
    [
        "",
        "application/json",
        "application/json; charset=utf-8",
        'application/json; charset="UTF8"',
        "text/plain; charset=",
        "text/plain;charset=us-ascii",
        "text/plain; charset=ISO-8859-1",
        "multipart/form-data; boundary=hex",
    ],
)
def test_what_is_read(content_type: str) -> None:
    assert is_readable(content_type)


@pytest.mark.parametrize("charset", [*NONE, "a\0b"])
def test_what_is_not(charset: str) -> None:
    assert not is_readable(f"application/json; charset={charset}")


def called(path: str, content_type: str, method: str = "GET") -> tuple[int, dict[str, str], bytes]:
    """What the program answers to a WSGI server."""
    environ: dict[str, Any] = {
        "REQUEST_METHOD": method,
        "PATH_INFO": path,
        "QUERY_STRING": "a=%41%ff",
        "CONTENT_TYPE": content_type,
        "CONTENT_LENGTH": "0",
        "wsgi.input": BytesIO(),
    }
    setup_testing_defaults(environ)
    told: list[Any] = []

    def started(*how: Any) -> Any:
        told.extend(how)
        return BytesIO().write

    parts = wsgi.application(environ, started)
    body = b"".join(parts)
    parts.close()  # type: ignore[attr-defined]  # Django's answers have it
    return int(told[0].split()[0]), dict(told[1]), body


@pytest.mark.parametrize("charset", NONE)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_the_api_says_what_to_send(charset: str, method: str) -> None:
    status, headers, body = called("/api/v1/requests/", f"application/json; charset={charset}", method)
    assert (status, headers["Content-Type"]) == (415, "application/problem+json")
    problem = json.loads(body)
    assert problem["type"] == "urn:mla-tracker:problem:media-type"
    assert "Send UTF-8" in problem["detail"]


@pytest.mark.parametrize("charset", NONE)
def test_a_page_says_that_it_was_not_understood(charset: str) -> None:
    status, headers, body = called("/register/", f"text/html; charset={charset}")
    assert (status, headers["Content-Type"]) == (400, "text/html; charset=utf-8")
    assert b"That could not be understood" in body
    assert "Content-Security-Policy" in headers


def test_what_can_be_read_goes_on() -> None:
    assert called("/api/v1/requests/", "application/json; charset=latin-1")[0] == 401
    assert called("/register/", "text/html; charset=utf-8")[0] == 302


def test_the_other_kind_of_server_refuses_it_too() -> None:
    async def asked() -> Any:
        headers = [(b"host", b"testserver"), (b"content-type", b"application/json; charset=hex")]
        scope = {
            "type": "http",
            "method": "GET",
            "path": "/api/v1/me/",
            "query_string": b"a=1",
            "headers": headers,
        }
        made: Any = ApplicationCommunicator  # its methods have no types
        caller = made(asgi.application, scope)
        await caller.send_input({"type": "http.request", "body": b""})
        started = await caller.receive_output(10)
        await caller.receive_output(10)
        await caller.wait(10)
        return started

    assert async_to_sync(asked)()["status"] == 415
