"""Where a webhook may lead. Pure rules about addresses; which hosts are allowed, an administrator decides."""

from __future__ import annotations

import re
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Final
from urllib.parse import SplitResult, urlsplit

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

USUAL_PORTS: Final = {"https": 443, "http": 80}
LABEL: Final = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")
VISIBLE: Final = re.compile(r"[!-~]+")
PRIVATE: Final = tuple(
    map(
        ip_network,
        (
            "10.0.0.0/8",
            "100.64.0.0/10",
            "127.0.0.0/8",
            "172.16.0.0/12",
            "192.168.0.0/16",
            "::1/128",
            "fc00::/7",
        ),
    )
)
"""What the setting for private addresses opens: own networks and this machine, and nothing else that is special."""
PUBLIC: Final = tuple(map(ip_network, ("0.0.0.0/0", "2000::/3")))
"""Where public addresses lie: of IPv6 only the part that has been given out (RFC 4291, 2.4)."""
CARRIERS: Final = tuple(
    map(ip_network, ("::/96", "::ffff:0:0/96", "64:ff9b::/96", "64:ff9b:1::/48", "2001::/32", "2002::/16"))
)
"""IPv6 addresses that stand for an IPv4 one, or lead through a tunnel to one: another spelling of what is refused."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """An address of the web, taken apart once: what was checked is what is called."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def is_encrypted(self) -> bool:
        """Whether it is called over TLS."""
        return self.scheme == "https"

    @property
    def usual_port(self) -> int:
        """The port that its scheme stands for."""
        return USUAL_PORTS[self.scheme]


def target_of(url: str, *, plain_http: bool) -> Target:
    """Take an address apart; raises ValidationError with what to write instead.

    HTTPS only, unless ``plain_http``. No user, no password, no fragment, no sign that readers of addresses take in
    different ways: spaces, controls, backslashes, letters beyond ASCII.
    """
    if not VISIBLE.fullmatch(url) or "\\" in url:
        raise ValidationError(
            _("Write the address without spaces and in plain letters, such as xn--… names.")
        )
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise ValidationError(_("This is no address. Write https://host/path.")) from None
    _require_scheme(parts, plain_http=plain_http)
    if "@" in parts.netloc or "#" in url:
        raise ValidationError(_("Write the address without a user, a password and a “#”."))
    host = parts.hostname or ""
    if not is_host(host) or port == 0:
        raise ValidationError(_("This is no address. Write https://host/path."))
    return Target(
        scheme=parts.scheme,
        host=host,
        port=port or USUAL_PORTS[parts.scheme],
        path=(parts.path or "/") + (f"?{parts.query}" if parts.query else ""),
    )


def host_of(url: str) -> str:
    """The host of an address that was taken apart before, whatever the settings say by now."""
    return target_of(url, plain_http=True).host


def is_host(name: str) -> bool:
    """Whether it is the name of a host, in lower case and complete, or an IP address as it is usually written.

    Shorter, hexadecimal or octal spellings of an address are none of both.
    """
    literal = address_of(name)
    if literal is not None:
        return str(literal) == name
    labels = name.split(".")
    named = all(LABEL.fullmatch(label) for label in labels) and len(name) <= 253
    return named and not labels[-1].isdecimal() and not labels[-1].startswith("0x")


def address_of(text: str) -> Address | None:
    """The IP address that is written there; None for a name, and for one with a zone (%)."""
    try:
        return None if "%" in text else ip_address(text)
    except ValueError:
        return None


def may_be_called(address: Address, *, private: bool) -> bool:
    """Whether a connection to the address may be made: public ones; with ``private`` those of own networks too.

    Never: link-local (where clouds keep their credentials), multicast, unspecified and reserved ones, and IPv6
    addresses that stand for an IPv4 one.
    """
    if _is_in(address, PRIVATE):
        return private
    special = address.is_multicast or address.is_reserved or _is_in(address, CARRIERS)
    return address.is_global and _is_in(address, PUBLIC) and not special


def _is_in(address: Address, networks: tuple[Network, ...]) -> bool:
    return any(address in network for network in networks if network.version == address.version)


def _require_scheme(parts: SplitResult, *, plain_http: bool) -> None:
    if parts.scheme != "https" and not (plain_http and parts.scheme == "http"):
        raise ValidationError(_("Write an address that begins with https://."))
