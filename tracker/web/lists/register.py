"""The register: every request that one may see, filtered, sorted, paged by key, exported as shown."""

from __future__ import annotations

from typing import Final

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render

from tracker.casework.exports import HEADER, exported
from tracker.casework.filters import apply
from tracker.casework.models.request import AssistanceRequestQuerySet
from tracker.casework.sorting import SORTS, Sort
from tracker.casework.viewer import Viewer
from tracker.exports import csv_response
from tracker.paging import Cursor, page_of
from tracker.web.lists.filter_form import FilterForm, chips
from tracker.web.lists.rows import rows_of, with_shown
from tracker.web.lists.turning import paging_of
from tracker.web.viewer import signed_in, viewer_of

PAGE_SIZE: Final = 50


@signed_in
def register(request: HttpRequest) -> HttpResponse:
    """The page; htmx asks for the same page and takes its list."""
    viewer = viewer_of(request)
    form = FilterForm(request.GET, viewer=viewer)
    found, sort = narrowed(viewer, form), _sort(request)
    page = page_of(
        found,
        sort.order,
        Cursor.parse(request.GET.get("after", "")),
        size=PAGE_SIZE,
        among=viewer.requests if form.wanted().scatters else None,
        shown=with_shown,
    )
    context = {
        "form": form,
        "chips": list(chips(form, request.GET)),
        "rows": rows_of(page.rows, viewer.at),
        "sorts": SORTS,
        "sort": sort,
        "paging": paging_of(request, found, page),
        "query": request.GET.urlencode(),
        "may_load": bool(viewer.scope.working),
    }
    return render(request, "lists/register.html", context)


@signed_in
def register_csv(request: HttpRequest) -> StreamingHttpResponse:
    """Exactly the rows of the list as filtered and sorted, all of its pages."""
    viewer = viewer_of(request)
    found = narrowed(viewer, FilterForm(request.GET, viewer=viewer))
    order = _sort(request).order
    ordered = found.order_by(*order.expressions())
    return csv_response("register", HEADER, exported(ordered, at=viewer.at))


def narrowed(viewer: Viewer, form: FilterForm) -> AssistanceRequestQuerySet:
    return apply(viewer.requests, form.wanted(), at=viewer.at)


def _sort(request: HttpRequest) -> Sort:
    return next((sort for sort in SORTS if sort.key == request.GET.get("sort")), SORTS[0])
