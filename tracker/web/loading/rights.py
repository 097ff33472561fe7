"""The pages of loading, for those who may load anything."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import Http404, HttpRequest, HttpResponseBase

from tracker.loading.rights import loadable
from tracker.web.viewer import signed_in, viewer_of

Given = ParamSpec("Given")
Page = Callable[Concatenate[HttpRequest, Given], HttpResponseBase]


def for_loaders(page: Page[Given]) -> Page[Given]:
    """Show a page to those who may load anything; to others who are signed in it does not exist."""

    @wraps(page)
    def gate(request: HttpRequest, /, *args: Given.args, **kwargs: Given.kwargs) -> HttpResponseBase:
        if not loadable(viewer_of(request)):
            raise Http404
        return page(request, *args, **kwargs)

    return signed_in(gate)
