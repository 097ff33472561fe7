"""What belongs to the file of a request: results, links, access, the officer."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from tracker.api.fields import rows_of
from tracker.api.inputs import Versioned
from tracker.api.requests.acts import GrantInput, LinkInput, ReassignmentInput, ResultInput
from tracker.api.requests.base import OfRequest
from tracker.api.requests.parts import GrantSerializer, LinkSerializer, ResultSerializer
from tracker.api.requests.read import RequestWhole
from tracker.api.schema import page_of
from tracker.casework import services
from tracker.casework.case import Case, Stamp, found_by


class Reassignments(OfRequest):
    """Who is responsible."""

    @extend_schema(request=ReassignmentInput, responses={200: RequestWhole}, operation_id="requests_reassign")
    def post(self, request: Request, uuid: UUID) -> Response:
        """Make somebody else of the office responsible."""
        form = ReassignmentInput(data=request.data)
        return self.write(
            uuid,
            form,
            lambda case, stamp: services.reassign(
                case.row,
                form.validated_data["officer"],
                note=form.validated_data["note"],
                **stamp,
            ),
            action="reassign",
        )


class Adoptions(OfRequest):
    """Imported history that somebody takes over."""

    @extend_schema(request=Versioned, responses={200: RequestWhole}, operation_id="requests_adopt")
    def post(self, request: Request, uuid: UUID) -> Response:
        """Adopt it: from now on its deadlines remind."""
        form = Versioned(data=request.data)
        return self.write(
            uuid,
            form,
            lambda case, stamp: services.adopt(case.row, **stamp),
            action="adopt",
        )


class Links(OfRequest):
    """How the request hangs together with others."""

    @extend_schema(responses={200: page_of(LinkSerializer, "Link")}, operation_id="request_links_list")
    def get(self, _request: Request, uuid: UUID) -> Response:
        """Links to and from requests that the caller may see."""
        return self.listed(rows_of(LinkSerializer(self.case(uuid).links, many=True)))

    @extend_schema(request=LinkInput, responses={200: RequestWhole}, operation_id="request_links_create")
    def post(self, request: Request, uuid: UUID) -> Response:
        """Link it to another request that the caller may see."""
        form = LinkInput(data=request.data)
        return self.write(
            uuid,
            form,
            lambda case, stamp: services.link(
                case.row,
                found_by(self.viewer, form.validated_data["target"]).row,
                form.validated_data["kind"],
                **stamp,
            ),
            action="link",
        )


class Results(OfRequest):
    """What the assistance led to."""

    @extend_schema(responses={200: page_of(ResultSerializer, "Result")}, operation_id="request_results_list")
    def get(self, _request: Request, uuid: UUID) -> Response:
        """All results, oldest first."""
        return self.listed(rows_of(ResultSerializer(self.case(uuid).row.results.all(), many=True)))

    @extend_schema(request=ResultInput, responses={200: RequestWhole}, operation_id="request_results_create")
    def post(self, request: Request, uuid: UUID) -> Response:
        """Record one result."""
        form = ResultInput(data=request.data)

        def do(case: Case, stamp: Stamp) -> object:
            given = {name: value for name, value in form.validated_data.items() if name != "seen_version"}
            return services.record_result(case.row, services.ResultDraft(**given), **stamp)

        return self.write(uuid, form, do, action="record_result")


class Grants(OfRequest):
    """Who sees the request beyond its office."""

    @extend_schema(responses={200: page_of(GrantSerializer, "Grant")}, operation_id="request_grants_list")
    def get(self, _request: Request, uuid: UUID) -> Response:
        """Grants that hold today."""
        return self.listed(rows_of(GrantSerializer(self.case(uuid).grants, many=True)))

    @extend_schema(request=GrantInput, responses={200: RequestWhole}, operation_id="request_grants_create")
    def post(self, request: Request, uuid: UUID) -> Response:
        """Let somebody see it."""
        form = GrantInput(data=request.data)
        return self.write(
            uuid,
            form,
            lambda case, stamp: services.grant_access(
                case.row,
                form.validated_data["user"],
                until_on=form.validated_data["until_on"],
                **stamp,
            ),
            action="grant_access",
        )


class Revocations(OfRequest):
    """The end of somebody's sight of the request."""

    @extend_schema(request=Versioned, responses={200: RequestWhole}, operation_id="request_grants_revoke")
    def post(self, request: Request, uuid: UUID, grant: UUID) -> Response:
        """Take the access away at once."""
        form = Versioned(data=request.data)

        def do(case: Case, stamp: Stamp) -> object:
            row = case.row.grants.held_on(case.today).filter(uuid=grant).first()
            if row is None:
                raise Http404
            return services.revoke_access(row, **stamp)

        return self.write(uuid, form, do, action="revoke_access")
