"""Who works on a request, who may see it, and how it hangs together with others."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction

from tracker.accounts.models import User
from tracker.accounts.queries import roles_at
from tracker.casework.errors import Refused
from tracker.casework.models import AssistanceRequest, Grant, Link
from tracker.casework.policy import visible_to
from tracker.casework.services.performing import Entry, locked, record
from tracker.chain import JSON
from workflows.messages import message
from workflows.occurrence import Occurred
from workflows.vocabulary import LinkKind, Role


@transaction.atomic
def reassign(
    assistance_request: AssistanceRequest,
    officer: User,
    *,
    by: User,
    recorded_at: datetime,
    seen_version: int,
    note: str = "",
) -> AssistanceRequest:
    """Make ``officer`` responsible, whom reminders then reach; raises Refused where that person works elsewhere."""
    row = locked(assistance_request, seen_version=seen_version)
    today = Occurred.at_moment(recorded_at, row.office.time_zone).on
    if not roles_at(officer, row.office, today) & {Role.OFFICER, Role.SUPERVISOR}:
        raise Refused(
            message(
                "%(name)s does not work in %(office)s. Choose somebody of that office.",
                name=str(officer),
                office=row.office.name,
            )
        )
    row.officer = officer
    entry = _entry(row, recorded_at, {"officer": officer.pk}, {"note": note} if note else {})
    record(row, "reassign", entry, by=by)
    return row


@transaction.atomic
def grant_access(
    assistance_request: AssistanceRequest,
    user: User,
    *,
    until_on: date | None,
    by: User,
    recorded_at: datetime,
    seen_version: int,
) -> Grant:
    """Let ``user`` see the request until the day ``until_on`` (excluded)."""
    row = locked(assistance_request, seen_version=seen_version)
    today = Occurred.at_moment(recorded_at, row.office.time_zone).on
    if user == by:
        raise Refused(message("Nobody gives access to themselves. Ask a colleague."))
    grant = Grant(request=row, user=user, from_on=today, until_on=until_on, given_by=by)
    grant.full_clean()
    grant.save()
    record(row, "grant_access", _entry(row, recorded_at, {"user": user.pk}), by=by)
    return grant


@transaction.atomic
def revoke_access(grant: Grant, *, by: User, recorded_at: datetime, seen_version: int) -> None:
    """End a grant at once."""
    row = locked(grant.request, seen_version=seen_version)
    grant.until_on = Occurred.at_moment(recorded_at, row.office.time_zone).on
    grant.save(update_fields=["until_on"])
    record(row, "revoke_access", _entry(row, recorded_at, {"user": grant.user_id}), by=by)


@transaction.atomic
def link(
    assistance_request: AssistanceRequest,
    target: AssistanceRequest,
    kind: LinkKind,
    *,
    by: User,
    recorded_at: datetime,
    seen_version: int,
) -> Link:
    """Link the request to another that ``by`` may see."""
    row = locked(assistance_request, seen_version=seen_version)
    today = Occurred.at_moment(recorded_at, row.office.time_zone).on
    if not visible_to(by, today).filter(pk=target.pk).exists():
        raise Refused(message("There is no request of that reference that you may see."))
    found = Link(request=row, target=target, kind=kind.value, created_at=recorded_at)
    found.full_clean()
    found.save()
    record(row, "link", _entry(row, recorded_at, {"target": target.pk, "kind": kind.value}), by=by)
    return found


def _entry(
    row: AssistanceRequest,
    recorded_at: datetime,
    data: Mapping[str, JSON],
    texts: Mapping[str, JSON] | None = None,
) -> Entry:
    moment = Occurred.at_moment(recorded_at, row.office.time_zone)
    return Entry(occurred=moment, recorded_at=recorded_at, data=data, texts=texts or {})
