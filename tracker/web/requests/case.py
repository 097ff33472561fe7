"""The request that an address names, for the page that shows it."""

from __future__ import annotations

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from tracker.casework.case import Case, found_by
from tracker.web.viewer import viewer_of


def case_of(request: HttpRequest, uuid: UUID) -> Case:
    """The request of that address; 404 for whoever may not see it, as for one that does not exist."""
    return found_by(viewer_of(request), uuid)


def working_case(request: HttpRequest, uuid: UUID) -> Case:
    """The same for those who work on it; a grant lets read, not write."""
    case = case_of(request, uuid)
    if not case.roles:
        raise PermissionDenied
    return case
