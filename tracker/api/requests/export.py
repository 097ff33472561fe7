"""The register as a file."""

from __future__ import annotations

from typing import Any, Final

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from tracker.api.renderers import AsIs
from tracker.api.requests.filters import SORTING, FilterInput, sort_of, wanted
from tracker.api.schema import CSV_FILE
from tracker.api.views import ApiView
from tracker.casework.exports import HEADER, exported
from tracker.casework.filters import apply
from tracker.exports import csv_response

BESIDE: Final = frozenset({"sort"})
"""A file has no pages, and its columns are given."""


class Export(ApiView):
    """All requests that a filter keeps."""

    renderer_classes = (AsIs,)

    @extend_schema(parameters=[FilterInput, SORTING], responses=CSV_FILE, operation_id="requests_export")
    def get(self, request: Request) -> Any:
        """The rows of the register as filtered and sorted, all of its pages, line by line."""
        found = apply(self.viewer.requests, wanted(request, beside=BESIDE), at=self.viewer.at)
        ordered = found.order_by(*sort_of(request).order.expressions())
        return csv_response("register", HEADER, exported(ordered, at=self.viewer.at))
