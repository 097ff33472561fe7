"""What the views about one request have in common: found by sight, written on a version, shown as it then is."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import prefetch_related_objects
from rest_framework.response import Response

from tracker.api.errors import PreconditionFailed
from tracker.api.inputs import Versioned
from tracker.api.paging import whole
from tracker.api.parameters import require_only
from tracker.api.requests.read import RequestWhole
from tracker.api.views import ApiView
from tracker.casework.case import Case, Stamp, found_by
from tracker.casework.models import AssistanceRequest


def etag_of(row: AssistanceRequest) -> str:
    """Made of the version alone, never of what changes with the clock."""
    return f'"{row.version}"'


class OfRequest(ApiView):
    """Base of the views about one request that the caller may see."""

    def case(self, uuid: UUID) -> Case:
        """The request; 404 for whoever may not see it."""
        return found_by(self.viewer, uuid)

    def require_sight(self, told: Any) -> None:  # noqa: ARG002  # whatever it told of the request
        """The request is still one that the caller may see."""
        self.case(self.kwargs["uuid"])

    def listed(self, rows: list[Any]) -> Response:
        """All ``rows`` of something that lies under the request; nothing narrows or shapes them."""
        require_only(self.request)
        return whole(rows)

    def working_case(self, uuid: UUID, action: str = "") -> Case:
        """The same for those who work on it, on the version that ``If-Match`` names, with ``action`` in their role."""
        case = self.case(uuid)
        if not case.roles or (action and not case.may(action)):
            raise PermissionDenied
        expected = self.request.headers.get("If-Match", "*")
        if expected != "*" and etag_of(case.row) not in [part.strip() for part in expected.split(",")]:
            raise PreconditionFailed
        return case

    def write(
        self, uuid: UUID, form: Versioned, do: Callable[[Case, Stamp], object], *, action: str
    ) -> Response:
        """Check the right and the form, call the service, and show the request as it then is. Once for a key."""

        def write() -> Response:
            case = self.working_case(uuid, action)
            form.is_valid(raise_exception=True)
            do(case, case.stamp(form.validated_data["seen_version"]))
            return shown(self, self.case(uuid))

        return self.once(write)


def shown(view: ApiView, case: Case, *, status: HTTPStatus = HTTPStatus.OK) -> Response:
    """The whole request, with its version as ``ETag``."""
    prefetch_related_objects([case.row], "items__identifiers", "persons", "offences", "foreign_references")
    context = {"request": view.request, "at": view.viewer.at, "case": case}
    answer = Response(RequestWhole(case.row, context=context).data, status=status)
    answer["ETag"] = etag_of(case.row)
    return answer
