"""The register as a file."""

from __future__ import annotations

from typing import Any, Final

from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.request import Request

from tracker.api.errors import WrongParameter
from tracker.api.renderers import AsIs
from tracker.api.requests.filters import SORTING, FilterInput, sort_of, wanted
from tracker.api.schema import CSV_FILE
from tracker.api.views import ApiView
from tracker.casework.columns import COLUMNS, KEYS, Column, chosen
from tracker.casework.exports import exported, header, workbook
from tracker.casework.filters import apply
from tracker.casework.models.request import AssistanceRequestQuerySet
from tracker.exports import csv_response

COLUMN: Final = "columns"
BESIDE: Final = frozenset({"sort", COLUMN})
"""A file has no pages."""
CHOICE: Final = OpenApiParameter(
    COLUMN,
    {"type": "array", "items": {"type": "string", "enum": list(KEYS)}},
    explode=False,
    description="Which columns, parted by commas, in the order of the register; all where none is named.",
)
WORKBOOK: Final[Any] = {(200, "*/*"): OpenApiResponse(OpenApiTypes.BINARY, description="XLSX, one sheet.")}


class Export(ApiView):
    """All requests that a filter keeps."""

    renderer_classes = (AsIs,)

    @extend_schema(
        parameters=[FilterInput, SORTING, CHOICE], responses=CSV_FILE, operation_id="requests_export"
    )
    def get(self, request: Request) -> Any:
        """The rows of the register as filtered and sorted, all of its pages, line by line."""
        found, columns = self.asked(request)
        return csv_response("register", header(columns), exported(found, columns, at=self.viewer.at))

    def asked(self, request: Request) -> tuple[AssistanceRequestQuerySet, tuple[Column, ...]]:
        """The rows in their order, and the columns."""
        found = apply(self.viewer.requests, wanted(request, beside=BESIDE), at=self.viewer.at)
        return found.order_by(*sort_of(request).order.expressions()), _columns(request)


class ExportWorkbook(Export):
    """The same as a workbook."""

    @extend_schema(
        parameters=[FilterInput, SORTING, CHOICE], responses=WORKBOOK, operation_id="requests_export_xlsx"
    )
    def get(self, request: Request) -> Any:
        """The same rows and columns as XLSX; refused where they are more than a workbook takes."""
        found, columns = self.asked(request)
        return workbook(found, columns, at=self.viewer.at)


def _columns(request: Request) -> tuple[Column, ...]:
    given = request.query_params.get(COLUMN)
    if given is None:
        return COLUMNS
    keys = given.split(",")
    unknown = [key[:60] for key in keys if key not in KEYS]
    if unknown:
        raise WrongParameter({COLUMN: [_("There is no such column: %(key)s.") % {"key": unknown[0]}]})
    return chosen(keys)
