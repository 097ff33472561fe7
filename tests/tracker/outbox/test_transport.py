"""One call, whatever the other side does: bounded in time and size, to the address that was checked, verified."""

from __future__ import annotations

import socket
from collections.abc import Callable
from pathlib import Path
from threading import Event
from time import monotonic
from typing import Any

import pytest

from tests.certificates import certified
from tests.receiver import (
    Answer,
    Receiver,
    drip,
    drip_body,
    flood,
    flood_headers,
    garble,
    hang,
    hang_up,
    receiver,
    status,
)
from tests.servers import free_port
from tracker.outbox.models import Trouble
from tracker.outbox.policy import target_of
from tracker.outbox.transport import MOST_READ, NotDeliveredError, post

NAME = "hooks.example.org"
PATIENCE = 60.0


def call(url: str, *, private: bool = True, seconds: float = PATIENCE) -> int:
    target = target_of(url, plain_http=True)
    return post(target, b'{"a":1}', {"X-Own": "1"}, private=private, seconds=seconds)


def trouble_of(url: str, *, private: bool = True, seconds: float = PATIENCE) -> Trouble:
    with pytest.raises(NotDeliveredError) as caught:
        call(url, private=private, seconds=seconds)
    return caught.value.trouble


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[str]]:
    """Let names mean addresses, one list for each time that somebody asks; what was asked for is returned."""

    def use(*answers: list[str]) -> list[str]:
        asked: list[str] = []

        def resolved(host: str, port: int, **_more: Any) -> list[Any]:
            asked.append(host)
            found = answers[min(len(asked), len(answers)) - 1]
            kinds = {True: socket.AF_INET6, False: socket.AF_INET}
            return [(kinds[":" in one], socket.SOCK_STREAM, 6, "", (one, port)) for one in found]

        monkeypatch.setattr(socket, "getaddrinfo", resolved)
        return asked

    return use


def test_what_arrives() -> None:
    with receiver() as there:
        assert call(there.url) == 204
        (got,) = there.calls
    assert (got.path, got.body) == ("/events?of=mla", b'{"a":1}')
    assert got.headers["Host"] == f"127.0.0.1:{there.port}"
    assert (got.headers["X-Own"], got.headers["Connection"]) == ("1", "close")


@pytest.mark.parametrize("code", [200, 299, 300, 304, 400, 404, 410, 500, 503])
def test_the_status_is_returned_whatever_it_is(code: int) -> None:
    with receiver(status(code)) as there:
        assert call(there.url) == code


def test_no_redirect_is_followed() -> None:
    with receiver() as elsewhere, receiver(status(302, Location=elsewhere.url)) as there:
        assert call(there.url) == 302
        assert (len(there.calls), elsewhere.calls) == (1, [])


def test_no_proxy_of_the_environment_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    with receiver() as proxy, receiver() as there:
        for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "ALL_PROXY"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.port}")
        assert call(there.url) == 204
        assert (len(there.calls), proxy.calls) == (1, [])


@pytest.mark.parametrize("answer", [hang, drip])
def test_the_whole_call_is_over_in_time_however_slowly_the_other_side_speaks(answer: Answer) -> None:
    with receiver(answer) as there:
        began = monotonic()
        assert trouble_of(there.url, seconds=0.5) == Trouble.TIMED_OUT
        assert monotonic() - began < 30
        assert len(there.calls) == 1


def test_a_slow_body_changes_nothing_of_the_answer_and_is_left_in_time() -> None:
    with receiver(drip_body) as there:
        began = monotonic()
        assert call(there.url, seconds=0.5) == 200
        assert monotonic() - began < 30


def test_an_endless_answer_is_left_after_its_beginning() -> None:
    with receiver(flood) as there:
        assert call(there.url) == 200
    assert there.written < 100 * 1024 * 1024, "buffers of the system, not the answer"
    assert MOST_READ < 100_000


@pytest.mark.parametrize("answer", [hang_up, garble, flood_headers])
def test_what_is_no_answer(answer: Answer) -> None:
    with receiver(answer) as there:
        assert trouble_of(there.url) == Trouble.NO_ANSWER


def test_nobody_listens() -> None:
    assert trouble_of(f"http://127.0.0.1:{free_port()}/") == Trouble.UNREACHABLE


