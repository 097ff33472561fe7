"""Addresses that more than one part of the pages leads to."""

from __future__ import annotations

from django.urls import reverse

from tracker.casework.filters import CaseFilter


def register_address(rows: CaseFilter, *, sort: str = "") -> str:
    """The register narrowed to exactly these rows; ``sort`` is the key of one of its orders."""
    return f"{reverse('register')}?{rows.query(sort=sort)}"
