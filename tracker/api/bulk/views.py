"""Many requests at once: each under the rules of one, each told what became of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from tracker.api.bulk.inputs import BulkInput, EscalateAllInput, ReassignAllInput
from tracker.api.bulk.read import DoneSerializer, done_data
from tracker.api.views import ApiView
from tracker.bulk import services
from tracker.bulk.services import Done, rehearsed


class Bulk(ApiView):
    """Base of the acts."""

    def acted(self, form: BulkInput, do: Callable[[], Done]) -> Response:
        """Do it, once for a key, or say what would become of each."""

        def write() -> Response:
            if not self.viewer.scope.working:
                raise PermissionDenied
            form.is_valid(raise_exception=True)
            only = form.validated_data["rehearse"]
            done = rehearsed(do) if only else do()
            context = {"rehearsed": only}
            return Response(DoneSerializer(done_data(done, rehearsed=only), context=context).data)

        return self.once(write)

    def require_sight(self, told: Any) -> None:
        """Whatever it named is still seen by the caller."""
        named = {UUID(one["request"]) for one in told.get("outcomes", ()) if one["reference"]}
        if self.viewer.requests.filter(uuid__in=named).count() < len(named):
            raise Http404


class Reassignments(Bulk):
    """Who is responsible for many."""

    @extend_schema(
        request=ReassignAllInput, responses={200: DoneSerializer}, operation_id="requests_bulk_reassign"
    )
    def post(self, request: Request) -> Response:
        """Make somebody responsible for each; what refuses one keeps no other from being done."""
        form = ReassignAllInput(data=request.data)
        return self.acted(
            form,
            lambda: services.reassign_all(
                self.viewer,
                form.chosen,
                officer=form.validated_data["officer"],
                note=form.validated_data["note"],
            ),
        )


class Enquiries(Bulk):
    """Status enquiries about many."""

    @extend_schema(request=BulkInput, responses={200: DoneSerializer}, operation_id="requests_bulk_chase")
    def post(self, request: Request) -> Response:
        """Have letters written about those that are due for one; nothing is recorded as sent by it."""
        form = BulkInput(data=request.data)
        return self.acted(form, lambda: services.chase_all(self.viewer, form.chosen))


class Escalations(Bulk):
    """The same asked by another channel."""

    @extend_schema(
        request=EscalateAllInput, responses={200: DoneSerializer}, operation_id="requests_bulk_escalate"
    )
    def post(self, request: Request) -> Response:
        """Draft for each a request that asks the same by another channel, linked to the first, which stays open."""
        form = EscalateAllInput(data=request.data)
        return self.acted(
            form,
            lambda: services.escalate_all(self.viewer, form.chosen, channel=form.validated_data["channel"]),
        )