def test_a_name_that_leads_nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_args: object, **_more: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "unknown")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    assert trouble_of(f"https://{NAME}/") == Trouble.NAME_UNKNOWN


def test_a_resolver_that_says_nothing_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    over = Event()

    def silent(*_args: object, **_more: object) -> list[object]:
        over.wait(60)
        return []

    monkeypatch.setattr(socket, "getaddrinfo", silent)
    try:
        assert trouble_of(f"https://{NAME}/", seconds=0.2) == Trouble.TIMED_OUT
    finally:
        over.set()


def test_a_private_address_is_not_called(names: Callable[..., list[str]]) -> None:
    with receiver() as there:
        assert trouble_of(there.url, private=False) == Trouble.ADDRESS_REFUSED
        names(["127.0.0.1"])
        assert trouble_of(f"http://{NAME}:{there.port}/", private=False) == Trouble.ADDRESS_REFUSED
        assert there.calls == []


@pytest.mark.parametrize("hidden", ["127.0.0.1", "10.0.0.1", "169.254.169.254", "::1", "::ffff:10.0.0.1"])
def test_one_private_address_among_public_ones_spoils_all(
    names: Callable[..., list[str]], monkeypatch: pytest.MonkeyPatch, hidden: str
) -> None:
    tried: list[object] = []
    monkeypatch.setattr(socket.socket, "connect", lambda _self, at: tried.append(at))
    names(["1.1.1.1", hidden])
    assert trouble_of(f"https://{NAME}/", private=False) == Trouble.ADDRESS_REFUSED
    assert tried == []


def test_a_name_that_means_something_else_the_second_time_is_not_asked_again(
    names: Callable[..., list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[Any] = []

    def connect(_self: socket.socket, at: Any) -> None:
        tried.append(at)
        raise ConnectionRefusedError

    monkeypatch.setattr(socket.socket, "connect", connect)
    asked = names(["1.1.1.1"], ["127.0.0.1"])
    assert trouble_of(f"http://{NAME}/", private=False) == Trouble.UNREACHABLE
    assert (asked, tried) == ([NAME], [("1.1.1.1", 80)])


def test_the_next_address_is_tried_where_the_first_does_not_answer(names: Callable[..., list[str]]) -> None:
    with receiver() as there:
        names(["::1", "127.0.0.1"])
        assert call(f"http://{NAME}:{there.port}/") == 204
        assert there.calls[0].headers["Host"] == f"{NAME}:{there.port}"


class TestTls:
    @pytest.fixture
    def named(self, names: Callable[..., list[str]], monkeypatch: pytest.MonkeyPatch) -> None:
        names(["127.0.0.1"])

    def test_a_certificate_for_the_name_is_trusted_by_its_authority(
        self, named: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        shown = certified(NAME, tmp_path)
        monkeypatch.setenv("SSL_CERT_FILE", str(shown.authority))
        with receiver(tls=shown.server) as there:
            assert call(_address(there)) == 204
            assert there.calls[0].headers["Host"] == f"{NAME}:{there.port}"

    def test_one_of_an_unknown_authority_is_not(self, named: None, tmp_path: Path) -> None:
        with receiver(tls=certified(NAME, tmp_path).server) as there:
            assert trouble_of(_address(there)) == Trouble.NOT_TRUSTED
            assert there.calls == []

    def test_one_for_another_name_is_not(
        self, named: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        shown = certified("other.example.org", tmp_path)
        monkeypatch.setenv("SSL_CERT_FILE", str(shown.authority))
        with receiver(tls=shown.server) as there:
            assert trouble_of(_address(there)) == Trouble.NOT_TRUSTED
            assert there.calls == []

    def test_a_server_that_does_not_speak_tls_is_not_trusted(self, named: None) -> None:
        with receiver() as there:
            assert trouble_of(_address(there)) == Trouble.NOT_TRUSTED

    def test_a_handshake_that_never_ends_is_cut_off(self, named: None) -> None:
        with socket.socket() as silent:
            silent.bind(("127.0.0.1", 0))
            silent.listen()
            url = f"https://{NAME}:{silent.getsockname()[1]}/"
            assert trouble_of(url, seconds=0.5) == Trouble.TIMED_OUT


def _address(there: Receiver) -> str:
    return f"https://{NAME}:{there.port}/"
