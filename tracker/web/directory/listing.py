"""The list of jurisdictions, in chapters."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.text import slugify
from django.utils.translation import gettext as _

from tracker.casework.filters import CaseFilter, State
from tracker.casework.queries import open_with
from tracker.directory.models import Jurisdiction, JurisdictionKind
from tracker.directory.queries import listed_jurisdictions
from tracker.web.addresses import register_address
from tracker.web.directory.addresses import place, tabs
from tracker.web.directory.forms import JurisdictionFilter
from tracker.web.viewer import signed_in, viewer_of

FIRST: Final = -1
LAST: Final = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One jurisdiction of the list; ``open`` counts the requests with it that the reader may see."""

    jurisdiction: Jurisdiction
    url: str
    kind: str
    authorities: int
    open: int
    open_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """Lines under one heading, which is empty where the list has no chapters."""

    heading: str
    anchor: str
    lines: tuple[Line, ...]


@signed_in
def directory(request: HttpRequest) -> HttpResponse:
    """Jurisdictions by region, relationship or name; htmx asks for the same page and takes its list."""
    viewer = viewer_of(request)
    form = JurisdictionFilter(request.GET)
    on = form.day(viewer.today)
    still_open = open_with(viewer.requests)
    narrowed = {name: form.value(name) for name in ("kind", "region", "relationship")}
    lines = [
        _line(
            row,
            authorities=row.authority_count,
            open_requests=still_open.get(row.pk, 0),
            chosen=form.value("on"),
        )
        for row in listed_jurisdictions(form.text, **narrowed)
    ]
    context = {
        "form": form,
        "on": on,
        "tabs": tabs("directory", chosen=form.value("on")),
        "chapters": _chapters(lines, form.value("group") or "region"),
        "count": len(lines),
    }
    return render(request, "directory/list.html", context)


def _line(row: Jurisdiction, *, authorities: int, open_requests: int, chosen: dt.date | None) -> Line:
    return Line(
        jurisdiction=row,
        url=place("jurisdiction", row.code, chosen=chosen),
        kind="" if row.kind == JurisdictionKind.STATE else row.get_kind_display(),
        authorities=authorities,
        open=open_requests,
        open_url=register_address(CaseFilter(jurisdiction=row.code, state=State.OPEN.value)),
    )


def _chapters(lines: Iterable[Line], grouping: str) -> list[Chapter]:
    """Lines keep their order inside a chapter; chapters come by their own order, the rest at the end."""
    found: dict[tuple[int, str], list[Line]] = {}
    for line in lines:
        found.setdefault(_chapter_of(line.jurisdiction, grouping), []).append(line)
    return [
        Chapter(heading=heading, anchor=slugify(heading), lines=tuple(found[rank, heading]))
        for rank, heading in sorted(found)
    ]


def _chapter_of(row: Jurisdiction, grouping: str) -> tuple[int, str]:
    if grouping == "name":
        return 0, ""
    if grouping == "relationship":
        group = row.relationship_group
        return (group.position, group.name) if group else (LAST, _("No relationship recorded"))
    if row.kind == JurisdictionKind.BODY and not row.region:
        return FIRST, _("Bodies that are no State")
    return (0, row.region) if row.region else (LAST, _("No region recorded"))
