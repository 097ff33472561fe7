"""How many rows a list has, and the addresses of its neighbouring pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tracker.paging import COUNT_CAP, Cursor, Page, capped_count

if TYPE_CHECKING:
    from tracker.casework.models import AssistanceRequest
    from tracker.casework.models.request import AssistanceRequestQuerySet


def paging_of(
    request: HttpRequest, found: AssistanceRequestQuerySet, page: Page[AssistanceRequest]
) -> dict[str, str]:
    """What the template of the paging asks for. One query."""
    count, more = capped_count(found)
    words = (
        _("more than %(count)d requests")
        if more
        else ngettext("%(count)d request", "%(count)d requests", count)
    )
    return {"count": words % {"count": COUNT_CAP if more else count}, **neighbours_of(request, page)}


def neighbours_of(request: HttpRequest, page: Page[Any]) -> dict[str, str]:
    """The addresses before and after this page, empty at the ends."""
    return {"previous_url": _address(request, page.before), "next_url": _address(request, page.after)}


def _address(request: HttpRequest, cursor: Cursor | None) -> str:
    if cursor is None:
        return ""
    query = request.GET.copy()
    query["after"] = str(cursor)
    return f"?{query.urlencode()}"
