"""A receiver of webhooks on loopback: it keeps what it is sent, and may be told to answer in any bad way."""

from __future__ import annotations

import json
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any

Answer = Callable[["Handler"], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One call as it arrived."""

    path: str
    headers: Message
    body: bytes

    @property
    def data(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.body)
        return found

    @property
    def id(self) -> str:
        return str(self.headers["MLA-Webhook-Id"])


@dataclass
class Receiver:
    """Calls in the order in which they came; ``answer`` is done to each. ``written``: bytes of an endless answer."""

    port: int
    answer: Answer
    scheme: str = "http"
    calls: list[Call] = field(default_factory=list)
    written: int = 0
    over: Event = field(default_factory=Event)

    @property
    def url(self) -> str:
        return f"{self.scheme}://127.0.0.1:{self.port}/events?of=mla"


class Handler(BaseHTTPRequestHandler):
    """Takes a POST and does what the receiver says."""

    receiver: Receiver
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:  # its name in http.server
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.receiver.calls.append(Call(path=self.path, headers=self.headers, body=body))
        self.close_connection = True
        with suppress(OSError):
            self.receiver.answer(self)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  # its name in http.server
        """Say nothing."""


def status(code: int, **headers: str) -> Answer:
    """A plain answer."""

    def answer(handler: Handler) -> None:
        handler.send_response(code)
        for name, value in {**headers, "Content-Length": "2"}.items():
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(b"ok")

    return answer


def hang(handler: Handler) -> None:
    """Say nothing until the test is over."""
    handler.receiver.over.wait(60)


def drip(handler: Handler) -> None:
    """One byte after the other, each in time, the answer never whole."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    _drop_by_drop(handler)


def drip_body(handler: Handler) -> None:
    """A whole answer, but for its body, of which one byte comes after the other."""
    handler.send_response(200)
    handler.send_header("Content-Length", str(10**6))
    handler.end_headers()
    _drop_by_drop(handler)


def _drop_by_drop(handler: Handler) -> None:
    """For a minute at most: whoever waits for the end of it fails, and does not hang."""
    for _drop in range(3_000):
        if handler.receiver.over.wait(0.02):
            return
        handler.wfile.write(b"x")


def flood(handler: Handler) -> None:
    """An answer without end."""
    handler.send_response(200)
    handler.send_header("Content-Length", str(10**12))
    handler.end_headers()
    while not handler.receiver.over.is_set():
        handler.wfile.write(b"x" * 65536)
        handler.receiver.written += 65536


def flood_headers(handler: Handler) -> None:
    """Headers without end."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
    while not handler.receiver.over.is_set():
        handler.wfile.write(b"X-More: " + b"x" * 60000 + b"\r\n")


def garble(handler: Handler) -> None:
    """Something that is no HTTP."""
    handler.wfile.write(b"SSH-2.0-OpenSSH_9.2\r\n")


def hang_up(handler: Handler) -> None:
    """Close without a word."""
    handler.connection.close()


@contextmanager
def receiver(answer: Answer | None = None, *, tls: ssl.SSLContext | None = None) -> Iterator[Receiver]:
    """Serve until the end of the block."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler)
    found = Receiver(port=server.server_port, answer=answer or status(204))
    server.RequestHandlerClass = type("Bound", (Handler,), {"receiver": found})
    server.handle_error = lambda *_about: None  # type: ignore[method-assign]  # whoever calls hangs up at times
    if tls is not None:
        found.scheme = "https"
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield found
    finally:
        found.over.set()
        server.shutdown()
        server.server_close()
        thread.join(timeout=60)
