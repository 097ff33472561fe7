"""Addresses that more than one part of the pages leads to."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from tracker.casework.filters import CaseFilter


def register_address(rows: CaseFilter, *, sort: str = "") -> str:
    """The register narrowed to exactly these rows; ``sort`` is the key of one of its orders."""
    return f"{reverse('register')}?{rows.query(sort=sort)}"


def own_address(request: HttpRequest, told: str, *, otherwise: str) -> str:
    """The address that a form says it came from, if it is one of ours."""
    is_ours = url_has_allowed_host_and_scheme(
        told, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return told if is_ours else otherwise
