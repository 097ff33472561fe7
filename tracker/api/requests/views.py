"""Requests: found, read, logged, changed, acted on. Each view parses, calls one service, and prints."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.http import Http404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from tracker.api.paging import paged_as
from tracker.api.parameters import SHAPES, require_only
from tracker.api.requests.acts import ActionInput, CorrectionInput
from tracker.api.requests.base import OfRequest, shown
from tracker.api.requests.dossier import EditInput, OpeningInput
from tracker.api.requests.filters import SORTING, FilterInput, sort_of, wanted
from tracker.api.requests.lines import printer, with_columns
from tracker.api.requests.read import EXPANDABLE, RequestLine, RequestWhole
from tracker.api.schema import PAGING, SHAPING, expanding, page_of
from tracker.api.views import ApiView
from tracker.casework import services
from tracker.casework.case import Case, found_by
from tracker.casework.filters import apply, things_behind
from tracker.paging import capped_count
from workflows import registry
from workflows.engine import Action
from workflows.vocabulary import Direction

OFFERED = OpenApiParameter(
    "action",
    location=OpenApiParameter.PATH,
    enum=sorted(
        {
            action.key
            for channel in registry.CHANNELS.values()
            for procedure in channel.procedures
            for action in procedure.actions
            if action.offered and action.key != procedure.create
        }
    ),
    description="The key of an action of the channel.",
)


class BehindSerializer(serializers.Serializer[Any]):
    """How many things asked for, or preserved, all pages show the requests of: told where a filter asks for some.

    Figures count these; where filters ask for both, what was preserved. `more`: there are more than so many.
    """

    number = serializers.IntegerField()
    more = serializers.BooleanField()


class Requests(ApiView):
    """All requests that the caller may see."""

    @extend_schema(
        parameters=[FilterInput, SORTING, *PAGING, *SHAPING],
        responses={200: page_of(RequestLine, "Request", items=BehindSerializer(required=False))},
        operation_id="requests_list",
    )
    def get(self, request: Request) -> Response:
        """Filtered and sorted as the register."""
        viewer, narrowing = self.viewer, wanted(request)
        found = apply(viewer.requests, narrowing, at=viewer.at)
        line = printer(request, at=viewer.at)
        answer = paged_as(
            request,
            found,
            sort_of(request).order,
            line,
            among=viewer.requests if narrowing.scatters else None,
            shown=with_columns,
        )
        behind = things_behind(found, narrowing, at=viewer.at)
        if behind is not None:
            number, more = capped_count(behind)
            answer.data["items"] = {"number": number, "more": more}
        return answer

    @extend_schema(request=OpeningInput, responses={201: RequestWhole}, operation_id="requests_create")
    def post(self, request: Request) -> Response:
        """Log a new request."""
        return self.once(lambda: self._open(request))

    def require_sight(self, told: Any) -> None:
        """The request that was logged is still one that the caller may see."""
        if "uuid" in told:
            found_by(self.viewer, UUID(told["uuid"]))

    def _open(self, request: Request) -> Response:
        context = {"offices": self.viewer.scope.working, "seen": self.viewer.requests}
        form = OpeningInput(data=request.data, context=context)
        form.is_valid(raise_exception=True)
        given = form.validated_data
        follows = given.get("follows")
        row = services.log_request(
            self.viewer,
            office=given["office"],
            direction=Direction(given["direction"]),
            channel=given["channel"],
            dossier=form.dossier(),
            occurred=form.occurred,
            follows=services.Follows(**follows) if follows else None,
        )
        answer = shown(self, found_by(self.viewer, row.uuid), status=HTTPStatus.CREATED)
        answer["Location"] = reverse("api:request", args=[row.uuid], request=request)
        return answer


class OneRequest(OfRequest):
    """One request with its dossier and what can be done now."""

    @extend_schema(
        parameters=[*SHAPING, expanding(EXPANDABLE)],
        responses={200: RequestWhole},
        operation_id="requests_read",
    )
    def get(self, request: Request, uuid: UUID) -> Response:
        """Read it; ``ETag`` carries its version."""
        case = self.case(uuid)
        require_only(request, SHAPES)
        return shown(self, case)

    @extend_schema(request=EditInput, responses={200: RequestWhole}, operation_id="requests_edit")
    def patch(self, request: Request, uuid: UUID) -> Response:
        """Change parts of the dossier; what is asked for only until it went out."""
        case = self.working_case(uuid, "edit")
        form = EditInput(data=request.data)
        form.is_valid(raise_exception=True)
        dossier = form.dossier(services.dossier_of(case.row))
        services.edit_dossier(case.row, dossier, **case.stamp(form.validated_data["seen_version"]))
        return shown(self, self.case(uuid))


class Actions(OfRequest):
    """One action of the channel."""

    @extend_schema(
        parameters=[OFFERED],
        request=ActionInput,
        responses={200: RequestWhole},
        operation_id="requests_act",
    )
    def post(self, request: Request, uuid: UUID, action: str) -> Response:
        """Record that it happened.

        ``available_actions`` of the request says what can be done now and what it asks for; what the table of the
        channel does not offer does not exist.
        """

        def write() -> Response:
            case = self.working_case(uuid)
            form = ActionInput(data=request.data, context={"action": _offered(case, action)})
            form.is_valid(raise_exception=True)
            services.perform(
                case.row,
                action,
                occurred=form.occurred(case.zone.key),
                items=form.items_chosen,
                data=form.codes,
                texts=form.texts,
                **case.stamp(form.validated_data["seen_version"]),
            )
            return shown(self, self.case(uuid))

        return self.once(write)


class Corrections(OfRequest):
    """Corrections of one entry of the log."""

    @extend_schema(
        request=CorrectionInput, responses={200: RequestWhole}, operation_id="request_events_correct"
    )
    def post(self, request: Request, uuid: UUID, sequence: int) -> Response:
        """Take the entry back or amend it; the history must stay possible without it."""
        form = CorrectionInput(data=request.data)
        return self.write(
            uuid,
            form,
            lambda case, stamp: services.correct(
                case.row,
                target=sequence,
                reason=form.validated_data["reason"],
                void=form.validated_data["void"],
                occurred=form.occurred(_zone_of(case, sequence)),
                changes=form.changes_given,
                **stamp,
            ),
            action="correct",
        )


def _offered(case: Case, key: str) -> Action:
    action = case.procedure.action(key)
    if not action.offered or key == case.procedure.create:
        raise Http404
    return action


def _zone_of(case: Case, sequence: int) -> str:
    event = next((event for event in case.events if event.sequence == sequence), None)
    if event is None:
        raise Http404
    return event.occurred_zone
