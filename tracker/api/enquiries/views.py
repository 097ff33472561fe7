"""Status enquiries over the API: the list, runs of letters, and marking them as sent."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from tracker.api.enquiries.inputs import AskInput, DueParameters, SendingInput
from tracker.api.enquiries.read import DueEnquirySerializer, EnquiryRunSerializer, EnquiryRunWhole
from tracker.api.inputs import require_nothing
from tracker.api.paging import paged
from tracker.api.parameters import PAGES, require_only, understood
from tracker.api.renderers import AsIs
from tracker.api.schema import PAGING, page_of
from tracker.api.views import ApiView
from tracker.enquiries import services
from tracker.enquiries.files import zip_of
from tracker.enquiries.models import EnquiryLine, EnquiryRun
from tracker.enquiries.queries import SHOWN, due, has_letters, runs_of, with_letters
from tracker.paging import Order
from workflows.vocabulary import Transmission


class DueEnquiries(ApiView):
    """What is due for an enquiry."""

    @extend_schema(
        parameters=[DueParameters, *PAGING],
        responses={200: page_of(DueEnquirySerializer, "DueEnquiry")},
        operation_id="enquiries_due_list",
    )
    def get(self, request: Request) -> Response:
        """Open requests to others whose monthly enquiry is due or soon due; the one that is late first."""
        given = understood(request, DueParameters, beside=PAGES)
        order = Order(column="late_from", descending=False)
        found = with_letters(due(self.viewer, **given), at=self.viewer.at)
        return paged(request, found.order_by(), order, DueEnquirySerializer, {"at": self.viewer.at})


class OfRuns(ApiView):
    """Base of the views about runs of letters."""

    def run(self, uuid: UUID) -> EnquiryRun:
        """One all of whose requests are of offices in which the caller works; for everybody else there is none."""
        found: EnquiryRun = get_object_or_404(runs_of(self.viewer), uuid=uuid)
        return found

    def require_sight(self, told: Any) -> None:
        """It is still one that the caller may see."""
        uuid = self.kwargs.get("uuid") or told.get("uuid")
        if uuid:
            self.run(uuid)

    def shown(self, uuid: UUID, status: HTTPStatus = HTTPStatus.OK) -> Response:
        """The run as it then is."""
        run: Any = self.run(uuid)
        lines = EnquiryLine.objects.filter(run=run).select_related("letter__addressee", *SHOWN)
        run.shown_lines = list(lines.order_by("letter__number", "pk"))
        return Response(EnquiryRunWhole(run).data, status=status)


class Runs(OfRuns):
    """Runs of letters."""

    @extend_schema(
        parameters=PAGING,
        responses={200: page_of(EnquiryRunSerializer, "EnquiryRun")},
        operation_id="enquiries_list",
    )
    def get(self, request: Request) -> Response:
        """Newest first."""
        require_only(request, PAGES)
        return paged(request, runs_of(self.viewer), Order(), EnquiryRunSerializer, {})

    @extend_schema(request=AskInput, responses={201: EnquiryRunWhole}, operation_id="enquiries_ask")
    def post(self, request: Request) -> Response:
        """Have letters written for requests that are due: one for each office and addressee, in the background.

        Nothing is recorded as sent by it. ``state`` says when they are there.
        """

        def write() -> Response:
            form = AskInput(data=request.data)
            form.is_valid(raise_exception=True)
            run = services.ask(self.viewer, form.validated_data["requests"])
            answer = self.shown(run.uuid, HTTPStatus.CREATED)
            answer["Location"] = reverse("api:enquiry_run", args=[run.uuid], request=request)
            return answer

        return self.once(write)


class OneRun(OfRuns):
    """One run of letters."""

    @extend_schema(responses={200: EnquiryRunWhole}, operation_id="enquiries_read")
    def get(self, request: Request, uuid: UUID) -> Response:
        """How far it is, and each request in it."""
        told = self.shown(uuid)
        require_only(request)
        return told


class Letters(OfRuns):
    """The letters of a run."""

    renderer_classes = (AsIs,)

    @extend_schema(
        responses={(200, "*/*"): OpenApiResponse(OpenApiTypes.BINARY)}, operation_id="enquiries_download"
    )
    def get(self, request: Request, uuid: UUID) -> Any:
        """All of them as DOCX and PDF with their list, in one ZIP; 404 before they are written and once deleted."""
        run = self.run(uuid)
        require_only(request)
        if not has_letters(run):
            raise Http404
        answer = HttpResponse(zip_of(run), content_type="application/zip")
        answer["Content-Disposition"] = f'attachment; filename="status-enquiries-{run.dated_on}.zip"'
        answer["X-Content-Type-Options"] = "nosniff"
        return answer


class Sendings(OfRuns):
    """Letters that were sent."""

    @extend_schema(request=SendingInput, responses={200: EnquiryRunWhole}, operation_id="enquiries_mark_sent")
    def post(self, request: Request, uuid: UUID) -> Response:
        """Record a status enquiry on each of these requests, under the rules of that action.

        Each by itself: what is refused says why on its line (``refusals``) and holds up no other.
        """

        def write() -> Response:
            run = self.run(uuid)
            form = SendingInput(data=request.data)
            form.is_valid(raise_exception=True)
            given = form.validated_data
            services.mark_sent(
                run,
                [_sending(run, row) for row in given["requests"]],
                sent_on=given["sent_on"],
                mode=Transmission(given["mode"]),
                by=self.viewer.user,
                at=self.viewer.at,
            )
            return self.shown(uuid)

        return self.once(write)


class RunRetries(OfRuns):
    """Runs that are to be written again."""

    @extend_schema(request=None, responses={200: EnquiryRunWhole}, operation_id="enquiries_retry")
    def post(self, request: Request, uuid: UUID) -> Response:
        """Try again to write what could not be written, from where it stopped; others stay as they are.

        Requests about which somebody has asked for another letter since, or for which none is due any more, are taken
        out of it: nobody is chased twice. Refused where these are all of them.
        """

        def write() -> Response:
            run = self.run(uuid)
            require_nothing(request.data)
            services.try_again(self.viewer, run)
            return self.shown(uuid)

        return self.once(write)


def _sending(run: EnquiryRun, row: dict[str, Any]) -> services.Sending:
    lines = EnquiryLine.objects.filter(run=run).select_related("request__office")
    line = get_object_or_404(lines, request__uuid=row["request"])
    return services.Sending(line=line, seen_version=row["seen_version"])
