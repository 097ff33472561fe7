"""Who sees a request, and which roles somebody has on it: one policy for every page, list, count, search and export."""

from __future__ import annotations

from datetime import date
from typing import Final

from tracker.accounts.models import User
from tracker.accounts.policy import OfficeScope
from tracker.accounts.queries import offices_of
from tracker.casework.models import AssistanceRequest, Grant
from tracker.casework.models.request import AssistanceRequestQuerySet
from tracker.casework.models.sight import Sight
from workflows.vocabulary import Role

WORKING: Final = frozenset({Role.OFFICER, Role.SUPERVISOR})
"""Roles that work on requests."""
NAMED: Final = 1_000
"""So many granted requests are named one by one; nobody is known to hold more."""


def visible_to(user: User, on: date, *, scope: OfficeScope | None = None) -> AssistanceRequestQuerySet:
    """Requests of the user's offices (a supervisor's reach down the tree) and those granted to the user.

    Administrators and auditors see no content but by a grant. Constant number of queries; one of them for the grants,
    none for the offices where the caller has `offices_of` that user and day already and hands it over as ``scope``.
    """
    scope = scope or offices_of(user, on)
    return AssistanceRequest.objects.seen(sight_of(user, on, offices=scope.working))


def auditable_by(user: User, on: date, *, scope: OfficeScope | None = None) -> AssistanceRequestQuerySet:
    """Requests whose log the user may read: codes, days and hands, never content. Those of the offices audited."""
    scope = scope or offices_of(user, on)
    return AssistanceRequest.objects.filter(office__in=scope.auditor)


def sees_all_counted(scope: OfficeScope) -> bool:
    """Whether every request that the user may count is one that the user may see, so that figures can be links."""
    return scope.auditor <= scope.working


def sight_of(user: User, on: date, *, offices: frozenset[int], within: frozenset[int] | None = None) -> Sight:
    """All requests of ``offices``, and single ones elsewhere that were granted: one query, for the grants.

    ``within``: nothing outside these offices. Where all of them are seen anyway, nothing has to be asked.
    """
    if within is not None and within <= offices:
        return Sight(offices=offices & within)
    held = (
        Grant.objects.held_on(on).filter(user=user, user__is_active=True).exclude(request__office__in=offices)
    )
    if within is not None:
        held = held.filter(request__office__in=within)
    found = held.values_list("request", flat=True)
    # Listed, they are looked up by their ids; as a question the planner would read every request to answer it.
    listed = sorted(set(found[: NAMED + 1]))
    if not listed:
        return Sight(offices=offices)
    return Sight(offices=offices, single=listed if len(listed) <= NAMED else found)


def roles_on(
    assistance_request: AssistanceRequest, user: User, on: date, *, scope: OfficeScope | None = None
) -> frozenset[Role]:
    """Roles by which the user may act on the request; a grant gives sight only. ``scope`` as for `visible_to`."""
    scope = scope or offices_of(user, on)
    return scope.roles_in(assistance_request.office_id) & WORKING
