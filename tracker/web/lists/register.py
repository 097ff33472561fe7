"""The register: every request that one may see, filtered, sorted, paged by key, exported as shown."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from tracker.casework import labels
from tracker.casework.filters import apply
from tracker.casework.models import AssistanceRequest
from tracker.casework.models.request import AssistanceRequestQuerySet
from tracker.web.exports import csv_response
from tracker.web.lists.filter_form import FilterForm, chips
from tracker.web.lists.rows import ListRow, row_of, rows_of, with_shown
from tracker.web.paging import COUNT_CAP, Cursor, Order, Page, capped_count, page_of
from tracker.web.viewer import Viewer, signed_in, viewer_of
from workflows.vocabulary import Direction, Outcome

PAGE_SIZE: Final = 50
EXPORT_CHUNK: Final = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Sort:
    """One way to sort; ``key`` stands in the address."""

    key: str
    label: str | Promise
    order: Order


SORTS: Final = (
    Sort(key="-opened", label=gettext_lazy("newest first"), order=Order(column="opened_on")),
    Sort(key="opened", label=gettext_lazy("oldest first"), order=Order(column="opened_on", descending=False)),
    Sort(
        key="late",
        label=gettext_lazy("longest overdue first"),
        order=Order(column="late_from", descending=False),
    ),
    Sort(key="-sent", label=gettext_lazy("last sent first"), order=Order(column="sent_on")),
    Sort(
        key="held",
        label=gettext_lazy("longest with its holder first"),
        order=Order(column="holder_since", descending=False),
    ),
    Sort(key="-moved", label=gettext_lazy("last movement first"), order=Order(column="last_event_on")),
)


@signed_in
def register(request: HttpRequest) -> HttpResponse:
    """The page; htmx asks for the same page and takes its list."""
    viewer = viewer_of(request)
    form = FilterForm(request.GET, viewer=viewer)
    found = narrowed(viewer, form)
    sort = _sort(request)
    page = page_of(with_shown(found), sort.order, Cursor.parse(request.GET.get("after", "")), size=PAGE_SIZE)
    context = {
        "form": form,
        "chips": list(chips(form, request.GET)),
        "rows": rows_of(page.rows, viewer.at),
        "sorts": SORTS,
        "sort": sort,
        "paging": _paging(request, found, page),
        "query": request.GET.urlencode(),
        "may_load": bool(viewer.scope.working),
    }
    return render(request, "lists/register.html", context)


@signed_in
def register_csv(request: HttpRequest) -> StreamingHttpResponse:
    """Exactly the rows of the list as filtered and sorted, all of its pages."""
    viewer = viewer_of(request)
    found = with_shown(narrowed(viewer, FilterForm(request.GET, viewer=viewer)))
    order = _sort(request).order
    ordered = found.order_by(*order.expressions())
    return csv_response("register", HEADER, _exported(ordered, viewer))


def narrowed(viewer: Viewer, form: FilterForm) -> AssistanceRequestQuerySet:
    return apply(viewer.requests, form.wanted(), at=viewer.at)


HEADER: Final = (
    gettext_lazy("Our reference"), gettext_lazy("Their reference"), gettext_lazy("Title"), gettext_lazy("Direction"),
    gettext_lazy("Jurisdiction"), gettext_lazy("Code"), gettext_lazy("Channel"), gettext_lazy("Office"),
    gettext_lazy("Officer"), gettext_lazy("Stage"), gettext_lazy("Held by"), gettext_lazy("Held since"),
    gettext_lazy("Opened"), gettext_lazy("Sent or received"), gettext_lazy("First answer"), gettext_lazy("Closed"),
    gettext_lazy("Outcome"), gettext_lazy("Next date"), gettext_lazy("Standing"),
)  # fmt: skip


def _exported(found: AssistanceRequestQuerySet, viewer: Viewer) -> Iterator[tuple[object, ...]]:
    for assistance_request in found.iterator(chunk_size=EXPORT_CHUNK):
        yield _cells(row_of(assistance_request, viewer.at))


def _cells(row: ListRow) -> tuple[object, ...]:
    asked = row.assistance_request
    return (
        asked.reference,
        asked.their_reference,
        asked.title,
        labels.DIRECTION[Direction(asked.direction)],
        asked.jurisdiction.name,
        asked.jurisdiction.code,
        row.channel,
        asked.office.code,
        asked.officer,
        asked.get_stage_display(),
        row.holder,
        asked.holder_since,
        asked.opened_on,
        asked.sent_on,
        asked.answered_on,
        asked.closed_on,
        labels.OUTCOME[Outcome(asked.outcome)],
        asked.due_on,
        row.standing.words,
    )


def _sort(request: HttpRequest) -> Sort:
    return next((sort for sort in SORTS if sort.key == request.GET.get("sort")), SORTS[0])


def _paging(
    request: HttpRequest, found: AssistanceRequestQuerySet, page: Page[AssistanceRequest]
) -> dict[str, str]:
    count, more = capped_count(found)
    words = (
        _("more than %(count)d requests")
        if more
        else ngettext("%(count)d request", "%(count)d requests", count)
    )
    return {
        "count": words % {"count": COUNT_CAP if more else count},
        "previous_url": _address(request, page.before),
        "next_url": _address(request, page.after),
    }


def _address(request: HttpRequest, cursor: Cursor | None) -> str:
    if cursor is None:
        return ""
    query = request.GET.copy()
    query["after"] = str(cursor)
    return f"?{query.urlencode()}"
