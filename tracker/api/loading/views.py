"""Fixture files: checked, loaded; everything of a set, or nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from django.http import Http404
from django.utils.translation import ngettext
from drf_spectacular.utils import extend_schema
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from tracker.api.errors import Refusal
from tracker.api.loading.read import FilesInput, LoadingReportSerializer, NotLoadedSerializer, report_data
from tracker.api.problems import CONTENT_TYPE
from tracker.api.schema import NOT_FOUND
from tracker.api.views import ApiView
from tracker.loading import services
from tracker.loading.choosing import MAX_ROWS
from tracker.loading.rights import loadable
from tracker.loading.values import Report

FILES: Final = {"multipart/form-data": FilesInput}


class Loader(ApiView):
    """Base of both: for those who may load anything; for others it does not exist."""

    parser_classes = (MultiPartParser,)

    def run(self, request: Request, service: Callable[..., Report]) -> Report:
        """The files of the call through the service, within the rights of the caller and the offices of its token."""
        viewer = self.viewer
        if not loadable(viewer):
            raise Http404
        form = FilesInput(data=request.data)
        form.is_valid(raise_exception=True)
        return service(
            form.sources(),
            by=viewer.user,
            recorded_at=viewer.at,
            max_rows=MAX_ROWS,
            within=viewer.scope.everywhere if viewer.bound_to else None,
        )


class Checks(Loader):
    """What loading would do."""

    @extend_schema(
        request=FILES,
        responses={200: LoadingReportSerializer, **NOT_FOUND},
        operation_id="fixtures_check",
    )
    def post(self, request: Request) -> Response:
        """Say it, with every problem of every row; nothing is kept."""
        return self.once(lambda: Response(report_data(self.run(request, services.check))))


class Loads(Loader):
    """Loading."""

    @extend_schema(
        request=FILES,
        responses={200: LoadingReportSerializer, (422, CONTENT_TYPE): NotLoadedSerializer, **NOT_FOUND},
        operation_id="fixtures_load",
    )
    def post(self, request: Request) -> Response:
        """Load the whole set or, where there is any problem, nothing of it: then 422 with all of them."""
        return self.once(lambda: _loaded(self.run(request, services.load)))


def _loaded(report: Report) -> Response:
    told = dict(report_data(report))
    if not told.pop("loaded"):
        raise Refusal({"files": [_refusal(len(report.problems))]}, more=told)
    return Response({"loaded": True, **told})


def _refusal(number: int) -> str:
    said: Any = ngettext(
        "Nothing was loaded: %(number)d problem is in the way.",
        "Nothing was loaded: %(number)d problems are in the way.",
        number,
    )
    return str(said % {"number": number})
