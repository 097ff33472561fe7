"""Accounts: made, changed, closed; preferences and deputies."""

from __future__ import annotations

from datetime import date, datetime, time

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tracker.accounts import queries
from tracker.accounts.choices import AccountEventKind
from tracker.accounts.models import User
from tracker.accounts.services.checks import require_administrator, require_someone_else
from tracker.accounts.services.log import append
from tracker.signs import require_visible


@transaction.atomic
def create_user(
    *,
    email: str,
    name: str,
    by: User | None,
    at: datetime,
    password: str | None = None,
    time_zone: str = "UTC",
    language: str = "en",
    is_demonstration: bool = False,
    is_service: bool = False,
) -> User:
    """Make an account. Without a password nobody can sign in to it until the link to choose one was used.

    A program's account never has a password: it works by tokens.
    """
    require_administrator(by, at)
    if is_service and password is not None:
        raise ValidationError({"password": _("A program has no password. Leave it empty.")})
    user = User(
        email=email.strip().lower(),
        name=name.strip(),
        time_zone=time_zone,
        language=language,
        is_demonstration=is_demonstration,
        is_service=is_service,
        created_at=at,
    )
    user.set_password(password)
    require_visible(email=user.email, name=user.name)
    user.full_clean()
    user.save()
    append(AccountEventKind.ACCOUNT_CREATED, by=by, at=at, about=user)
    return user


@transaction.atomic
def change_user(
    user: User,
    *,
    email: str,
    name: str,
    time_zone: str,
    language: str,
    by: User | None,
    at: datetime,
) -> User:
    """Change what an administrator may about a person; the log keeps which fields, not what they say."""
    require_administrator(by, at)
    user = User.objects.select_for_update().get(pk=user.pk)
    wanted = {
        "email": email.strip().lower(),
        "name": name.strip(),
        "time_zone": time_zone,
        "language": language,
    }
    changed = sorted(field for field, value in wanted.items() if getattr(user, field) != value)
    if changed:
        require_visible(**{field: wanted[field] for field in changed})
        _save(user, **{field: wanted[field] for field in changed})
        append(AccountEventKind.ACCOUNT_CHANGED, by=by, at=at, about=user, data={"fields": changed})
    return user


@transaction.atomic
def set_password(user: User, *, password: str | None, by: User | None, at: datetime) -> User:
    """Set another password, or none: then the link to choose one is the only way in."""
    require_administrator(by, at)
    if user.is_service and password is not None:
        raise ValidationError({"password": _("A program has no password. Leave it empty.")})
    user.set_password(password)
    user.save(update_fields=["password"])
    append(AccountEventKind.PASSWORD_CHANGED, by=by, at=at, about=user)
    return user


def set_preferences(user: User, *, language: str, theme: str, time_zone: str) -> User:
    """Keep how a user wants to read the pages."""
    return _save(user, language=language, theme=theme, time_zone=time_zone)


def set_reminders(
    user: User, *, quiet_from: time | None, quiet_until: time | None, wants_copies: bool
) -> User:
    """Keep when a user wants no mail, and whether as head of an office copies of what officers are told."""
    return _save(user, quiet_from=quiet_from, quiet_until=quiet_until, wants_copies=wants_copies)


@transaction.atomic
def set_deputy(
    user: User,
    *,
    deputy: User | None,
    absent_from: date | None,
    absent_until: date | None,
    by: User | None,
    at: datetime,
) -> User:
    """Name who acts while the user is away (both days included), or with `deputy=None` end the absence.

    Users name their own deputy, administrators anybody's. The deputy must work in an office of the user: the
    reminders would otherwise go to somebody who cannot open what they are about.
    """
    if by is None or by.pk != user.pk:
        require_administrator(by, at)
    if deputy is not None and absent_from is not None:
        _require_colleague(user, deputy, on=absent_from)
    _save(user, deputy=deputy, absent_from=absent_from, absent_until=absent_until)
    if deputy is None:
        append(AccountEventKind.DEPUTY_REMOVED, by=by, at=at, about=user)
    else:
        days = {"from": _iso(absent_from), "until": _iso(absent_until)}
        append(AccountEventKind.DEPUTY_NAMED, by=by, at=at, about=user, data={"deputy": deputy.pk, **days})
    return user


@transaction.atomic
def deactivate(user: User, *, by: User | None, at: datetime) -> User:
    """Close an account at once: it cannot sign in, its sessions end, its roles count no more."""
    return _activate(user, active=False, kind=AccountEventKind.ACCOUNT_DEACTIVATED, by=by, at=at)


@transaction.atomic
def reactivate(user: User, *, by: User | None, at: datetime) -> User:
    """Open a closed account again, with the roles it still holds."""
    return _activate(user, active=True, kind=AccountEventKind.ACCOUNT_REACTIVATED, by=by, at=at)


def _activate(user: User, *, active: bool, kind: AccountEventKind, by: User | None, at: datetime) -> User:
    require_administrator(by, at)
    require_someone_else(by, user, field="is_active")
    # The conditional update says whether anything changed, whoever else was at it.
    if User.objects.filter(pk=user.pk, is_active=not active).update(is_active=active):
        append(kind, by=by, at=at, about=user)
    user.is_active = active
    return user


def _require_colleague(user: User, deputy: User, *, on: date) -> None:
    if deputy.is_service:
        raise ValidationError({"deputy": _("A program reads no reminders. Name a person.")})
    shared = queries.offices_of(user, on).everywhere & queries.offices_of(deputy, on).working
    if not shared:
        raise ValidationError(
            {"deputy": _("The deputy must be officer or supervisor in one of the same offices on that day.")}
        )


def _save(user: User, **fields: object) -> User:
    for field, value in fields.items():
        setattr(user, field, value)
    user.full_clean()
    user.save(update_fields=list(fields))
    return user


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
