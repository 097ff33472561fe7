"""Roles in offices, given and ended; never one's own."""

from __future__ import annotations

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from tracker.accounts.choices import AccountEventKind
from tracker.accounts.models import Membership, Office, User
from tracker.accounts.services.checks import require_administrator, require_someone_else
from tracker.accounts.services.log import append
from workflows.vocabulary import Role


@transaction.atomic
def set_membership(
    user: User,
    office: Office,
    *,
    role: Role,
    from_on: date,
    until_on: date | None = None,
    by: User | None,
    at: datetime,
) -> Membership:
    """Give a role in an office from a day on, until the day before `until_on`."""
    require_administrator(by, at)
    require_someone_else(by, user, field="user")
    _locked(user)
    membership = Membership(user=user, office=office, role=role, from_on=from_on, until_on=until_on)
    membership.full_clean()
    _refuse_closed(user, office)
    _refuse_overlap(membership)
    membership.save()
    _log(AccountEventKind.ROLE_GIVEN, membership, by=by, at=at)
    return membership


@transaction.atomic
def end_membership(
    membership: Membership, *, until_on: date | None, by: User | None, at: datetime
) -> Membership:
    """Set the first day without the role; the day it was given takes it back at once, None leaves it open."""
    require_administrator(by, at)
    require_someone_else(by, membership.user, field="until_on")
    _locked(membership.user)
    membership = Membership.objects.select_related("user", "office").get(pk=membership.pk)
    membership.until_on = until_on
    membership.full_clean()
    _refuse_overlap(membership)
    membership.save(update_fields=["until_on"])
    _log(AccountEventKind.ROLE_ENDED, membership, by=by, at=at)
    return membership


def _locked(user: User) -> None:
    """Let nobody else change this user's roles until the end: no constraint sees an overlap on SQLite."""
    User.objects.select_for_update().get(pk=user.pk)


def _refuse_closed(user: User, office: Office) -> None:
    if not user.is_active:
        raise ValidationError({"user": _("This account is closed. Open it again first.")})
    if not office.is_active:
        raise ValidationError({"office": _("This office is closed.")})


def _refuse_overlap(membership: Membership) -> None:
    same = Membership.objects.filter(user=membership.user, office=membership.office, role=membership.role)
    lasting = same.exclude(pk=membership.pk).exclude(until_on=F("from_on"))
    overlapping = lasting.filter(Q(until_on__isnull=True) | Q(until_on__gt=membership.from_on))
    if membership.until_on is not None:
        overlapping = overlapping.filter(from_on__lt=membership.until_on)
    if membership.until_on != membership.from_on and overlapping.exists():
        raise ValidationError(
            {"from_on": _("The user already holds this role in this office during that time.")}
        )


def _log(kind: AccountEventKind, membership: Membership, *, by: User | None, at: datetime) -> None:
    until = membership.until_on.isoformat() if membership.until_on else None
    append(
        kind,
        by=by,
        at=at,
        about=membership.user,
        office=membership.office,
        data={"role": str(membership.role), "from": membership.from_on.isoformat(), "until": until},
    )
