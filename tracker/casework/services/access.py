"""Who works on a request, who may see it, and how it hangs together with others."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Final

from django.db import transaction

from tracker.accounts.models import User
from tracker.accounts.queries import local_date
from tracker.casework.errors import Refused
from tracker.casework.models import AssistanceRequest, Grant, Link
from tracker.casework.policy import roles_on, visible_to
from tracker.casework.services import covering
from tracker.casework.services.checking import filled, save
from tracker.casework.services.recording import Entry, locked, record
from tracker.casework.services.staff import require_works_in
from tracker.chain import JSON
from workflows.messages import message
from workflows.occurrence import Occurred
from workflows.vocabulary import LinkKind

ONE_DAY: Final = timedelta(days=1)


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
    row = locked(assistance_request, seen_version=seen_version, at=recorded_at)
    today = local_date(row.office, recorded_at)
    require_works_in(row.office, officer, today)
    row.officer = officer
    entry = _entry(row, recorded_at, {"officer": officer.pk}, filled({"note": note}, names={"note"}))
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
    """Let ``user`` see the request until the day ``until_on`` (excluded), without end where it is None.

    Supervisors only, and never for themselves. Raises StaleVersion, ActionNotAllowed, Refused, ValidationError.
    """
    row = locked(assistance_request, seen_version=seen_version, at=recorded_at)
    today = local_date(row.office, recorded_at)
    record(row, "grant_access", _entry(row, recorded_at, {"user": user.pk}), by=by)
    if user == by:
        raise Refused(message("Nobody gives access to themselves. Ask a colleague."))
    if row.grants.held_on(today).filter(user=user).exists():
        raise Refused(message("%(name)s has access already. Take it away first.", name=str(user)))
    grant = Grant(request=row, user=user, from_on=today, until_on=until_on, given_by=by)
    save(grant)
    if grant.until_on is not None and grant.until_on <= today:
        raise Refused(message("The access would have ended already. Choose a later day, or none."))
    return grant


@transaction.atomic
def revoke_access(grant: Grant, *, by: User, recorded_at: datetime, seen_version: int) -> None:
    """End a grant at once, everywhere; raises Refused where it has ended already.

    It ends on the day before, because it may still be that day where its user is. What the log tells is the moment.
    """
    row = locked(grant.request, seen_version=seen_version, at=recorded_at)
    today = local_date(row.office, recorded_at)
    grant.refresh_from_db()
    if grant.until_on is not None and grant.until_on <= today:
        raise Refused(message("This access has ended already."))
    grant.until_on = max(grant.from_on, today - ONE_DAY)
    save(grant)
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
    """Link the request to another that ``by`` may see; of one that ``by`` may not see nothing is told.

    A production request that they have received covers the preservation with it: it ends the dates of the other
    request, so only who works on that one, too, can link it.
    """
    covered = _concerned_at_once(assistance_request, target, kind)
    row = locked(assistance_request, seen_version=seen_version, at=recorded_at, also=covered)
    today = local_date(row.office, recorded_at)
    if not visible_to(by, today).filter(pk=target.pk).exists():
        raise Refused(message("There is no request of that reference that you may see."))
    if kind is LinkKind.PRODUCTION_OF and not roles_on(target, by, local_date(target.office, recorded_at)):
        raise Refused(
            message(
                "A production request ends the dates of the preservation, on which you do not work. Ask its office to"
                " record the production request there, and link the two as parallel requests."
            )
        )
    found = Link(request=row, target=target, kind=LinkKind(kind).value, created_at=recorded_at)
    save(found)
    record(row, "link", _entry(row, recorded_at, {"target": target.pk, "kind": found.kind}), by=by)
    covering.settle(row, covered, at=recorded_at)
    return found


def _concerned_at_once(row: AssistanceRequest, target: AssistanceRequest, kind: LinkKind) -> frozenset[int]:
    """The preservation of which a link to it tells something at once, because the production went out before."""
    went_out = kind is LinkKind.PRODUCTION_OF and row.sent_on is not None
    return frozenset({target.pk}) if went_out else frozenset()


def _entry(
    row: AssistanceRequest,
    recorded_at: datetime,
    data: Mapping[str, JSON],
    texts: Mapping[str, JSON] | None = None,
) -> Entry:
    moment = Occurred.at_moment(recorded_at, row.office.time_zone)
    return Entry(occurred=moment, recorded_at=recorded_at, data=data, texts=texts or {})
