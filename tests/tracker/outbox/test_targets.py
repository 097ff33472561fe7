"""Where a webhook may lead: addresses taken apart once, and every spelling of what is refused."""

from __future__ import annotations

from ipaddress import ip_address

import pytest
from django.core.exceptions import ValidationError

from tracker.outbox.policy import is_host, may_be_called, target_of


def test_an_address_is_taken_apart() -> None:
    target = target_of("HTTPS://Hooks.Example.org/in?a=1&b=%23", plain_http=False)
    assert (target.scheme, target.host, target.port, target.path) == (
        "https",
        "hooks.example.org",
        443,
        "/in?a=1&b=%23",
    )
    assert target_of("https://[2001:db8::1]:8443", plain_http=False).host == "2001:db8::1"
    assert target_of("https://hooks.example.org", plain_http=False).path == "/"


@pytest.mark.parametrize(
    "url",
    [
        "",
        "hooks.example.org",
        "//hooks.example.org/",
        "ftp://hooks.example.org/",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "https:///path",
        "https://",
        "https://user@hooks.example.org/",
        "https://user:secret@hooks.example.org/",
        "https://@hooks.example.org/",
        "https://hooks.example.org/#part",
        "https://hooks.example.org/#",
        "https://hooks.example.org\\@evil.example/",
        "https://evil.example\\.hooks.example.org/",
        "https://hooks.example.org/ path",
        "https://hooks.example.org/\r\nHost: evil.example",
        "https://hooks.example.org/\tx",
        "https://hooks.exämple.org/",
        "https://hooks.example.org./",
        "https://hooks..example.org/",
        "https://-hooks.example.org/",
        "https://hooks.example.org:0/",
        "https://hooks.example.org:65536/",
        "https://hooks.example.org:ssh/",
        "https://[::1/",
        "https://[fe80::1%25eth0]/",
        "https://2130706433/",
        "https://0x7f000001/",
        "https://0177.0.0.1/",
        "https://127.1/",
        "https://127.0.0.0x1/",
        "https://[::ffff:127.0.0.1]/",
        "https://[0:0:0:0:0:0:0:1]/",
        "https://%31%32%37.0.0.1/",
        "http://hooks.example.org/",
    ],
)
def test_what_readers_of_addresses_take_in_different_ways_is_refused(url: str) -> None:
    with pytest.raises(ValidationError):
        target_of(url, plain_http=False)


def test_plain_http_only_where_a_setting_allows_it() -> None:
    assert target_of("http://hooks.example.org/", plain_http=True).port == 80
    with pytest.raises(ValidationError):
        target_of("gopher://hooks.example.org/", plain_http=True)


@pytest.mark.parametrize(
    "name", ["hooks.example.org", "xn--mnchen-3ya.example", "localhost", "10.0.0.5", "::1"]
)
def test_names_of_hosts(name: str) -> None:
    assert is_host(name)


@pytest.mark.parametrize(
    "name",
    ["", ".", "Hooks.example.org", "a_b.example", "a b", "10.0.0.05", "1.2.3", "0x7f", "a" * 64, "::01"],
)
def test_what_is_no_name_of_a_host(name: str) -> None:
    assert not is_host(name)


@pytest.mark.parametrize("address", ["1.1.1.1", "93.184.215.14", "2606:4700:4700::1111", "2a00:1450::1"])
def test_public_addresses_may_be_called(address: str) -> None:
    assert may_be_called(ip_address(address), private=False)
    assert may_be_called(ip_address(address), private=True)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "127.255.0.9",
        "10.1.2.3",
        "172.31.0.1",
        "192.168.0.1",
        "100.64.0.1",
        "::1",
        "fd00::1",
        "fc00::1",
    ],
)
def test_own_networks_only_where_a_setting_allows_them(address: str) -> None:
    assert not may_be_called(ip_address(address), private=False)
    assert may_be_called(ip_address(address), private=True)


@pytest.mark.parametrize(
    "address",
    [
        "0.0.0.0",
        "0.1.2.3",
        "169.254.169.254",
        "192.0.0.1",
        "192.0.2.1",
        "198.18.0.1",
        "198.51.100.1",
        "203.0.113.1",
        "224.0.0.1",
        "239.255.255.250",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::7f00:1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "::ffff:1.1.1.1",
        "64:ff9b::127.0.0.1",
        "64:ff9b::a00:1",
        "64:ff9b:1::1",
        "2001:0:7f00:1::",
        "2002:7f00:1::",
        "2001:db8::1",
        "fe80::1",
        "febf::1",
        "fec0::1",
        "ff02::1",
        "100::1",
        "4000::1",
    ],
)
def test_what_is_never_called_not_even_where_own_networks_are(address: str) -> None:
    assert not may_be_called(ip_address(address), private=False)
    assert not may_be_called(ip_address(address), private=True)
