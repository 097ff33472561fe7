"""What one was told of: the bell in the head of every page, and the page of all notices."""

from __future__ import annotations

from http import HTTPStatus
from typing import Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from tracker.casework.notices import COUNTED, notices_of, unread_count
from tracker.casework.viewer import Viewer
from tracker.notices.models import NoticeKind
from tracker.notices.services import mark_read
from tracker.paging import Cursor, Order, page_of
from tracker.web.lists.turning import neighbours_of
from tracker.web.viewer import signed_in, viewer_of
from workflows.vocabulary import Tone

PAGE_SIZE: Final = 30
NEWEST_FIRST: Final = Order()
STOP_ASKING: Final = 286
"""Htmx asks no more after this."""
TONES: Final = {
    NoticeKind.REMINDED: Tone.DUE_SOON,
    NoticeKind.ASSIGNED: Tone.WITH_US,
    NoticeKind.GRANTED: Tone.WITH_US,
    NoticeKind.RECORDED: Tone.WITH_THEM,
    NoticeKind.MOVED: Tone.DUE_SOON,
    NoticeKind.MAIL_FAILED: Tone.OVERDUE,
}


@require_safe
def bell(request: HttpRequest) -> HttpResponse:
    """The bell alone, for pages that stay open; where nobody is signed in any more, no page goes on asking."""
    if not request.user.is_authenticated:
        return HttpResponse(status=STOP_ASKING)
    return render(request, "components/_bell.html", bell_of(viewer_of(request)))


def bell_of(viewer: Viewer) -> dict[str, object]:
    """What the bell shows. One query."""
    unread = unread_count(viewer)
    return {"unread": unread, "unread_words": f"{COUNTED}+" if unread > COUNTED else str(unread)}


@signed_in
@require_safe
def notices(request: HttpRequest) -> HttpResponse:
    """All of them, newest first, or the unread ones only."""
    viewer = viewer_of(request)
    only_unread = request.GET.get("show") == "unread"
    found = notices_of(viewer)
    page = page_of(
        found.unread() if only_unread else found,
        NEWEST_FIRST,
        Cursor.parse(request.GET.get("after", "")),
        size=PAGE_SIZE,
    )
    lines = [
        {"notice": notice, "tone": TONES[NoticeKind(notice.kind)].value, "why": notice.get_kind_display()}
        for notice in page.rows
    ]
    context = {
        "lines": lines,
        "only_unread": only_unread,
        "newest": page.rows[0].pk if page.rows else None,
        "paging": {"count": "", **neighbours_of(request, page)},
    }
    return render(request, "notices/list.html", context)


@signed_in
@require_POST
def notice_read(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Mark one as read, and go on to its request where that was asked."""
    viewer = viewer_of(request)
    notice = get_object_or_404(notices_of(viewer), uuid=uuid)
    mark_read(notices_of(viewer).filter(pk=notice.pk), at=viewer.at)
    return redirect("notices")


@signed_in
@require_POST
def notices_read(request: HttpRequest) -> HttpResponse:
    """Mark all as read that were there when the page was shown: what came meanwhile was not seen."""
    viewer = viewer_of(request)
    newest = request.POST.get("newest", "")
    if not newest.isascii() or not newest.isdecimal() or len(newest) > 18:
        return HttpResponse(status=HTTPStatus.BAD_REQUEST)
    count = mark_read(notices_of(viewer).filter(pk__lte=int(newest)), at=viewer.at)
    messages.success(
        request,
        ngettext("%(count)d notice is marked as read.", "%(count)d notices are marked as read.", count)
        % {"count": count},
    )
    return redirect("notices")
