"""What is late, what needs the caller, which reminders reached nobody."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from tracker.api.figures import figure_data, query_of
from tracker.api.inputs import require_nothing
from tracker.api.paging import paged
from tracker.api.parameters import PAGES, require_only
from tracker.api.requests.read import RequestLine
from tracker.api.schema import NOT_FOUND, PAGING, SHAPING, page_of
from tracker.api.shaping import FIELDS
from tracker.api.views import ApiView
from tracker.api.work.read import (
    OverdueSerializer,
    RetriedSerializer,
    UndeliveredSerializer,
    WorklistSerializer,
    overdue_data,
)
from tracker.casework import worklist
from tracker.outbox.services import retry
from tracker.paging import Order
from tracker.reminders.models import ReminderMark
from tracker.reminders.queries import mails_of, undelivered_to

NEWEST: Final = Order(column="created_at")


class Overdue(ApiView):
    """The dashboard of what is late."""

    @extend_schema(responses={200: OverdueSerializer}, operation_id="overdue_read")
    def get(self, request: Request) -> Response:
        """How many, how late, where, whose: each number with the filter of exactly its rows."""
        require_only(request)
        viewer = self.viewer
        failed = undelivered_to(viewer).count() if viewer.scope.supervisor else None
        shown = {**overdue_data(viewer), "undelivered": failed}
        return Response(OverdueSerializer(shown).data)


class Worklist(ApiView):
    """What needs the caller."""

    @extend_schema(parameters=SHAPING, responses={200: WorklistSerializer}, operation_id="worklist_read")
    def get(self, request: Request) -> Response:
        """In the order of the page; `fields` narrows what is told of each request."""
        require_only(request, {FIELDS})
        viewer = self.viewer
        context = {"request": request, "at": viewer.at}
        RequestLine(context=context).fields  # noqa: B018  # without a task nothing would look at them
        shown = {
            "as_of": viewer.at,
            "figures": [figure_data(figure, query_of) for figure in worklist.figures(viewer)],
            "sections": list(worklist.sections(viewer)),
        }
        return Response(WorklistSerializer(shown, context=context).data)


class OfSupervisors(ApiView):
    """Base of the views of reminders that reached nobody; for others they do not exist."""

    def marks(self) -> QuerySet[ReminderMark]:
        """Those of the offices that the caller supervises."""
        if not self.viewer.scope.supervisor:
            raise Http404
        return undelivered_to(self.viewer)


class Undelivered(OfSupervisors):
    """Reminders that the mail server refused for good, or that could not be sent for too long."""

    @extend_schema(
        parameters=PAGING,
        responses={200: page_of(UndeliveredSerializer, "Undelivered"), **NOT_FOUND},
        operation_id="reminders_undelivered_list",
    )
    def get(self, request: Request) -> Response:
        """Newest first; supervisors only."""
        marks = self.marks()
        require_only(request, PAGES)
        return paged(request, marks, NEWEST, UndeliveredSerializer, {})


class Retries(OfSupervisors):
    """One of them, sent again."""

    @extend_schema(
        request=None, responses={200: RetriedSerializer}, operation_id="reminders_undelivered_retry"
    )
    def post(self, request: Request, uuid: UUID) -> Response:
        """Queue it again; it keeps its Message-ID."""

        def write() -> Response:
            require_nothing(request.data)
            message = get_object_or_404(mails_of(self.marks()), uuid=uuid)
            retry(message, at=self.viewer.at)
            message.refresh_from_db()
            return Response(RetriedSerializer(message).data)

        return self.once(write)
