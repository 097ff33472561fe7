"""How many rows a list has, and the addresses of its neighbouring pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tracker.casework.models import PreservationSpell
from tracker.paging import Cursor, Page, capped_count
from tracker.words import thousands

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from tracker.casework.models import AssistanceRequest, Item
    from tracker.casework.models.request import AssistanceRequestQuerySet


def paging_of(
    request: HttpRequest, found: AssistanceRequestQuerySet, page: Page[AssistanceRequest]
) -> dict[str, str]:
    """What the template of the paging asks for. One query."""
    return {"count": _requests(found), **neighbours_of(request, page)}


def counted_of(
    found: AssistanceRequestQuerySet, behind: QuerySet[PreservationSpell] | QuerySet[Item] | None
) -> str:
    """How many requests, and how many things they were found for. One query for each."""
    if behind is None:
        return _requests(found)
    count, more = capped_count(behind)
    words = (
        _preserved(count, more=more) if behind.model is PreservationSpell else _asked_for(count, more=more)
    )
    return words % {"count": thousands(count), "requests": _requests(found)}


def _preserved(count: int, *, more: bool) -> str:
    if more:
        return _("more than %(count)s preserved items in %(requests)s")
    return ngettext(
        "%(count)s preserved item in %(requests)s", "%(count)s preserved items in %(requests)s", count
    )


def _asked_for(count: int, *, more: bool) -> str:
    if more:
        return _("more than %(count)s items in %(requests)s")
    return ngettext("%(count)s item in %(requests)s", "%(count)s items in %(requests)s", count)


def _requests(found: AssistanceRequestQuerySet) -> str:
    count, more = capped_count(found)
    words = (
        _("more than %(count)s requests")
        if more
        else ngettext("%(count)s request", "%(count)s requests", count)
    )
    return words % {"count": thousands(count)}


def neighbours_of(request: HttpRequest, page: Page[Any]) -> dict[str, str]:
    """The addresses before and after this page, empty at the ends."""
    return {"previous_url": _address(request, page.before), "next_url": _address(request, page.after)}


def _address(request: HttpRequest, cursor: Cursor | None) -> str:
    if cursor is None:
        return ""
    query = request.GET.copy()
    query["after"] = str(cursor)
    return f"?{query.urlencode()}"
