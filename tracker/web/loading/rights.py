"""Who may load which tables in the browser. The loader and the services below ask again, row by row."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import Http404, HttpRequest, HttpResponseBase

from tracker.casework.viewer import Viewer
from tracker.loading.registry import TABLES
from tracker.loading.tables.base import Table
from tracker.web.viewer import signed_in, viewer_of

Given = ParamSpec("Given")
Page = Callable[Concatenate[HttpRequest, Given], HttpResponseBase]


def loadable(viewer: Viewer) -> list[Table]:
    """Reference data for administrators, tables of cases for those who work on requests."""
    return [
        table
        for table in TABLES.values()
        if (viewer.scope.administrator if table.is_reference else viewer.scope.working)
    ]


def for_loaders(page: Page[Given]) -> Page[Given]:
    """Show a page to those who may load anything; to others who are signed in it does not exist."""

    @wraps(page)
    def gate(request: HttpRequest, /, *args: Given.args, **kwargs: Given.kwargs) -> HttpResponseBase:
        if not loadable(viewer_of(request)):
            raise Http404
        return page(request, *args, **kwargs)

    return signed_in(gate)
