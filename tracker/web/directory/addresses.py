"""Addresses of the directory: a chosen day stays chosen from page to page."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _


@dataclass(frozen=True, slots=True, kw_only=True)
class Tab:
    """One part of the directory."""

    label: str
    url: str
    is_current: bool


def place(name: str, *parts: str, chosen: dt.date | None) -> str:
    """The address of a page of the directory on the day that was chosen, if one was."""
    url = reverse(name, args=parts)
    return f"{url}?{urlencode({'on': chosen.isoformat()})}" if chosen else url


def tabs(current: str, *, chosen: dt.date | None) -> list[Tab]:
    """The parts of the directory, ``current`` among them."""
    named = (
        ("directory", _("Jurisdictions")),
        ("authorities", _("Authorities")),
        ("treaties", _("Instruments")),
    )
    return [
        Tab(label=label, url=place(name, chosen=chosen), is_current=name == current) for name, label in named
    ]
