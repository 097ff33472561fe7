"""The page of one jurisdiction: a State, a territory, or a body that is no State."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, cast

from django.db.models import Field
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from tracker.directory.models import ContactPoint, Jurisdiction, LiaisonPost
from tracker.directory.queries import Binding, find_jurisdiction, jurisdiction_profile, not_bound_of
from tracker.reports.base import About
from tracker.reports.dimensions import GroupBy
from tracker.reports.registry import REPORTS
from tracker.web.directory.addresses import place
from tracker.web.directory.authorities import language_names, line_of
from tracker.web.directory.bindings import Standing, standing
from tracker.web.directory.days import Known, known
from tracker.web.directory.forms import DayForm
from tracker.web.directory.record import record_of
from tracker.web.viewer import signed_in, viewer_of
from workflows.vocabulary import Direction

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

SHEET: Final = (
    "languages",
    "dual_criminality",
    "minimum_gravity",
    "death_penalty_assurance",
    "use_limitation",
    "communication",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """A liaison post, named from the side of the page that it stands on."""

    post: LiaisonPost
    other: Jurisdiction
    url: str
    opened: Known | None
    closed: Known | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A contact point, its languages by name, and whether it should be tried again."""

    point: ContactPoint
    languages: str
    is_stale: bool


@signed_in
def jurisdiction(request: HttpRequest, code: str) -> HttpResponse:
    """Everything that the directory knows of one jurisdiction on a day, beside our record with it."""
    viewer = viewer_of(request)
    row = find_jurisdiction(code)
    if row is None:
        raise Http404
    form = DayForm(request.GET)
    on, chosen = form.day(viewer.today), form.value("on")
    profile = jurisdiction_profile(row, on)
    counted_on = min(on, viewer.today)
    bindings = [_standing(binding, chosen) for binding in profile.memberships]
    context = {
        "form": form,
        "on": on,
        "counted_on": counted_on,
        "profile": profile,
        "bindings": bindings,
        "anybody_left": any(binding.left for binding in bindings),
        "not_bound": [register.name for register in not_bound_of(row, profile.memberships, on)],
        "authorities": [line_of(authority, on) for authority in profile.authorities],
        "points": [
            Point(point=point, languages=language_names(point.languages), is_stale=point.is_stale(on))
            for point in profile.contact_points
        ],
        "hosted": [_post(post, post.sending, chosen) for post in profile.posts_hosted],
        "sent": [_post(post, post.host, chosen) for post in profile.posts_sent],
        "parts": [(part, place("jurisdiction", part.code, chosen=chosen)) for part in profile.parts],
        "parent_url": place("jurisdiction", row.parent.code, chosen=chosen) if row.parent else "",
        "sheet": list(_sheet(row)),
        "record": record_of(viewer.requests, row, profile.engagements, on=counted_on, at=viewer.at),
        "report_url": _asked_of_them("response-rate", row, by=GroupBy.YEAR.value),
        "times_url": _asked_of_them("time-to-answer", row, by=GroupBy.CHANNEL.value),
        "partner_reports": list(_partner_reports(row)),
        "back": place("directory", chosen=chosen),
    }
    return render(request, "directory/jurisdiction.html", context)


def _standing(binding: Binding, chosen: dt.date | None) -> Standing:
    register = binding.register
    return standing(
        binding,
        name=register.name if register else binding.status.instrument,
        url=place("treaty", register.instrument, chosen=chosen) if register else "",
    )


def _post(post: LiaisonPost, other: Jurisdiction, chosen: dt.date | None) -> Post:
    return Post(
        post=post,
        other=other,
        url=place("jurisdiction", other.code, chosen=chosen),
        opened=known(post.opened, post.opened_by),
        closed=known(post.closed, post.closed_by),
    )


def _sheet(row: Jurisdiction) -> Iterator[tuple[str, str]]:
    """What the jurisdiction requires; nothing at all where none of it is known."""
    known_of = {name: str(getattr(row, name)) for name in SHEET}
    if any(known_of.values()):
        for name, value in known_of.items():
            field = cast("Field[Any, Any]", Jurisdiction._meta.get_field(name))
            yield capfirst(str(field.verbose_name)), value or _("not known")


def _asked_of_them(slug: str, row: Jurisdiction, *, by: str) -> str:
    """The report about what we asked of them alone: what they asked of us is answered by us."""
    query = {"jurisdiction": row.code, "direction": Direction.OUTGOING.value, "by": by}
    return f"{reverse('report', args=[slug])}?{urlencode(query)}"


def _partner_reports(row: Jurisdiction) -> Iterator[tuple[StrPromise, str]]:
    """The reports about partners, of this one: title and address."""
    for report in REPORTS.values():
        if report.about is About.PARTNERS and "jurisdiction" in report.fields:
            query = urlencode({"jurisdiction": row.code})
            yield report.title, f"{reverse('report', args=[report.slug])}?{query}"
