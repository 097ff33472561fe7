"""One HTTP call to an address that was checked: resolved once, connected to exactly that, over before it hurts."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from queue import Empty, SimpleQueue
from threading import Event, Thread, Timer
from time import monotonic
from typing import Any, Final

from tracker.outbox.models import Trouble
from tracker.outbox.policy import Target, address_of, may_be_called

SECONDS: Final = 10.0
"""For the whole of a call: finding the host, connecting, sending and the answer."""
MOST_READ: Final = 16 * 1024
"""So much of an answer is read, out of politeness: nothing but its status is looked at."""


class NotDeliveredError(Exception):
    """There was no answer, or no call."""

    def __init__(self, trouble: Trouble) -> None:
        super().__init__(trouble.value)
        self.trouble = trouble


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """What the system's resolver says of a host: where to connect, as its sockets want it."""

    family: int
    at: tuple[Any, ...]


def post(
    target: Target, body: bytes, headers: Mapping[str, str], *, private: bool, seconds: float = SECONDS
) -> int:
    """Send ``body`` and return the status of the answer; raises NotDeliveredError.

    The name is resolved once; every address that it has must be one that may be called (``private``: those of own
    networks too), and the connection is made to one of them, without asking again. TLS is verified for the name. No
    redirect is followed, no proxy of the environment used, at most MOST_READ of the answer read, and the call is over
    after ``seconds``, however slowly the other side speaks.
    """
    until = monotonic() + seconds
    call = _Call(target, _places(target, private=private, seconds=seconds), until=until)
    with _cut_off(call, seconds=until - monotonic()):
        call.connect()
        try:
            call.request("POST", target.path, body, {**headers, "Connection": "close"})
            answer = call.getresponse()
        except (HTTPException, OSError) as error:
            raise NotDeliveredError(_silence(call, error)) from error
        if call.was_cut_off.is_set():  # headers that we ended ourselves look like whole ones
            answer.close()
            raise NotDeliveredError(Trouble.TIMED_OUT)
        with answer, suppress(HTTPException, OSError):
            answer.read(MOST_READ)
        return answer.status


class _Call(HTTPConnection):
    """Goes to the places that were checked, never to what the name may mean by now."""

    def __init__(self, target: Target, places: list[Place], *, until: float) -> None:
        super().__init__(target.host, target.port)
        self.default_port = target.usual_port
        self.was_cut_off = Event()
        self._line: socket.socket | None = None
        self._target = target
        self._places = places
        self._until = until

    def connect(self) -> None:
        """Connect to the first place that answers; raises NotDeliveredError."""
        try:
            self.sock = self._line = self._connected()
            if self._target.is_encrypted:
                tls = ssl.create_default_context()
                self.sock = tls.wrap_socket(
                    self.sock, server_hostname=self._target.host, do_handshake_on_connect=False
                )
                self._line = self.sock
                self.sock.do_handshake()
        except ssl.SSLError as error:
            raise NotDeliveredError(self._unless_late(Trouble.NOT_TRUSTED)) from error
        except TimeoutError as error:
            raise NotDeliveredError(Trouble.TIMED_OUT) from error
        except OSError as error:
            raise NotDeliveredError(self._unless_late(Trouble.UNREACHABLE)) from error

    def cut_off(self) -> None:
        """End the call from outside, whatever it waits for."""
        self.was_cut_off.set()
        if self._line is not None:  # not `sock`, which http.client gives away with the answer
            with suppress(OSError):
                # That of the socket itself: over TLS a polite end would wait for the other side.
                socket.socket.shutdown(self._line, socket.SHUT_RDWR)

    def _connected(self) -> socket.socket:
        for number, place in enumerate(self._places, start=1):
            found = socket.socket(place.family, socket.SOCK_STREAM)
            found.settimeout(max(self._until - monotonic(), 0.001))
            try:
                found.connect(place.at)
            except OSError:
                found.close()
                if number == len(self._places):
                    raise
            else:
                return found
        raise OSError

    def _unless_late(self, trouble: Trouble) -> Trouble:
        return Trouble.TIMED_OUT if self.was_cut_off.is_set() else trouble


@contextmanager
def _cut_off(call: _Call, *, seconds: float) -> Iterator[None]:
    """A timeout of the socket begins anew with each byte; this one does not."""
    watch = Timer(max(seconds, 0), call.cut_off)
    watch.daemon = True
    watch.start()
    try:
        yield
    finally:
        watch.cancel()
        call.close()


def _silence(call: _Call, error: Exception) -> Trouble:
    late = call.was_cut_off.is_set() or isinstance(error, TimeoutError)
    return Trouble.TIMED_OUT if late else Trouble.NO_ANSWER


def _places(target: Target, *, private: bool, seconds: float) -> list[Place]:
    """Where the host stands, each place checked. One address that may not be called spoils all of them."""
    found = _resolved(target, seconds=seconds)
    for place in found:
        address = address_of(str(place.at[0]))
        if address is None or not may_be_called(address, private=private):
            raise NotDeliveredError(Trouble.ADDRESS_REFUSED)
    return found


def _resolved(target: Target, *, seconds: float) -> list[Place]:
    """Ask the resolver in a thread of its own, since it takes no timeout."""
    answers: SimpleQueue[list[Place] | Exception] = SimpleQueue()

    def ask() -> None:
        try:
            rows = socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
            answers.put([Place(family=row[0], at=row[4]) for row in rows])
        except (OSError, UnicodeError) as error:
            answers.put(error)

    Thread(target=ask, daemon=True).start()
    try:
        answer = answers.get(timeout=seconds)
    except Empty:
        raise NotDeliveredError(Trouble.TIMED_OUT) from None
    if isinstance(answer, Exception) or not answer:
        raise NotDeliveredError(Trouble.NAME_UNKNOWN)
    return answer
