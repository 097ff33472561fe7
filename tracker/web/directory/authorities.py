"""Authorities of every jurisdiction, and of none: found by name, code or place."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

from babel import Locale
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from tracker.directory.models import Authority
from tracker.directory.queries import listed_authorities
from tracker.web.directory.addresses import place, tabs
from tracker.web.directory.forms import AuthorityFilter
from tracker.web.viewer import signed_in, viewer_of
from tracker.words import spoken
from workflows.registry import CHANNELS

SHOWN: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthorityLine:
    """An authority with the channels that it takes, and whether its particulars should be asked for again."""

    authority: Authority
    channels: str
    languages: str
    is_stale: bool
    url: str = ""


@signed_in
def authorities(request: HttpRequest) -> HttpResponse:
    """Those that were open on the day, at most so many as can be read; htmx takes the list of the same page."""
    form = AuthorityFilter(request.GET)
    on, chosen = form.day(viewer_of(request).today), form.value("on")
    rows = listed_authorities(form.text, on=on, kind=form.value("kind")).select_related("jurisdiction")
    found = list(rows.order_by("jurisdiction__name", "name", "id")[: SHOWN + 1])
    context = {
        "form": form,
        "on": on,
        "tabs": tabs("authorities", chosen=chosen),
        "lines": [line_of(row, on, chosen=chosen) for row in found[:SHOWN]],
        "has_more": len(found) > SHOWN,
        "shown": SHOWN,
    }
    return render(request, "directory/authorities.html", context)


def line_of(row: Authority, on: dt.date, *, chosen: dt.date | None = None) -> AuthorityLine:
    """An authority as its lists show it."""
    return AuthorityLine(
        authority=row,
        channels=", ".join(
            spoken(CHANNELS[key].label) if key in CHANNELS else str(key) for key in row.channels
        ),
        languages=language_names(row.languages),
        is_stale=row.is_stale(on),
        url=place("jurisdiction", row.jurisdiction.code, chosen=chosen) if row.jurisdiction else "",
    )


def language_names(text: str) -> str:
    """Codes of languages as names in the reader's language; other words stay as they were written."""
    names = Locale.parse(get_language() or "en", sep="-").languages
    words = text.replace(",", " ").split()
    return ", ".join(names[word] for word in words) if all(word in names for word in words) else text
