"""From where somebody calls: as sign-in's rate limits see it, with the same trust in proxies (TRUSTED_PROXIES)."""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.http import HttpRequest


def address_of(request: HttpRequest) -> str | None:
    """Return the IP address of the caller; None where the proxies do not say, or say nothing that is an address."""
    try:
        found = str(get_adapter(request).get_client_ip(request))
    except (PermissionDenied, ImproperlyConfigured):
        return None
    # The zone of a link-local address is the machine's own name for a network card; no database keeps it.
    return found.partition("%")[0]
