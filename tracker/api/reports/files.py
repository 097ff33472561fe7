"""Views of files: one for each form in which something can be had."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema, extend_schema_view

from tracker.api.renderers import AsIs
from tracker.api.views import ApiView
from tracker.exports import FileForm


class OfFile(ApiView):
    """Base of the views of one form each: ``told`` says of what, for the document of the API."""

    renderer_classes = (AsIs,)
    form: ClassVar[FileForm[Any]]
    told: ClassVar[str]


def file_views(
    base: type[OfFile],
    forms: Mapping[str, FileForm[Any]],
    *,
    operation: str,
    parameters: list[OpenApiParameter] | None = None,
) -> Mapping[str, type[ApiView]]:
    """A view for each form, by its ending: ``base`` with this form."""
    return {
        form.ending: _documented(form, operation, parameters)(
            type(
                f"{base.__name__}As{form.title}",
                (base,),
                {"form": form, "__doc__": f"{base.told} as {form.title}."},
            )
        )
        for form in forms.values()
    }


def _documented(form: FileForm[Any], operation: str, parameters: list[OpenApiParameter] | None) -> Any:
    got = extend_schema(
        parameters=parameters,
        responses={(200, form.content_type): OpenApiResponse(OpenApiTypes.BINARY)},
        operation_id=f"{operation}_{form.ending}",
    )
    return extend_schema_view(get=got)
