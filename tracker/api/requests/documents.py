"""Documents of a request: listed, taken in, sent out."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import FileResponse
from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from tracker.api.fields import rows_of
from tracker.api.parameters import require_only
from tracker.api.renderers import AsIs
from tracker.api.requests.acts import DocumentInput
from tracker.api.requests.base import OfRequest, etag_of
from tracker.api.requests.parts import DocumentSerializer
from tracker.api.schema import page_of
from tracker.casework import services
from tracker.casework.exports import attachment


class Documents(OfRequest):
    """The files of the request."""

    parser_classes = (MultiPartParser,)

    @extend_schema(
        responses={200: page_of(DocumentSerializer, "Document")}, operation_id="request_documents_list"
    )
    def get(self, _request: Request, uuid: UUID) -> Response:
        """All documents, oldest first; the digest is that of the bytes at receipt."""
        rows = self.case(uuid).row.documents.select_related("uploaded_by")
        return self.listed(rows_of(DocumentSerializer(rows, many=True)))

    @extend_schema(
        request={"multipart/form-data": DocumentInput},
        responses={201: DocumentSerializer},
        operation_id="request_documents_create",
    )
    def post(self, request: Request, uuid: UUID) -> Response:
        """Keep one more document; of the same file under one key there is one."""
        if not self.case(uuid).roles:
            raise PermissionDenied  # before a file is stored for whoever may only read
        form = DocumentInput(data=request.data)
        form.is_valid(raise_exception=True)
        file = form.validated_data["file"]
        with services.received(file, name=file.name) as stored:
            return self.once(lambda: self._keep(uuid, stored, form.validated_data["seen_version"]))

    def _keep(self, uuid: UUID, stored: services.Received, seen_version: int) -> Response:
        case = self.working_case(uuid, "add_document")
        document = services.add_document(case.row, stored, **case.stamp(seen_version))
        answer = Response(DocumentSerializer(document).data, status=HTTPStatus.CREATED)
        answer["Location"] = reverse("api:document", args=[uuid, document.uuid], request=self.request)
        answer["ETag"] = etag_of(document.request)
        return answer


class Content(OfRequest):
    """The bytes of one document."""

    renderer_classes = (AsIs,)

    @extend_schema(
        responses={(200, "*/*"): OpenApiResponse(OpenApiTypes.BINARY)},
        operation_id="request_documents_download",
    )
    def get(self, request: Request, uuid: UUID, document: UUID) -> Any:
        """An attachment of the type that was checked at receipt."""
        row = get_object_or_404(self.case(uuid).row.documents, uuid=document)
        require_only(request)
        found: FileResponse = attachment(row)
        return found
