"""The register: every request that one may see, filtered, sorted, paged by key, exported as shown."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from tracker.casework.columns import COLUMNS, KEYS, USUAL, Column, chosen, with_preserved
from tracker.casework.errors import Refused
from tracker.casework.exports import exported, header, workbook
from tracker.casework.filters import apply, things_behind
from tracker.casework.models import AssistanceRequest
from tracker.casework.models.request import AssistanceRequestQuerySet
from tracker.casework.sorting import SORTS, Sort
from tracker.casework.viewer import Viewer
from tracker.exports import csv_response
from tracker.paging import Cursor, page_of
from tracker.saved.queries import views_of
from tracker.web.lists.chips import chips, not_understood
from tracker.web.lists.filter_form import FilterForm
from tracker.web.lists.rows import rows_of, with_shown
from tracker.web.lists.turning import counted_of, neighbours_of
from tracker.web.viewer import signed_in, viewer_of
from tracker.words import spoken
from workflows.errors import WorkflowError
from workflows.messages import message

PAGE_SIZE: Final = 50
NO_FILE: Final = message("No file was made: it would hold more than is asked for here.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A request by the chosen columns."""

    row: AssistanceRequest
    cells: tuple[tuple[Column, object], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cells:
    """The list by the chosen columns."""

    columns: tuple[Column, ...]
    lines: tuple[Line, ...]


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
        shown=_with_columns if _picked(request) else with_shown,
    )
    context = {
        "form": form,
        "chips": list(chips(form, request.GET)),
        "not_understood": list(not_understood(form, request.GET)),
        "rows": rows_of(page.rows, viewer.at),
        "columns": COLUMNS,
        "usual": USUAL,
        "picked": _picked(request),
        "cells": _cells(request, page.rows, viewer) if _picked(request) else None,
        "sorts": SORTS,
        "sort": sort,
        "paging": {
            "count": counted_of(found, things_behind(found, form.wanted(), at=viewer.at)),
            **neighbours_of(request, page),
        },
        "query": request.GET.urlencode(),
        "views": views_of(viewer),
        "may_load": bool(viewer.scope.working),
    }
    return render(request, "lists/register.html", context)


@signed_in
def register_csv(request: HttpRequest) -> HttpResponseBase:
    """Exactly the rows of the list as filtered and sorted, all of its pages, and the columns that were chosen."""

    def written(
        found: AssistanceRequestQuerySet, columns: Sequence[Column], *, at: datetime
    ) -> HttpResponseBase:
        return csv_response("register", header(columns), exported(found, columns, at=at))

    return _file(request, written)


@signed_in
def register_xlsx(request: HttpRequest) -> HttpResponseBase:
    """The same as a workbook."""
    return _file(request, workbook)


def _file(request: HttpRequest, written: Callable[..., HttpResponseBase]) -> HttpResponseBase:
    """Whatever cannot be said in a file leads back to the page, which says it."""
    viewer = viewer_of(request)
    form = FilterForm(request.GET, viewer=viewer)
    try:
        if any(not_understood(form, request.GET)):
            raise Refused(NO_FILE)
        found = narrowed(viewer, form).order_by(*_sort(request).order.expressions())
        return written(found, _columns(request), at=viewer.at)
    except WorkflowError as refusal:
        messages.error(request, spoken(refusal.reasons[0]))
        return redirect(f"{reverse('register')}?{request.GET.urlencode()}")


def _with_columns(found: QuerySet[AssistanceRequest]) -> QuerySet[AssistanceRequest]:
    return with_shown(with_preserved(found))


def _picked(request: HttpRequest) -> frozenset[str]:
    """The columns that somebody chose; the usual ones are no choice."""
    keys = frozenset(request.GET.getlist("column")) & frozenset(KEYS)
    return keys if keys != USUAL else frozenset()


def _columns(request: HttpRequest) -> tuple[Column, ...]:
    return chosen(_picked(request))


def _cells(request: HttpRequest, rows: Iterable[AssistanceRequest], viewer: Viewer) -> Cells:
    """The chosen columns, where somebody chose."""
    columns = _columns(request)
    return Cells(
        columns=columns,
        lines=tuple(
            Line(row=row, cells=tuple((column, column.cell(row, viewer.at)) for column in columns))
            for row in rows
        ),
    )


def narrowed(viewer: Viewer, form: FilterForm) -> AssistanceRequestQuerySet:
    return apply(viewer.requests, form.wanted(), at=viewer.at)


def _sort(request: HttpRequest) -> Sort:
    return next((sort for sort in SORTS if sort.key == request.GET.get("sort")), SORTS[0])
